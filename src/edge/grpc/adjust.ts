import type { AdjustCommand, AdjustResult, Replayable } from '../../checkout/member-commands.js';
import { adjust as correct } from '../../checkout/adjust.js';
import type { CheckoutDeps } from '../../checkout/deps.js';
import { checkDecision, checkExpiry, checkMember, checkPoints } from './check-operation.js';
import { refuse } from './fields.js';
import type { AdjustRequest__Output } from './generated/tallystick/v1/AdjustRequest.js';
import type { AdjustResponse } from './generated/tallystick/v1/AdjustResponse.js';
import type { Operation } from './operation.js';

export const adjust: Operation<CheckoutDeps, AdjustRequest__Output, AdjustCommand, Replayable<AdjustResult>, AdjustResponse> = {
  name: 'Adjust',
  check(request, envelope) {
    const body = {
      member: checkMember(request.member, 'member'),
      direction: checkDirection(request.direction),
      points: checkPoints(request.points),
      ...checkExpiry(request.expiresAtMs),
      mayGoBelowZero: request.mayGoBelowZero,
    };
    return { ...checkDecision(request.decision, envelope, 'adjust', body), ...body };
  },
  run: correct,
  answer: (result) => ({ ...result }),
};

function checkDirection(direction: AdjustRequest__Output['direction']): AdjustCommand['direction'] {
  if (direction === 'DIRECTION_ADD') return 'add';
  if (direction === 'DIRECTION_TAKE') return 'take';
  return refuse('', -1, 'direction', 'is missing: set DIRECTION_ADD or DIRECTION_TAKE');
}
