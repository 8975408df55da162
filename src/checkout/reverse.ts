import { bookAddition, bookTaking } from '../core/journal/book-adjust.js';
import { bookTransfer } from '../core/journal/book-transfer.js';
import { LOTS_PER_ENTRY } from '../core/points/account.js';
import { isRejection, reject, type Rejection } from '../core/rejection.js';
import { publicId, uuidOf } from '../ledger/ids.js';
import type { StoredMemberOperation } from '../ledger/read-operations.js';
import { additionTerms } from './addition-terms.js';
import type { CheckoutDeps } from './deps.js';
import { findMember, type FoundMember } from './find-member.js';
import type { AdjustCommand, AdjustResult, Replayable, ReverseCommand, ReverseResult } from './member-commands.js';
import { balanceOf } from './member-state.js';
import { operateMember, type MemberWorked } from './operate-member.js';

type Answer = Omit<ReverseResult, 'operationId'>;

/**
 * Undoes an adjust, a grant or a transfer with an entry that refers to it; once. What the old entry says stays.
 * Rejects `unknown_operation`, `already_reversed`, `malformed` (nothing to undo, or a reversal), `not_enough_points` and `key_reused`.
 */
export async function reverse(deps: CheckoutDeps, command: ReverseCommand): Promise<Replayable<ReverseResult> | Rejection> {
  const uuid = uuidOf('opr', command.operationId);
  const stored = uuid === null ? null : await deps.ledger.memberOperationById(uuid);
  if (stored === null) return reject('unknown_operation', 'There is no operation with this id', 'operation_id');
  const kind = stored.kind === 'transfer' ? 'transfer' : 'adjust';
  return operateMember<Answer>(deps, kind, command, stored.memberId, async (nowMs) => {
    if (!['adjust', 'grant', 'transfer'].includes(stored.kind) || stored.reverses !== null)
      return reject('malformed', 'Only an adjust, a grant or a transfer can be undone, and only once', 'operation_id');
    if (await deps.ledger.isUndone(stored.operationId))
      return reject('already_reversed', 'The operation was undone already', 'operation_id');
    const owner = await findMember(deps, { memberId: publicId('mbr', stored.memberId) }, nowMs, 'operation_id');
    if (isRejection(owner)) return owner;
    return stored.kind === 'transfer' ? sendBack(deps, command, stored, owner, nowMs) : undo(deps, command, stored, owner, nowMs);
  });
}

function undo(
  deps: CheckoutDeps,
  command: ReverseCommand,
  stored: StoredMemberOperation,
  { book, memberId }: FoundMember,
  nowMs: number,
): MemberWorked<Answer> | Rejection {
  const { points } = stored.answer as AdjustResult;
  const { reason, author, mayGoBelowZero } = command;
  const head = { reason, author, nowMs };
  if (stored.kind === 'adjust' && (stored.request as Pick<AdjustCommand, 'direction'>).direction === 'take') {
    const terms = additionTerms(deps, undefined, nowMs);
    if (isRejection(terms)) return terms;
    bookAddition(book, 'adjust', points, terms, head);
  } else {
    const own = memberId === stored.memberId ? (stored.accountVersion ?? 0) * LOTS_PER_ENTRY : 0;
    const taking = {
      points,
      into: stored.kind === 'grant' ? ('issued' as const) : ('adjusted' as const),
      lotNo: own,
      below: mayGoBelowZero,
    };
    const refused = bookTaking(book, taking, head);
    if (refused !== null) return refused;
  }
  const answer = { ...answerOf(stored, memberId), points, balance: balanceOf(book) };
  return { memberId, answer, request: { operationId: command.operationId }, book, reverses: stored.operationId };
}

async function sendBack(
  deps: CheckoutDeps,
  { operationId, reason, author }: ReverseCommand,
  stored: StoredMemberOperation,
  owner: FoundMember,
  nowMs: number,
): Promise<MemberWorked<Answer> | Rejection> {
  const { points } = stored.answer as AdjustResult;
  const holder = await findMember(deps, { memberId: publicId('mbr', stored.otherMemberId!) }, nowMs, 'operation_id');
  if (isRejection(holder)) return holder;
  if (holder.memberId === owner.memberId)
    return reject('malformed', 'Both members were merged into one: nothing is left to undo', 'operation_id');
  const refused = bookTransfer(holder.book, owner.book, points, { reason, author, nowMs });
  if (refused !== null) return refused;
  return {
    memberId: owner.memberId,
    answer: { ...answerOf(stored, owner.memberId), points, balance: balanceOf(owner.book) },
    request: { operationId },
    book: owner.book,
    other: { memberId: holder.memberId, book: holder.book },
    reverses: stored.operationId,
  };
}

function answerOf(stored: StoredMemberOperation, memberId: string): Pick<Answer, 'memberId' | 'reversedOperationId'> {
  return { memberId: publicId('mbr', memberId), reversedOperationId: publicId('opr', stored.operationId) };
}
