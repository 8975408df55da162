import type { AccountName, MoveKind } from '../journal/chart.js';
import { least } from '../money.js';
import { changeLot, move, type Book, type OpenLot } from './book.js';

/** Takes points out of lots in their order, pending or active, into an account; returns what the lots did not have. */
export function takeFrom(book: Book, lots: readonly OpenLot[], points: number, kind: MoveKind, into: AccountName): number {
  let left = points;
  for (const lot of lots) {
    const part = least(left, lot.remaining);
    if (part === 0) continue;
    changeLot(book, lot, -part);
    move(book, kind, lot.pending ? 'pending' : 'active', into, part, lot.lotNo);
    left -= part;
  }
  return left;
}

/** Pending lots with points left, by activation. */
export function pendingLots(book: Book): OpenLot[] {
  const lots = [...book.lots.values()].filter((lot) => lot.pending && lot.remaining > 0);
  return lots.sort((a, b) => a.activatesAtMs - b.activatesAtMs || a.lotNo - b.lotNo);
}
