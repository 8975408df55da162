import { bookAddition, bookTaking } from '../core/journal/book-adjust.js';
import { isRejection, reject, type Rejection } from '../core/rejection.js';
import { publicId } from '../ledger/ids.js';
import type { CheckoutDeps } from './deps.js';
import { findMember } from './find-member.js';
import { additionTerms } from './addition-terms.js';
import type { AdjustCommand, AdjustResult, Replayable } from './member-commands.js';
import { turnOfMember } from './member-turn.js';
import { operateMember } from './operate-member.js';
import { balanceOf } from './member-state.js';

/**
 * Corrects a balance by hand: adds points, or takes active ones; with reason and author, and posted against the account `adjusted`, so that
 * a report shows it apart from what was earned.
 *
 * Rejects `malformed` (no points, an expiry that is past), `unknown_card`, `not_enough_points` and `key_reused`.
 */
export async function adjust(deps: CheckoutDeps, command: AdjustCommand): Promise<Replayable<AdjustResult> | Rejection> {
  const { member, direction, points, mayGoBelowZero, reason, author } = command;
  return operateMember(deps, 'adjust', command, turnOfMember(deps, member), async (nowMs) => {
    if (points === 0) return reject('malformed', 'points must be 1 or more', 'points');
    const terms = additionTerms(deps, command.expiresAtMs, nowMs);
    if (isRejection(terms)) return terms;
    const found = await findMember(deps, member, nowMs, 'member');
    if (isRejection(found)) return found;
    const { book, memberId } = found;
    const head = { reason, author, nowMs };
    if (direction === 'add') bookAddition(book, 'adjust', points, terms, head);
    else {
      const refused = bookTaking(book, { points, into: 'adjusted', lotNo: 0, below: mayGoBelowZero }, head);
      if (refused !== null) return refused;
    }
    const answer = { memberId: publicId('mbr', memberId), points, balance: balanceOf(book) };
    return { memberId, answer, request: { direction, points, mayGoBelowZero }, book };
  });
}
