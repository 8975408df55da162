import { invariant } from '../invariant.js';
import type { EntryKind } from '../journal/chart.js';
import type { EpochMs } from '../money.js';
import { changeUsage } from '../rules/change-usage.js';
import type { Hold } from './account.js';
import { beginEntry, closeEntry, type Book, type OpenLot } from './book.js';
import { activateLot, expireLot, restore } from './lots.js';

/** True where something has to happen to the account by time alone before it can be used; its lots and holds are then needed. */
export function isDue(account: { readonly dueAtMs: EpochMs | null }, nowMs: EpochMs): boolean {
  return account.dueAtMs !== null && account.dueAtMs <= nowMs;
}

/**
 * Does to the account what time alone does, in the order of time: lots activate, holds that ran out are released, lots expire; one entry for
 * each kind and due instant. So balance and lots are right at every instant, whether a job has run in between or not.
 *
 * Keeps: active + pending + held fall only by what expired.
 */
export function settle(book: Book, nowMs: EpochMs): void {
  if (!isDue(book, nowMs)) return;
  invariant(book.lotsRead, 'an account that is due must be read with its lots');
  for (let atMs = nextDue(book); atMs !== null && atMs <= nowMs; atMs = nextDue(book)) settleAt(book, atMs, nowMs);
  recomputeDue(book);
}

/** What is due at one instant: points become spendable before they can expire, and what was held comes back before its lot is closed. */
function settleAt(book: Book, atMs: EpochMs, nowMs: EpochMs): void {
  const activating = openLots(book).filter((lot) => lot.pending && lot.activatesAtMs === atMs);
  if (activating.length > 0) write(book, 'activate', atMs, nowMs, null, () => activating.forEach((lot) => activateLot(book, lot)));
  for (const hold of book.holds.filter((each) => each.expiresAtMs === atMs).sort(byId)) release(book, hold, nowMs);
  const expiring = openLots(book).filter((lot) => lot.expiresAtMs === atMs);
  if (expiring.length > 0) write(book, 'expire', atMs, nowMs, null, () => expiring.forEach((lot) => expireLot(book, lot)));
}

function openLots(book: Book): OpenLot[] {
  return [...book.lots.values()].filter((lot) => lot.remaining > 0).sort((a, b) => a.lotNo - b.lotNo);
}

function byId(a: Hold, b: Hold): number {
  return a.holdId < b.holdId ? -1 : 1;
}

function release(book: Book, hold: Hold, nowMs: EpochMs): void {
  write(book, 'release', hold.expiresAtMs, nowMs, hold, () => {
    for (const take of hold.reserved.takes) restore(book, take.lotNo, take.points, 'release');
  });
  book.counters = { ...book.counters, usage: changeUsage(book.counters.usage, hold.reserved.usage, -1) };
  book.closedHolds.push({ holdId: hold.holdId, status: 'expired' });
  book.releasedHolds.push(hold);
  book.holds = book.holds.filter((each) => each !== hold);
}

function write(book: Book, kind: EntryKind, eventAtMs: EpochMs, createdAtMs: EpochMs, hold: Hold | null, moves: () => void): void {
  const saleId = hold === null ? null : hold.holdId;
  const storeId = hold === null ? null : hold.reserved.storeId;
  beginEntry(book, { kind, saleId, storeId, ruleSetVersion: null, eventAtMs, createdAtMs });
  moves();
  closeEntry(book);
}

/** The exact next due instant, from lots and holds; only where they were read. */
export function recomputeDue(book: Book): void {
  if (book.lotsRead) book.dueAtMs = nextDue(book);
}

function nextDue(book: Book): EpochMs | null {
  let due = Infinity;
  for (const lot of book.lots.values()) {
    if (lot.remaining === 0) continue;
    if (lot.pending) due = Math.min(due, lot.activatesAtMs);
    due = Math.min(due, lot.expiresAtMs ?? Infinity);
  }
  for (const hold of book.holds) due = Math.min(due, hold.expiresAtMs);
  return due === Infinity ? null : due;
}
