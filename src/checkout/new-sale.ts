import type { EpochMs } from '../core/money.js';
import { withoutPerson } from '../core/rules/personal.js';
import type { NewSale, SaleBooking } from '../ledger/post-item.js';
import type { SaleCommand } from './commands.js';
import { clientKeyText, receiptKeyText } from './keys.js';
import type { Priced } from './price.js';

/** The row of a sale: everything it was computed from, so that it can be computed again; of a person only what the rules asked. */
export function newSale(
  kind: 'sale' | 'authorize',
  command: Pick<SaleCommand, 'idempotencyKey' | 'bodyHash'>,
  priced: Priced,
  saleId: string,
  booking: SaleBooking,
  nowMs: EpochMs,
): NewSale {
  const { ruleSet, receipt, quote, member, coupons, budgets } = priced;
  return {
    saleId,
    kind,
    receiptKey: receiptKeyText(receipt),
    idempotencyKey: command.idempotencyKey === '' ? null : clientKeyText(receipt.storeId, command.idempotencyKey),
    bodyHash: command.bodyHash,
    memberId: member?.memberId ?? null,
    bookedAtMs: nowMs,
    receipt,
    memberState: member === null ? null : withoutPerson(member, ruleSet.personal, receipt),
    couponStates: coupons,
    budgets,
    quote,
    booking,
  };
}
