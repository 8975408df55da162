import type { DayTotals, MemberCounters, Usage } from '../member.js';
import { plus, type Points } from '../money.js';
import type { Book } from '../points/book.js';
import { spendable } from '../points/spend.js';
import { pendingLots } from '../points/take-from.js';
import type { DecisionHead } from './book-adjust.js';
import { pointsOf, receive, send } from './book-transfer.js';

/** Lots in one entry; far below what an entry can number. */
const LOTS_AT_ONCE = 4000;

/**
 * Empties one account into another: every lot, pending or active, with its activation, expiry, rule and sale; what is owed is owed by the
 * survivor. Entries in pairs, at least one, so that both histories name the merge. Returns the points that moved and what was owed.
 *
 * The account must have no open holds.
 */
export function sweep(from: Book, into: Book, head: DecisionHead): { readonly points: Points; readonly owed: Points } {
  const owed = Math.max(0, -from.active);
  const lots = [...spendable(from), ...pendingLots(from)];
  let moved = 0;
  for (let at = 0; at === 0 || at < lots.length; at += LOTS_AT_ONCE) {
    const parcels = send(from, 'merge', lots.slice(at, at + LOTS_AT_ONCE), Infinity, head, at === 0 ? owed : 0);
    receive(into, 'merge', parcels, at === 0 ? owed : 0, head);
    moved += pointsOf(parcels);
  }
  return { points: moved as Points, owed: owed as Points };
}

/** The counters of two members as if they had always been one; the tier is the survivor's until its next booking. */
export function mergeCounters(into: MemberCounters, from: MemberCounters): MemberCounters {
  return {
    ...into,
    purchases: into.purchases + from.purchases,
    firstPurchaseAtMs: first(into.firstPurchaseAtMs, from.firstPurchaseAtMs, Math.min),
    lastPurchaseAtMs: first(into.lastPurchaseAtMs, from.lastPurchaseAtMs, Math.max),
    usage: addAll<Usage>(into.usage, from.usage, (a, b) => ({
      times: a.times + b.times,
      minor: plus(a.minor, b.minor),
      points: plus(a.points, b.points),
    })),
    days: addAll<DayTotals>(into.days, from.days, (a, b) => ({
      purchases: a.purchases + b.purchases,
      spentMinor: plus(a.spentMinor, b.spentMinor),
      earnedPoints: plus(a.earnedPoints, b.earnedPoints),
    })),
  };
}

function first(a: number | null, b: number | null, pick: (a: number, b: number) => number): number | null {
  if (a === null || b === null) return a ?? b;
  return pick(a, b);
}

function addAll<T>(into: Readonly<Record<string, T>>, from: Readonly<Record<string, T>>, add: (a: T, b: T) => T): Record<string, T> {
  const sums: Record<string, T> = { ...into };
  for (const [key, value] of Object.entries(from)) sums[key] = sums[key] === undefined ? value : add(sums[key], value);
  return sums;
}
