import { invariant } from '../invariant.js';
import { least, type Points } from '../money.js';
import type { Take } from './account.js';
import { changeLot, move, type Book, type OpenLot } from './book.js';

/** Active lots with points left, earliest expiry first, then earliest creation. */
export function spendable(book: Book): OpenLot[] {
  const lots = [...book.lots.values()].filter((lot) => !lot.pending && lot.remaining > 0);
  return lots.sort((a, b) => (a.expiresAtMs ?? Infinity) - (b.expiresAtMs ?? Infinity) || a.lotNo - b.lotNo);
}

/**
 * Takes active points for good (`burn`) or for a hold.
 *
 * Points are whole; the caller has checked that the active balance covers them. Returns what was taken from which lot,
 * in the order of spending. Keeps: Σ takes = points.
 */
export function spend(book: Book, points: Points, kind: 'burn' | 'hold'): Take[] {
  if (points === 0) return [];
  invariant(points <= book.active, 'more is taken than is active', points, book.active);
  const takes: Take[] = [];
  let left: number = points;
  for (const lot of spendable(book)) {
    if (left === 0) break;
    const part = least(left, lot.remaining);
    changeLot(book, lot, -part);
    move(book, kind, 'active', kind === 'burn' ? 'redeemed' : 'held', part, lot.lotNo);
    takes.push({ lotNo: lot.lotNo, points: part as Points });
    left -= part;
  }
  invariant(left === 0, 'lots hold less than the active balance by', left);
  return takes;
}
