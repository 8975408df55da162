import { invariant } from '../invariant.js';
import { least, type EpochMs, type Points } from '../money.js';
import type { Take } from './account.js';
import { lotOf, type Book } from './book.js';
import { expireLot, restore } from './lots.js';

export interface GiveBack {
  readonly points: Points;
  /** Of these, points whose lot had expired meanwhile: they come back and expire at once. */
  readonly expiredPoints: Points;
}

/**
 * Puts taken points back into the lots they came from, the last taken first; `alreadyBack` points of the takes came back before.
 * Releases reserved points (`release`) or restores burned ones (`give_back`). The lots keep their expiry.
 */
export function giveBack(
  book: Book,
  takes: readonly Take[],
  alreadyBack: number,
  points: Points,
  kind: 'release' | 'give_back',
  nowMs: EpochMs,
): GiveBack {
  let skip = alreadyBack;
  let left: number = points;
  let expired = 0;
  for (const take of [...takes].reverse()) {
    const skipped = least(skip, take.points);
    skip -= skipped;
    const part = least(left, take.points - skipped);
    if (part === 0) continue;
    left -= part;
    const lot = lotOf(book, take.lotNo);
    restore(book, take.lotNo, part as Points, kind);
    if (lot.expiresAtMs !== null && lot.expiresAtMs <= nowMs) expired += expireLot(book, lot);
  }
  invariant(left === 0, `${left} points to give back were never taken`);
  return { points, expiredPoints: expired as Points };
}
