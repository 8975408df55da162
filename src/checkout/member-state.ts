import type { MemberState } from '../core/member.js';
import { greatest, type EpochMs, type Points } from '../core/money.js';
import type { Book } from '../core/points/book.js';
import { publicId } from '../ledger/ids.js';
import type { MemberSnapshot } from '../ledger/read-members.js';
import type { Balance } from './commands.js';

/**
 * The member as the core prices for it: the snapshot, with what time alone has done to the balances. A tier given by hand for a time
 * holds as long as that lasts; without one, what bookings came to.
 */
export function memberState(snapshot: MemberSnapshot, book: Book, atMs: EpochMs): MemberState {
  const { tierUntilMs } = snapshot;
  const byHand = tierUntilMs !== null && atMs < tierUntilMs;
  const earned = byHand ? { id: snapshot.tier, keptUntilMs: tierUntilMs } : book.counters.tier;
  return {
    memberId: book.memberId,
    version: snapshot.account.version,
    tier: earned?.id ?? snapshot.tier,
    tierKeptUntilMs: earned?.keptUntilMs ?? null,
    segments: snapshot.segments,
    birthDate: snapshot.birthDate,
    enrolledAtMs: snapshot.enrolledAtMs,
    attributes: snapshot.attributes,
    activePoints: greatest(0, book.active) as Points,
    pendingPoints: book.pending as Points,
    counters: book.counters,
  };
}

export function balanceOf(book: Book): Balance {
  return {
    memberId: publicId('mbr', book.memberId),
    activePoints: book.active,
    pendingPoints: book.pending as Points,
    heldPoints: book.held as Points,
    version: book.version,
  };
}
