import { bookAddition } from '../core/journal/book-adjust.js';
import { isRejection, reject, type Rejection } from '../core/rejection.js';
import { publicId } from '../ledger/ids.js';
import { additionTerms } from './addition-terms.js';
import type { CheckoutDeps } from './deps.js';
import { findMember } from './find-member.js';
import type { AdjustResult, GrantCommand, Replayable } from './member-commands.js';
import { balanceOf } from './member-state.js';
import { turnOfMember } from './member-turn.js';
import { operateMember } from './operate-member.js';

/**
 * Gives a member bonus points: issued like earned ones, so that they count as such in the liability.
 * Rejects `malformed`, `unknown_card` and `key_reused`.
 */
export async function grant(deps: CheckoutDeps, command: GrantCommand): Promise<Replayable<AdjustResult> | Rejection> {
  const { member, points, reason, author } = command;
  return operateMember(deps, 'grant', command, turnOfMember(deps, member), async (nowMs) => {
    if (points === 0) return reject('malformed', 'points must be 1 or more', 'points');
    const terms = additionTerms(deps, command.expiresAtMs, nowMs);
    if (isRejection(terms)) return terms;
    const found = await findMember(deps, member, nowMs, 'member');
    if (isRejection(found)) return found;
    const { book, memberId } = found;
    bookAddition(book, 'grant', points, terms, { reason, author, nowMs });
    const answer = { memberId: publicId('mbr', memberId), points, balance: balanceOf(book) };
    return { memberId, answer, request: { points }, book };
  });
}
