import { SHAPE } from '../../config.js';
import type { CheckoutDeps } from '../../checkout/deps.js';
import type { Replayable, ReverseCommand, ReverseResult } from '../../checkout/member-commands.js';
import { reverse as undo } from '../../checkout/reverse.js';
import { checkDecision } from './check-operation.js';
import { words } from './fields.js';
import type { ReverseRequest__Output } from './generated/tallystick/v1/ReverseRequest.js';
import type { ReverseResponse } from './generated/tallystick/v1/ReverseResponse.js';
import type { Operation } from './operation.js';

export const reverse: Operation<CheckoutDeps, ReverseRequest__Output, ReverseCommand, Replayable<ReverseResult>, ReverseResponse> = {
  name: 'Reverse',
  check(request, envelope) {
    const operationId = words(request.operationId, SHAPE.textMax, '', -1, 'operation_id');
    const body = { operationId, mayGoBelowZero: request.mayGoBelowZero };
    return { ...checkDecision(request.decision, envelope, 'reverse', body), ...body };
  },
  run: undo,
  answer: (result) => ({ ...result }),
};
