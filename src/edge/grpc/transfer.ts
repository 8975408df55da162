import type { CheckoutDeps } from '../../checkout/deps.js';
import type { Replayable, TransferCommand, TransferResult } from '../../checkout/member-commands.js';
import { transfer as move } from '../../checkout/transfer.js';
import { checkDecision, checkMember, checkPoints } from './check-operation.js';
import type { TransferRequest__Output } from './generated/tallystick/v1/TransferRequest.js';
import type { TransferResponse } from './generated/tallystick/v1/TransferResponse.js';
import type { Operation } from './operation.js';

export const transfer: Operation<CheckoutDeps, TransferRequest__Output, TransferCommand, Replayable<TransferResult>, TransferResponse> = {
  name: 'Transfer',
  check(request, envelope) {
    const body = { from: checkMember(request.from, 'from'), to: checkMember(request.to, 'to'), points: checkPoints(request.points) };
    return { ...checkDecision(request.decision, envelope, 'transfer', body), ...body };
  },
  run: move,
  answer: (result) => ({ ...result }),
};
