import type { CheckoutDeps } from '../../checkout/deps.js';
import { erase as forget } from '../../checkout/erase.js';
import type { EraseCommand, EraseResult, Replayable } from '../../checkout/member-commands.js';
import { checkDecision, checkMember } from './check-operation.js';
import type { EraseRequest__Output } from './generated/tallystick/v1/EraseRequest.js';
import type { EraseResponse } from './generated/tallystick/v1/EraseResponse.js';
import type { Operation } from './operation.js';

export const erase: Operation<CheckoutDeps, EraseRequest__Output, EraseCommand, Replayable<EraseResult>, EraseResponse> = {
  name: 'Erase',
  check(request, envelope) {
    const body = { member: checkMember(request.member, 'member') };
    return { ...checkDecision(request.decision, envelope, 'erase', body), ...body };
  },
  run: forget,
  answer: (result) => ({ ...result }),
};
