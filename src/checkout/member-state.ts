import type { MemberState } from '../core/member.js';
import { greatest, type Points } from '../core/money.js';
import type { Book } from '../core/points/book.js';
import { publicId } from '../ledger/ids.js';
import type { MemberSnapshot } from '../ledger/read-members.js';
import type { Balance } from './commands.js';

/** The member as the core prices for it: the snapshot, with what time alone has done to the balances. */
export function memberState(snapshot: MemberSnapshot, book: Book): MemberState {
  const earned = book.counters.tier;
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
