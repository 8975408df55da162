import { isRejection, type Rejection } from '../core/rejection.js';
import type { Milli } from '../core/money.js';
import { publicId } from '../ledger/ids.js';
import type { StoredSale } from '../ledger/read-sale.js';
import type { GetSaleQuery, SaleStatus, SaleView } from './commands.js';
import type { CheckoutDeps } from './deps.js';
import { findSale, otherStore } from './find-sale.js';

/** A sale of the caller's store and where it stands. Rejects `unknown_sale`, `unknown_hold` and `not_this_store`. */
export async function getSale(deps: CheckoutDeps, query: GetSaleQuery): Promise<SaleView | Rejection> {
  const stored = await findSale(deps, query.target, query.caller.storeId);
  if (isRejection(stored)) return stored;
  return otherStore(stored, query.caller.storeId) ?? viewOf(stored, deps.clock());
}

function viewOf(stored: StoredSale, nowMs: number): SaleView {
  const { storeId, terminalId, businessDate, receiptNumber, hold, state } = stored;
  const status = statusOf(stored, nowMs);
  const held = status === 'held' && hold !== null;
  return {
    saleId: publicId('rcp', stored.saleId),
    status,
    receipt: { storeId, terminalId, businessDate, receiptNumber },
    purchasedAtMs: stored.purchasedAtMs,
    bookedAtMs: stored.bookedAtMs,
    memberId: stored.memberId === null ? '' : publicId('mbr', stored.memberId),
    quote: stored.quote,
    returned: Object.entries(state.returned)
      .filter(([, quantity]) => quantity > 0)
      .map(([line, quantity]) => ({ lineNumber: Number(line), quantityMilli: quantity as Milli })),
    holdId: held ? publicId('hld', stored.saleId) : '',
    holdExpiresAtMs: held ? hold.expiresAtMs : 0,
  };
}

function statusOf({ state, hold, quote }: StoredSale, nowMs: number): SaleStatus {
  if (state.status === 'voided') return 'voided';
  if (state.status === 'held') return hold !== null && hold.status === 'open' && hold.expiresAtMs > nowMs ? 'held' : 'expired';
  const all = quote.lines.every((line) => (state.returned[line.lineNumber] ?? 0) === line.quantityMilli);
  if (all) return 'returned';
  return state.hasReturns ? 'partly_returned' : 'captured';
}
