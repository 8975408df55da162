/**
 * The book of one member while an effect is worked out: a copy of the account that journal entries are written into.
 * Nothing here touches a database; the ledger posts what the book holds at the end.
 */
import { invariant } from '../invariant.js';
import type { AccountName, Entry, EntryHead, Move, MoveKind } from '../journal/chart.js';
import type { MemberCounters } from '../member.js';
import type { EpochMs } from '../money.js';
import { LOTS_PER_ENTRY, type Account, type Hold, type Lot } from './account.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
export type OpenLot = Mutable<Lot>;

export interface Book {
  readonly memberId: string;
  readonly bucket: number;
  /** The version the effect is posted against. */
  readonly baseVersion: number;
  version: number;
  pending: number;
  active: number;
  held: number;
  floor: number;
  dueAtMs: EpochMs | null;
  counters: MemberCounters;
  readonly lots: Map<number, OpenLot>;
  readonly lotsRead: boolean;
  holds: Hold[];
  readonly opened: OpenLot[];
  readonly changed: Set<number>;
  readonly closedHolds: { holdId: string; status: 'captured' | 'voided' | 'expired' }[];
  readonly releasedHolds: Hold[];
  readonly entries: Entry[];
  head: EntryHead | null;
  moves: Move[];
}

export function openBook(account: Account): Book {
  return {
    memberId: account.memberId,
    bucket: account.bucket,
    baseVersion: account.version,
    version: account.version,
    pending: account.pending,
    active: account.active,
    held: account.held,
    floor: account.floor,
    dueAtMs: account.dueAtMs,
    counters: account.counters,
    lots: new Map(account.lots.map((lot) => [lot.lotNo, { ...lot }])),
    lotsRead: account.lotsRead,
    holds: [...account.holds],
    opened: [],
    changed: new Set(),
    closedHolds: [],
    releasedHolds: [],
    entries: [],
    head: null,
    moves: [],
  };
}

export function beginEntry(book: Book, head: EntryHead): void {
  invariant(book.head === null, 'an entry is already open');
  book.head = head;
  book.moves = [];
}

/** Writes a move into the open entry and changes the balances it touches. Zero points write nothing. */
export function move(book: Book, kind: MoveKind, debit: AccountName, credit: AccountName, points: number, lotNo: number): void {
  if (points === 0) return;
  invariant(book.head !== null, 'a move needs an open entry');
  invariant(Number.isSafeInteger(points) && points > 0, 'a move must be above zero, got', points);
  change(book, debit, -points);
  change(book, credit, points);
  book.moves.push({ kind, debit, credit, points, lotNo });
}

function change(book: Book, account: AccountName, delta: number): void {
  if (account === 'pending') book.pending += delta;
  else if (account === 'active') book.active += delta;
  else if (account === 'held') book.held += delta;
}

/** Closes the entry: one version further, balances kept, floors asserted. */
export function closeEntry(book: Book): Entry {
  invariant(book.head !== null, 'no entry is open');
  if (book.floor < 0) book.floor = Math.max(book.floor, Math.min(0, book.active));
  invariant(book.pending >= 0 && book.held >= 0, 'balance below zero: pending and held', book.pending, book.held);
  invariant(book.active >= book.floor, 'active is below its floor', book.active, book.floor);
  book.version += 1;
  const entry: Entry = {
    version: book.version,
    moves: book.moves,
    pendingAfter: book.pending,
    activeAfter: book.active,
    heldAfter: book.held,
    ...book.head,
  };
  book.entries.push(entry);
  book.head = null;
  return entry;
}

/** The number the next lot of the open entry gets. */
export function nextLotNo(book: Book): number {
  const version = book.version + 1;
  let place = 0;
  for (const { lotNo } of book.opened) if (lotNo >= version * LOTS_PER_ENTRY) place++;
  invariant(place < LOTS_PER_ENTRY, 'too many lots in one entry');
  return version * LOTS_PER_ENTRY + place;
}

export function lotOf(book: Book, lotNo: number): OpenLot {
  const lot = book.lots.get(lotNo);
  invariant(lot !== undefined, 'a lot of a member was not read', lotNo, book.memberId);
  return lot;
}

/** Adds (or, below zero, takes) points of a lot. */
export function changeLot(book: Book, lot: OpenLot, delta: number): void {
  lot.remaining += delta;
  invariant(
    lot.remaining >= 0 && lot.remaining <= lot.points,
    'a lot would hold less than nothing or more than it had',
    lot.lotNo,
    lot.remaining,
  );
  book.changed.add(lot.lotNo);
}

/** Moves the due instant forward to a new one, where that is earlier. */
export function noteDue(book: Book, atMs: EpochMs | null): void {
  if (atMs !== null && (book.dueAtMs === null || atMs < book.dueAtMs)) book.dueAtMs = atMs;
}
