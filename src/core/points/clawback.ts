import { least, type Points } from '../money.js';
import type { ReturnPolicy } from '../rules/settings.js';
import { changeLot, move, type Book, type OpenLot } from './book.js';
import { spendable } from './spend.js';

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
  let asked = 0;
  let left = 0;
  for (const { lotNo, points } of wanted) {
    asked += points;
    left += takeOwn(book, lotNo, points);
  }
  left = takeFrom(book, spendable(book), left);
  left = takeFrom(book, pendingLots(book), left);
  const shortfall = left;
  if (policy === 'negative' && left > 0) {
    book.floor = Math.min(book.floor, book.active - left);
    move(book, 'clawback', 'active', 'issued', left, 0);
    left = 0;
  }
  return { takenPoints: (asked - left) as Points, shortfallPoints: shortfall as Points };
}

function takeOwn(book: Book, lotNo: number, points: number): number {
  if (lotNo === 0 || points === 0) return points;
  const lot = book.lots.get(lotNo);
  if (lot === undefined) return points;
  const left = takeFrom(book, [lot], points);
  const expired = least(left, lot.expired);
  if (expired > 0) {
    // The points never came to be, so neither did the breakage.
    lot.expired -= expired;
    book.changed.add(lotNo);
    move(book, 'clawback', 'breakage', 'issued', expired, lotNo);
  }
  return left - expired;
}

function takeFrom(book: Book, lots: readonly OpenLot[], points: number): number {
  let left = points;
  for (const lot of lots) {
    const part = least(left, lot.remaining);
    if (part === 0) continue;
    changeLot(book, lot, -part);
    move(book, 'clawback', lot.pending ? 'pending' : 'active', 'issued', part, lot.lotNo);
    left -= part;
  }
  return left;
}

function pendingLots(book: Book): OpenLot[] {
  const lots = [...book.lots.values()].filter((lot) => lot.pending && lot.remaining > 0);
  return lots.sort((a, b) => a.activatesAtMs - b.activatesAtMs || a.lotNo - b.lotNo);
}
