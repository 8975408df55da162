import { least, total, type Points } from '../money.js';
import { beginEntry, closeEntry, move, type Book, type OpenLot } from '../points/book.js';
import { openLot } from '../points/lots.js';
import { spendable } from '../points/spend.js';
import { takeFrom } from '../points/take-from.js';
import { reject, type Rejection } from '../rejection.js';
import type { DecisionHead } from './book-adjust.js';

/** Points on their way from a lot of one member to a lot of another; they keep their terms. */
export interface Parcel {
  readonly lot: OpenLot;
  readonly points: number;
}

/**
 * Moves active points from one member to another, earliest expiry first: one entry in each account, over `inTransit`, posted together.
 * The new lots expire when the old ones would have. Rejects `not_enough_points`.
 */
export function bookTransfer(from: Book, to: Book, points: Points, head: DecisionHead): Rejection | null {
  if (points > from.active) {
    const detail = { available: String(from.active), requested: String(points) };
    return reject('not_enough_points', `The member has ${from.active} points, ${points} were to be transferred`, 'points', detail);
  }
  const parcels = send(from, 'transfer', spendable(from), points, head);
  receive(to, 'transfer', parcels, 0, head);
  return null;
}

/** Takes points out of lots, in their order, into transit; fewer where the lots have fewer. Writes one entry. */
export function send(
  book: Book,
  kind: 'transfer' | 'merge',
  lots: readonly OpenLot[],
  points: number,
  head: DecisionHead,
  owed = 0,
): Parcel[] {
  begin(book, kind, head);
  const parcels: Parcel[] = [];
  let left = points;
  for (const lot of lots) {
    const part = least(left, lot.remaining);
    if (part === 0) continue;
    parcels.push({ lot: { ...lot }, points: part });
    takeFrom(book, [lot], part, 'transfer', 'inTransit');
    left -= part;
  }
  // A debt travels the other way: the account is filled up to zero from transit.
  move(book, 'transfer', 'inTransit', 'active', owed, 0);
  closeEntry(book);
  return parcels;
}

/** Opens a lot for each parcel, and takes over what the sender owed. Writes one entry. */
export function receive(book: Book, kind: 'transfer' | 'merge', parcels: readonly Parcel[], owed: number, head: DecisionHead): void {
  begin(book, kind, head);
  for (const { lot, points } of parcels) {
    const { activatesAtMs, expiresAtMs, ruleId, saleId } = lot;
    const origins = kind === 'merge' ? { ruleId, saleId } : { ruleId: null, saleId: null };
    const opened = { points: points as Points, activatesAtMs, expiresAtMs, origin: 'transfer' as const, ...origins };
    // What was active stays active, also by a clock that is behind.
    openLot(book, opened, lot.pending ? activatesAtMs - 1 : Math.max(head.nowMs, activatesAtMs), 'inTransit');
  }
  const left = takeFrom(book, spendable(book), owed, 'transfer', 'inTransit');
  if (left > 0) {
    book.floor = Math.min(book.floor, book.active - left);
    move(book, 'transfer', 'active', 'inTransit', left, 0);
  }
  closeEntry(book);
}

export function pointsOf(parcels: readonly Parcel[]): Points {
  return total(parcels.map((parcel) => parcel.points)) as Points;
}

function begin(book: Book, kind: 'transfer' | 'merge', { reason, author, nowMs }: DecisionHead): void {
  beginEntry(book, { kind, saleId: null, storeId: null, ruleSetVersion: null, eventAtMs: nowMs, createdAtMs: nowMs, reason, author });
}
