// Original file: proto/tallystick/v1/enrolment.proto

import type { NewMember as _tallystick_v1_NewMember, NewMember__Output as _tallystick_v1_NewMember__Output } from '../../tallystick/v1/NewMember.js';

export interface EnrolMembersRequest {
  'members'?: (_tallystick_v1_NewMember)[];
}

export interface EnrolMembersRequest__Output {
  'members': (_tallystick_v1_NewMember__Output)[];
}
