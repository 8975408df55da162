import { SHAPE } from '../../config.js';
import type { CheckoutDeps } from '../../checkout/deps.js';
import type { MergeCommand, MergeResult, Replayable } from '../../checkout/member-commands.js';
import { merge as unite } from '../../checkout/merge.js';
import { checkDecision, checkMember } from './check-operation.js';
import { words } from './fields.js';
import type { MergeRequest__Output } from './generated/tallystick/v1/MergeRequest.js';
import type { MergeResponse } from './generated/tallystick/v1/MergeResponse.js';
import type { Operation } from './operation.js';

export const merge: Operation<CheckoutDeps, MergeRequest__Output, MergeCommand, Replayable<MergeResult>, MergeResponse> = {
  name: 'Merge',
  check(request, envelope) {
    const fromMemberId = words(request.fromMemberId, SHAPE.textMax, '', -1, 'from_member_id');
    const body = { fromMemberId, into: checkMember(request.into, 'into') };
    return { ...checkDecision(request.decision, envelope, 'merge', body), ...body };
  },
  run: unite,
  answer: (result) => ({ ...result }),
};
