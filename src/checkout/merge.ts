import { mergeCounters, sweep } from '../core/journal/book-merge.js';
import { isRejection, reject, type Rejection } from '../core/rejection.js';
import { publicId, uuidOf } from '../ledger/ids.js';
import type { CheckoutDeps } from './deps.js';
import { findExactMember, findMember } from './find-member.js';
import type { MergeCommand, MergeResult, Replayable } from './member-commands.js';
import { balanceOf } from './member-state.js';
import { operateMember } from './operate-member.js';

/**
 * Ends one member in favour of another. Its cards and coupons, its points lot by lot, what it owes and its counters go to the survivor;
 * its entries and sales stay where they are, and returns of those sales are settled with the survivor. All in one database transaction.
 *
 * Rejects `malformed` (one member with itself), `unknown_card`, `member_merged`, `open_holds` (a till is at work on the member: repeat the
 * call when it is done or the hold has run out) and `key_reused`.
 */
export async function merge(deps: CheckoutDeps, command: MergeCommand): Promise<Replayable<MergeResult> | Rejection> {
  const { fromMemberId, into, reason, author } = command;
  return operateMember(deps, 'merge', command, uuidOf('mbr', fromMemberId) ?? fromMemberId, async (nowMs) => {
    const [ended, survivor] = await Promise.all([
      findExactMember(deps, fromMemberId, nowMs, 'from_member_id'),
      findMember(deps, into, nowMs, 'into'),
    ]);
    if (isRejection(ended)) return ended;
    if (isRejection(survivor)) return survivor;
    if (ended.snapshot.mergedInto !== null) return reject('member_merged', 'The member was merged already', 'from_member_id');
    if (ended.memberId === survivor.memberId) return reject('malformed', 'Both names are of the same member', 'into');
    if (survivor.snapshot.erased) return reject('unknown_card', 'The member was erased: nobody can be merged into it', 'into');
    if (ended.book.holds.length > 0) return reject('open_holds', 'The member has open holds: capture or void them first', 'from_member_id');
    const { points, owed } = sweep(ended.book, survivor.book, { reason, author, nowMs });
    survivor.book.counters = mergeCounters(survivor.book.counters, ended.book.counters);
    return {
      memberId: ended.memberId,
      answer: {
        memberId: publicId('mbr', ended.memberId),
        intoMemberId: publicId('mbr', survivor.memberId),
        points,
        owedPoints: owed,
        balance: balanceOf(survivor.book),
      },
      request: {},
      book: ended.book,
      other: { memberId: survivor.memberId, book: survivor.book },
      changes: [{ change: 'merge', memberId: ended.memberId, cardNumber: null, intoMemberId: survivor.memberId, atMs: nowMs }],
    };
  });
}
