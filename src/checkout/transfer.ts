import { bookTransfer } from '../core/journal/book-transfer.js';
import { isRejection, reject, type Rejection } from '../core/rejection.js';
import { publicId } from '../ledger/ids.js';
import type { CheckoutDeps } from './deps.js';
import { findMember, refuseBlocked } from './find-member.js';
import type { Replayable, TransferCommand, TransferResult } from './member-commands.js';
import { balanceOf } from './member-state.js';
import { turnOfMember } from './member-turn.js';
import { operateMember } from './operate-member.js';

/**
 * Moves active points from one member to another. Two entries over the account `in_transit`, each in its member's bucket, posted in one
 * database transaction: whatever dies in between, both are there or none, and the points in transit are zero.
 *
 * Rejects `malformed` (no points, the same member), `unknown_card`, `card_blocked`, `not_enough_points` and `key_reused`.
 */
export async function transfer(deps: CheckoutDeps, command: TransferCommand): Promise<Replayable<TransferResult> | Rejection> {
  const { from, to, points, reason, author } = command;
  return operateMember(deps, 'transfer', command, turnOfMember(deps, from), async (nowMs) => {
    if (points === 0) return reject('malformed', 'points must be 1 or more', 'points');
    const [sender, receiver] = await Promise.all([findMember(deps, from, nowMs, 'from'), findMember(deps, to, nowMs, 'to')]);
    if (isRejection(sender)) return sender;
    if (isRejection(receiver)) return receiver;
    if (sender.memberId === receiver.memberId) return reject('malformed', 'Both names are of the same member', 'to');
    const blocked = refuseBlocked(sender, 'from') ?? refuseBlocked(receiver, 'to');
    if (blocked !== null) return blocked;
    const refused = bookTransfer(sender.book, receiver.book, points, { reason, author, nowMs });
    if (refused !== null) return refused;
    const members = { memberId: publicId('mbr', sender.memberId), toMemberId: publicId('mbr', receiver.memberId) };
    return {
      memberId: sender.memberId,
      answer: { ...members, points, balance: balanceOf(sender.book), toBalance: balanceOf(receiver.book) },
      request: { points },
      book: sender.book,
      other: { memberId: receiver.memberId, book: receiver.book },
    };
  });
}
