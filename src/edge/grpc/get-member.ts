import { SHAPE } from '../../config.js';
import type { GetMemberQuery, MemberView } from '../../checkout/commands.js';
import type { CheckoutDeps } from '../../checkout/deps.js';
import { getMember as find } from '../../checkout/get-member.js';
import { refuse, words } from './fields.js';
import type { GetMemberRequest__Output } from './generated/tallystick/v1/GetMemberRequest.js';
import type { GetMemberResponse } from './generated/tallystick/v1/GetMemberResponse.js';
import type { Operation } from './operation.js';

export const getMember: Operation<CheckoutDeps, GetMemberRequest__Output, GetMemberQuery, MemberView, GetMemberResponse> = {
  name: 'GetMember',
  check: (request, { caller, deadlineMs }) => ({ caller, deadlineMs, by: checkBy(request) }),
  run: find,
  answer: (view) => ({ ...view, segments: [...view.segments], lots: [...view.lots] }),
};

function checkBy(request: GetMemberRequest__Output): GetMemberQuery['by'] {
  switch (request.by) {
    case 'cardNumber':
      return { cardNumber: words(request.cardNumber ?? '', SHAPE.textMax, '', -1, 'card_number') };
    case 'memberId':
      return { memberId: words(request.memberId ?? '', SHAPE.textMax, '', -1, 'member_id') };
    default:
      return refuse('', -1, 'by', 'is missing: set one of card_number, member_id');
  }
}
