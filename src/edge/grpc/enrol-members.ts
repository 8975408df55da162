import { SHAPE } from '../../config.js';
import type { EnrolledMember, EnrolmentDeps, NewMember } from './enrolment-deps.js';
import { checkEnrolment } from './check-enrolment.js';
import { day, text, wordList, words } from './fields.js';
import type { EnrolMembersRequest__Output } from './generated/tallystick/v1/EnrolMembersRequest.js';
import type { EnrolMembersResponse } from './generated/tallystick/v1/EnrolMembersResponse.js';
import type { Operation } from './operation.js';

const { textMax } = SHAPE;

export const enrolMembers: Operation<
  EnrolmentDeps,
  EnrolMembersRequest__Output,
  NewMember[],
  readonly EnrolledMember[],
  EnrolMembersResponse
> = {
  name: 'EnrolMembers',
  check({ members }, { caller }, limits) {
    checkEnrolment(caller, members, 'members', limits);
    return members.map((member, i) => ({
      cardNumber: words(member.cardNumber, textMax, 'members', i, 'card_number'),
      tier: text(member.tier, textMax, 'members', i, 'tier'),
      segments: wordList(member.segments, limits.attributesMax, 'members', i, 'segments'),
      birthDate: member.birthDate === '' ? '' : day(member.birthDate, 'members', i, 'birth_date'),
    }));
  },
  run: (deps, members) => deps.enrolMembers(members),
  answer: (members) => ({ members: [...members] }),
};
