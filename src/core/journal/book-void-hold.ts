import { total } from '../money.js';
import { beginEntry, closeEntry, type Book } from '../points/book.js';
import { giveBack } from '../points/give-back.js';
import type { SaleHead } from './book-sale.js';
import type { SaleState } from './sale-state.js';

/** Undoes a hold: every held point goes back to its lot. */
export function bookVoidHold(book: Book | null, before: SaleState, head: SaleHead): SaleState {
  const released = total(before.takes.map((take) => take.points));
  if (book !== null) {
    const { saleId, storeId, purchasedAtMs, nowMs } = head;
    beginEntry(book, { kind: 'void', saleId, storeId, ruleSetVersion: null, eventAtMs: purchasedAtMs, createdAtMs: nowMs });
    giveBack(book, before.takes, 0, released, 'release', nowMs);
    closeEntry(book);
    book.closedHolds.push({ holdId: saleId, status: 'voided' });
    book.holds = book.holds.filter((hold) => hold.holdId !== saleId);
  }
  return { ...before, status: 'voided', givenBack: released, sequence: before.sequence + 1 };
}
