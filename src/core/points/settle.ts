import { invariant } from '../invariant.js';
import type { EntryKind } from '../journal/chart.js';
import type { EpochMs } from '../money.js';
import type { Hold } from './account.js';
import { beginEntry, closeEntry, noteDue, type Book, type OpenLot } from './book.js';
import { changeUsage } from './reserve.js';
import { activateLot, expireLot, restore } from './lots.js';

/** True where something has to happen to the account by time alone before it can be used; its lots and holds are then needed. */
export function isDue(account: { readonly dueAtMs: EpochMs | null }, nowMs: EpochMs): boolean {
  return account.dueAtMs !== null && account.dueAtMs <= nowMs;
}

/**
 * Does to the account what time alone does: lots activate, holds that ran out are released, lots expire; one entry for each kind
 * and due instant. So a balance is right at every instant, whether or not a job has run.
 *
 * Keeps: active + pending + held fall only by what expired.
 */
export function settle(book: Book, nowMs: EpochMs): void {
  if (!isDue(book, nowMs)) return;
  invariant(book.lotsRead, 'an account that is due must be read with its lots');
  const lots = [...book.lots.values()];
  const activating = lots.filter((lot) => lot.pending && lot.remaining > 0 && lot.activatesAtMs <= nowMs);
  byInstant(activating, (lot) => lot.activatesAtMs).forEach(([atMs, group]) => {
    write(book, 'activate', atMs, nowMs, null, () => group.forEach((lot) => activateLot(book, lot)));
  });
  releaseDueHolds(book, nowMs);
  const expiring = lots.filter((lot) => lot.remaining > 0 && lot.expiresAtMs !== null && lot.expiresAtMs <= nowMs);
  byInstant(expiring, (lot) => lot.expiresAtMs!).forEach(([atMs, group]) => {
    write(book, 'expire', atMs, nowMs, null, () => group.forEach((lot) => expireLot(book, lot)));
  });
  recomputeDue(book);
}

function releaseDueHolds(book: Book, nowMs: EpochMs): void {
  const due = book.holds.filter((hold) => hold.expiresAtMs <= nowMs);
  for (const hold of due.sort((a, b) => a.expiresAtMs - b.expiresAtMs || (a.holdId < b.holdId ? -1 : 1))) {
    write(book, 'release', hold.expiresAtMs, nowMs, hold, () => {
      for (const take of hold.reserved.takes) restore(book, take.lotNo, take.points, 'release');
    });
    book.counters = changeUsage(book.counters, hold.reserved.usage, -1);
    book.closedHolds.push({ holdId: hold.holdId, status: 'expired' });
    book.releasedHolds.push(hold);
  }
  book.holds = book.holds.filter((hold) => hold.expiresAtMs > nowMs);
}

function write(book: Book, kind: EntryKind, eventAtMs: EpochMs, createdAtMs: EpochMs, hold: Hold | null, moves: () => void): void {
  const saleId = hold === null ? null : hold.holdId;
  const storeId = hold === null ? null : hold.reserved.storeId;
  beginEntry(book, { kind, saleId, storeId, ruleSetVersion: null, eventAtMs, createdAtMs });
  moves();
  closeEntry(book);
}

function byInstant(lots: OpenLot[], instant: (lot: OpenLot) => EpochMs): [EpochMs, OpenLot[]][] {
  const groups = new Map<EpochMs, OpenLot[]>();
  for (const lot of lots.sort((a, b) => a.lotNo - b.lotNo)) {
    const group = groups.get(instant(lot));
    if (group === undefined) groups.set(instant(lot), [lot]);
    else group.push(lot);
  }
  return [...groups].sort(([a], [b]) => a - b);
}

/** The exact next due instant, from lots and holds; only where they were read. */
export function recomputeDue(book: Book): void {
  if (!book.lotsRead) return;
  book.dueAtMs = null;
  for (const lot of book.lots.values()) {
    if (lot.remaining === 0) continue;
    if (lot.pending) noteDue(book, lot.activatesAtMs);
    noteDue(book, lot.expiresAtMs);
  }
  for (const hold of book.holds) noteDue(book, hold.expiresAtMs);
}
