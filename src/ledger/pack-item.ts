import type { NewSale, PostItem } from './post-item.js';
import { isEmpty } from './pack-receipt.js';
import { saleDocument } from './sale-document.js';

/** The columns of a sale's row, its contents as the text that is stored. */
export interface SaleRow {
  readonly saleId: string;
  readonly kind: NewSale['kind'];
  readonly receiptKey: string;
  readonly idempotencyKey: string | null;
  readonly bodyHash: Buffer;
  readonly memberId: string | null;
  readonly storeId: string;
  readonly terminalId: string;
  readonly businessDate: string;
  readonly receiptNumber: string;
  readonly purchasedAtMs: number;
  readonly bookedAtMs: number;
  readonly ruleSetVersion: number;
  readonly regularMinor: number;
  readonly netMinor: number;
  readonly burnMinor: number;
  readonly payableMinor: number;
  readonly burnPoints: number;
  readonly earnPoints: number;
  readonly couponStates: string | null;
  readonly budgets: string | null;
  readonly document: string;
}

/** An effect as it waits to be posted. */
export type PackedItem = Omit<PostItem, 'sale'> & { readonly sale: SaleRow | null };

/**
 * The effect with its sale written out. Done before it waits for its batch: what the sale was worked out from is some twenty kilobytes of
 * objects, and whatever lives while hundreds wait is copied by each collection of garbage.
 */
export function packItem(item: PostItem): PackedItem {
  return { ...item, sale: item.sale === null ? null : saleRow(item.sale) };
}

function saleRow(sale: NewSale): SaleRow {
  const { receipt, couponStates, budgets } = sale;
  const { totals, ruleSetVersion } = sale.quote;
  return {
    saleId: sale.saleId,
    kind: sale.kind,
    receiptKey: sale.receiptKey,
    idempotencyKey: sale.idempotencyKey,
    bodyHash: sale.bodyHash,
    memberId: sale.memberId,
    storeId: receipt.storeId,
    terminalId: receipt.terminalId,
    businessDate: receipt.businessDate,
    receiptNumber: receipt.receiptNumber,
    purchasedAtMs: receipt.purchasedAtMs,
    bookedAtMs: sale.bookedAtMs,
    ruleSetVersion,
    regularMinor: totals.regularMinor,
    netMinor: totals.netMinor,
    burnMinor: totals.burnMinor,
    payableMinor: totals.payableMinor,
    burnPoints: totals.burnPoints,
    earnPoints: totals.earnPoints,
    couponStates: couponStates.length === 0 ? null : JSON.stringify(couponStates),
    budgets: isEmpty(budgets) ? null : JSON.stringify(budgets),
    document: saleDocument(sale),
  };
}
