import type { CheckoutDeps } from '../../checkout/deps.js';
import { grant as give } from '../../checkout/grant.js';
import type { AdjustResult, GrantCommand, Replayable } from '../../checkout/member-commands.js';
import { checkDecision, checkExpiry, checkMember, checkPoints } from './check-operation.js';
import type { GrantRequest__Output } from './generated/tallystick/v1/GrantRequest.js';
import type { GrantResponse } from './generated/tallystick/v1/GrantResponse.js';
import type { Operation } from './operation.js';

export const grant: Operation<CheckoutDeps, GrantRequest__Output, GrantCommand, Replayable<AdjustResult>, GrantResponse> = {
  name: 'Grant',
  check(request, envelope) {
    const body = {
      member: checkMember(request.member, 'member'),
      points: checkPoints(request.points),
      ...checkExpiry(request.expiresAtMs),
    };
    return { ...checkDecision(request.decision, envelope, 'grant', body), ...body };
  },
  run: give,
  answer: (result) => ({ ...result }),
};
