import type { Rejection } from '../core/rejection.js';
import { setBlocked } from './block.js';
import type { CheckoutDeps } from './deps.js';
import type { BlockCommand, BlockResult, Replayable } from './member-commands.js';

/**
 * Takes back the block of one card, or of a member; a blocked card of an unblocked member stays blocked, and the other way round. Rejects
 * `unknown_card`, `key_reused`, and `card_replaced` for a card that was lost.
 */
export async function unblock(deps: CheckoutDeps, command: BlockCommand): Promise<Replayable<BlockResult> | Rejection> {
  return setBlocked(deps, command, 'unblock');
}
