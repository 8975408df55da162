import { least, total, type Points } from '../money.js';
import type { ReturnPolicy } from '../rules/settings.js';
import { move, type Book } from './book.js';
import { spendable } from './spend.js';
import { pendingLots, takeFrom } from './take-from.js';

export interface Wanted {
  /** The lot the sale opened; 0 where it opened none. */
  readonly lotNo: number;
  readonly points: Points;
}

export interface Clawback {
  readonly takenPoints: Points;
  /** What nobody holds any more: it was spent before the return. */
  readonly shortfallPoints: Points;
}

/**
 * Takes earned points back: from the sale's own lots first (pending or active, then the part of them that had expired), then from
 * other active lots by expiry, then from other pending lots by activation. With the policy `negative` the rest goes below zero.
 *
 * Keeps: taken + shortfall = wanted; a shortfall is part of taken only where the balance went below zero for it.
 */
export function clawback(book: Book, wanted: readonly Wanted[], policy: NonNullable<ReturnPolicy['shortfall']>): Clawback {
  const asked = total(wanted.map(({ points }) => points));
  let left: number = total(clawOwn(book, wanted));
  left = takeFrom(book, spendable(book), left, 'clawback', 'issued');
  left = takeFrom(book, pendingLots(book), left, 'clawback', 'issued');
  const shortfall = left;
  if (policy === 'negative' && left > 0) {
    book.floor = Math.min(book.floor, book.active - left);
    move(book, 'clawback', 'active', 'issued', left, 0);
    left = 0;
  }
  return { takenPoints: (asked - left) as Points, shortfallPoints: shortfall as Points };
}

/** Takes what the named lots have, or had before they expired; returns for each what is left to take elsewhere. */
export function clawOwn(book: Book, wanted: readonly Wanted[]): Points[] {
  return wanted.map(({ lotNo, points }) => takeOwn(book, lotNo, points) as Points);
}

function takeOwn(book: Book, lotNo: number, points: number): number {
  if (lotNo === 0 || points === 0) return points;
  const lot = book.lots.get(lotNo);
  if (lot === undefined) return points;
  const left = takeFrom(book, [lot], points, 'clawback', 'issued');
  const expired = least(left, lot.expired);
  if (expired > 0) {
    // The points never came to be, so neither did the breakage.
    lot.expired -= expired;
    book.changed.add(lotNo);
    move(book, 'clawback', 'breakage', 'issued', expired, lotNo);
  }
  return left - expired;
}
