import { isRejection, reject, type Rejection } from '../core/rejection.js';
import { publicId } from '../ledger/ids.js';
import type { CheckoutDeps } from './deps.js';
import { findMember } from './find-member.js';
import type { BlockCommand, BlockResult, Replayable } from './member-commands.js';
import { turnOfMember } from './member-turn.js';
import { operateMember } from './operate-member.js';

/**
 * Blocks one card, or a member with every card: receipts that carry it are refused from then on, returns of earlier sales are not.
 * Blocking what is blocked already changes nothing. Rejects `unknown_card` and `key_reused`.
 */
export async function block(deps: CheckoutDeps, command: BlockCommand): Promise<Replayable<BlockResult> | Rejection> {
  return setBlocked(deps, command, 'block');
}

/** The common way of block and unblock. */
export async function setBlocked(
  deps: CheckoutDeps,
  command: BlockCommand,
  change: 'block' | 'unblock',
): Promise<Replayable<BlockResult> | Rejection> {
  const { target } = command;
  return operateMember(deps, change, command, turnOfMember(deps, target), async (nowMs) => {
    const found = await findMember(deps, target, nowMs, 'target');
    if (isRejection(found)) return found;
    const { memberId } = found;
    const cardNumber = 'cardNumber' in target ? target.cardNumber : null;
    if (change === 'unblock' && cardNumber !== null && (await deps.ledger.isReplaced(cardNumber)))
      return reject('card_replaced', 'The card was lost and replaced: it stays blocked', 'target');
    return {
      memberId,
      answer: { memberId: publicId('mbr', memberId), blocked: change === 'block' },
      request: { target: cardNumber === null ? 'member' : 'card' },
      book: null,
      changes: [{ change, memberId, cardNumber, intoMemberId: null, atMs: nowMs }],
    };
  });
}
