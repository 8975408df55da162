import { least, type EpochMs, type Points } from '../money.js';
import type { Lot } from './account.js';
import { changeLot, lotOf, move, nextLotNo, noteDue, type Book, type OpenLot } from './book.js';

export interface NewLot {
  readonly points: Points;
  readonly activatesAtMs: EpochMs;
  readonly expiresAtMs: EpochMs | null;
  readonly origin: Lot['origin'];
  readonly ruleId: string | null;
  readonly saleId: string | null;
}

/** Where the points of a new lot come from. */
export type LotSource = 'issued' | 'adjusted' | 'inTransit';

const SOURCE_KIND = { issued: 'earn', adjusted: 'adjust', inTransit: 'transfer' } as const;

/** Opens a lot in the current entry: active at once, or pending until it activates. Zero points open nothing. */
export function openLot(book: Book, lot: NewLot, nowMs: EpochMs, source: LotSource = 'issued'): number {
  if (lot.points === 0) return 0;
  const pending = lot.activatesAtMs > nowMs;
  // Written out: V8 adds each property after a spread by a call into its runtime, which made a lot forty times as dear.
  const { points, activatesAtMs, expiresAtMs, origin, ruleId, saleId } = lot;
  const lotNo = nextLotNo(book);
  const opened: OpenLot = { lotNo, points, remaining: points, expired: 0, pending, activatesAtMs, expiresAtMs, origin, ruleId, saleId };
  book.opened.push(opened);
  book.lots.set(opened.lotNo, opened);
  move(book, SOURCE_KIND[source], source, pending ? 'pending' : 'active', lot.points, opened.lotNo);
  if (!pending) repay(book, opened, lot.points);
  noteDue(book, pending ? lot.activatesAtMs : lot.expiresAtMs);
  noteDue(book, lot.expiresAtMs);
  return opened.lotNo;
}

/**
 * Points that just became active pay off what the member owes: they leave the lot, and the balance already counts them.
 * `points` is how many came in; the balance before them was `active − points`.
 */
export function repay(book: Book, lot: OpenLot, points: number): void {
  const owed = points - book.active;
  if (owed <= 0) return;
  const part = least(owed, points);
  changeLot(book, lot, -part);
  move(book, 'repay', 'active', 'active', part, lot.lotNo);
}

/** Puts points back into a lot, out of `held` or `redeemed`. A pending lot cannot have been spent from. */
export function restore(book: Book, lotNo: number, points: Points, kind: 'release' | 'give_back'): void {
  const lot = lotOf(book, lotNo);
  changeLot(book, lot, points);
  move(book, kind, kind === 'release' ? 'held' : 'redeemed', 'active', points, lotNo);
  repay(book, lot, points);
  noteDue(book, lot.expiresAtMs);
}

/** Expires what is left in a lot; returns the points that went to breakage. */
export function expireLot(book: Book, lot: OpenLot): Points {
  const points = lot.remaining;
  if (points === 0) return 0 as Points;
  changeLot(book, lot, -points);
  lot.expired += points;
  move(book, 'expire', lot.pending ? 'pending' : 'active', 'breakage', points, lot.lotNo);
  return points as Points;
}

/** A pending lot becomes spendable. */
export function activateLot(book: Book, lot: OpenLot): void {
  lot.pending = false;
  book.changed.add(lot.lotNo);
  move(book, 'activate', 'pending', 'active', lot.remaining, lot.lotNo);
  repay(book, lot, lot.remaining);
}
