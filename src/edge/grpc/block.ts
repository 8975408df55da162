import { block as close } from '../../checkout/block.js';
import type { CheckoutDeps } from '../../checkout/deps.js';
import type { BlockCommand, BlockResult, Replayable } from '../../checkout/member-commands.js';
import { checkDecision, checkMember } from './check-operation.js';
import type { BlockRequest__Output } from './generated/tallystick/v1/BlockRequest.js';
import type { BlockResponse } from './generated/tallystick/v1/BlockResponse.js';
import type { Envelope, Operation } from './operation.js';

export const block: Operation<CheckoutDeps, BlockRequest__Output, BlockCommand, Replayable<BlockResult>, BlockResponse> = {
  name: 'Block',
  check: (request, envelope) => checkBlock(request, envelope, 'block'),
  run: close,
  answer: (result) => ({ ...result }),
};

export function checkBlock(request: BlockRequest__Output, envelope: Envelope, operation: 'block' | 'unblock'): BlockCommand {
  const body = { target: checkMember(request.target, 'target') };
  return { ...checkDecision(request.decision, envelope, operation, body), ...body };
}
