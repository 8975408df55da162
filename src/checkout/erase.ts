import { isRejection, reject, type Rejection } from '../core/rejection.js';
import { publicId } from '../ledger/ids.js';
import type { CheckoutDeps } from './deps.js';
import { findMember } from './find-member.js';
import type { EraseCommand, EraseResult, Replayable } from './member-commands.js';
import { turnOfMember } from './member-turn.js';
import { operateMember } from './operate-member.js';

/**
 * Erases what is known of a person: birth date, attributes and segments go, each card gets a number that nobody can have, so no receipt
 * finds the member again. Account, lots, entries and sales stay as they are under an id that leads to nobody: the ledger is whole.
 *
 * The points left are not taken: finance decides about them with `adjust`. Rejects `unknown_card`, `open_holds` and `key_reused`.
 */
export async function erase(deps: CheckoutDeps, command: EraseCommand): Promise<Replayable<EraseResult> | Rejection> {
  const { member } = command;
  return operateMember(deps, 'erase', command, turnOfMember(deps, member), async (nowMs) => {
    const found = await findMember(deps, member, nowMs, 'member');
    if (isRejection(found)) return found;
    const { memberId, book } = found;
    if (book.holds.length > 0) return reject('open_holds', 'The member has open holds: capture or void them first', 'member');
    const cards = await deps.ledger.countCards(memberId);
    return {
      memberId,
      answer: { memberId: publicId('mbr', memberId), cards },
      request: {},
      book: null,
      changes: [{ change: 'erase', memberId, cardNumber: null, intoMemberId: null, atMs: nowMs }],
    };
  });
}
