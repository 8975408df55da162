import type { CheckoutDeps } from '../../checkout/deps.js';
import type { BlockCommand, BlockResult, Replayable } from '../../checkout/member-commands.js';
import { unblock as open } from '../../checkout/unblock.js';
import { checkBlock } from './block.js';
import type { UnblockRequest__Output } from './generated/tallystick/v1/UnblockRequest.js';
import type { UnblockResponse } from './generated/tallystick/v1/UnblockResponse.js';
import type { Operation } from './operation.js';

export const unblock: Operation<CheckoutDeps, UnblockRequest__Output, BlockCommand, Replayable<BlockResult>, UnblockResponse> = {
  name: 'Unblock',
  check: (request, envelope) => checkBlock(request, envelope, 'unblock'),
  run: open,
  answer: (result) => ({ ...result }),
};
