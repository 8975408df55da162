import { invariant } from '../invariant.js';
import { least, minus, total, type Points } from '../money.js';
import { beginEntry, closeEntry, move, type Book } from '../points/book.js';
import { giveBack } from '../points/give-back.js';
import { remainingLines, returnLines, type LineQuantity } from '../points/return-lines.js';
import type { Quote } from '../quote.js';
import { isRejection, reject, type Rejection } from '../rejection.js';
import type { Take } from '../points/account.js';
import { earn, type SaleHead } from './book-sale.js';
import type { CapturedTotals, SaleState } from './sale-state.js';

export interface Captured {
  readonly state: SaleState;
  readonly totals: CapturedTotals;
}

/**
 * Makes a hold final. What is not captured counts as returned from the start, by the same telescoping shares, so that capture for
 * less followed by returns of the rest leaves nothing.
 *
 * `sold` empty: everything. Rejects a line that is not in the sale and more than was authorized.
 */
export function bookCapture(
  book: Book | null,
  quote: Quote,
  before: SaleState,
  sold: readonly LineQuantity[],
  head: SaleHead,
): Captured | Rejection {
  const unsold = sold.length === 0 ? [] : notSold(quote, sold);
  if (isRejection(unsold)) return unsold;
  const part = returnLines(quote, {}, unsold);
  if (isRejection(part)) return part;
  const released = total(part.lines.map((line) => line.giveBackPoints));
  const totals = capturedTotals(quote, part.lines, total(part.clawbackByEarn));
  let lots: number[] = [];
  if (book !== null) {
    const { saleId, storeId, purchasedAtMs, nowMs } = head;
    const rule = quote.ruleSetVersion;
    beginEntry(book, { kind: 'capture', saleId, storeId, ruleSetVersion: rule, eventAtMs: purchasedAtMs, createdAtMs: nowMs });
    giveBack(book, before.takes, 0, released, 'release', nowMs);
    redeem(book, before.takes, totals.burnPoints);
    lots = earn(book, quote, head, part.clawbackByEarn);
    closeEntry(book);
    book.closedHolds.push({ holdId: saleId, status: 'captured' });
    book.holds = book.holds.filter((hold) => hold.holdId !== saleId);
  }
  const state: SaleState = {
    ...before,
    status: 'captured',
    returned: part.returned,
    lots,
    givenBack: released,
    sequence: before.sequence + 1,
  };
  return { state, totals };
}

function notSold(quote: Quote, sold: readonly LineQuantity[]): LineQuantity[] | Rejection {
  const checked = returnLines(quote, {}, sold);
  if (!isRejection(checked)) return remainingLines(quote, checked.returned);
  const authorized = checked.rejection === 'more_than_sold';
  return authorized ? reject('more_than_sold', `${checked.message.replace('left to return', 'authorized')}`, checked.field) : checked;
}

function redeem(book: Book, takes: readonly Take[], points: Points): void {
  let left: number = points;
  for (const take of takes) {
    const part = least(left, take.points);
    move(book, 'capture', 'held', 'redeemed', part, take.lotNo);
    left -= part;
  }
  invariant(left === 0, `${left} captured points were never held`);
}

function capturedTotals(
  quote: Quote,
  unsold: readonly { readonly refundMinor: number; readonly burnMinor: number; readonly giveBackPoints: Points }[],
  notEarned: Points,
): CapturedTotals {
  const { totals } = quote;
  const payableMinor = minus(totals.payableMinor, total(unsold.map((line) => line.refundMinor)) as typeof totals.payableMinor);
  const burnMinor = minus(totals.burnMinor, total(unsold.map((line) => line.burnMinor)) as typeof totals.burnMinor);
  return {
    netMinor: total([payableMinor, burnMinor]),
    burnMinor,
    burnPoints: minus(totals.burnPoints, total(unsold.map((line) => line.giveBackPoints))),
    payableMinor,
    earnPoints: minus(totals.earnPoints, notEarned),
  };
}
