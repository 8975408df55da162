import type { EpochMs, Points } from '../money.js';
import type { Lot } from '../points/account.js';
import { beginEntry, closeEntry, move, type Book } from '../points/book.js';
import { openLot } from '../points/lots.js';
import { spendable } from '../points/spend.js';
import { takeFrom } from '../points/take-from.js';
import { reject, type Rejection } from '../rejection.js';

/** The words of an entry that a person or another system decided on. */
export interface DecisionHead {
  readonly reason: string;
  readonly author: string;
  readonly nowMs: EpochMs;
}

/** When points that are added become spendable, and when they expire. */
export interface LotTerms {
  readonly activatesAtMs: EpochMs;
  /** Null: never. */
  readonly expiresAtMs: EpochMs | null;
}

/**
 * Adds points: as a correction (`adjust`, out of `adjusted`) or as a bonus the programme owes from then on (`grant`, out of `issued`).
 * Returns the number of the lot.
 */
export function bookAddition(book: Book, kind: 'adjust' | 'grant', points: Points, terms: LotTerms, head: DecisionHead): number {
  begin(book, kind, head);
  const lot = { points, ...terms, origin: kind as Lot['origin'], ruleId: null, saleId: null };
  const lotNo = openLot(book, lot, head.nowMs, kind === 'grant' ? 'issued' : 'adjusted');
  closeEntry(book);
  return lotNo;
}

/** What a taking is posted against, and which lot gives first. */
export interface Taking {
  readonly points: Points;
  /** `issued` where it undoes points that were issued. */
  readonly into: 'adjusted' | 'issued';
  /** The lot that gives first, or 0. */
  readonly lotNo: number;
  /** The balance may go below zero. */
  readonly below: boolean;
}

/**
 * Takes active points, earliest expiry first. 120 active, take 200: refused with `not_enough_points`, or with `below` the balance goes
 * to 80 below zero, and the next points pay it off.
 */
export function bookTaking(book: Book, { points, into, lotNo, below }: Taking, head: DecisionHead): Rejection | null {
  if (points > book.active && !below) {
    const detail = { available: String(book.active), requested: String(points) };
    return reject('not_enough_points', `The member has ${book.active} points, ${points} were to be taken`, 'points', detail);
  }
  begin(book, 'adjust', head);
  const kind = into === 'issued' ? 'clawback' : 'adjust';
  const lots = spendable(book).sort((a, b) => Number(b.lotNo === lotNo) - Number(a.lotNo === lotNo));
  const left = takeFrom(book, lots, points, kind, into);
  if (left > 0) {
    book.floor = Math.min(book.floor, book.active - left);
    move(book, kind, 'active', into, left, 0);
  }
  closeEntry(book);
  return null;
}

function begin(book: Book, kind: 'adjust' | 'grant', { reason, author, nowMs }: DecisionHead): void {
  beginEntry(book, { kind, saleId: null, storeId: null, ruleSetVersion: null, eventAtMs: nowMs, createdAtMs: nowMs, reason, author });
}
