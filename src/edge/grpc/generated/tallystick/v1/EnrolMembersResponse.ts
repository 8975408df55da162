// Original file: proto/tallystick/v1/enrolment.proto

import type { EnrolledMember as _tallystick_v1_EnrolledMember, EnrolledMember__Output as _tallystick_v1_EnrolledMember__Output } from '../../tallystick/v1/EnrolledMember.js';

export interface EnrolMembersResponse {
  'members'?: (_tallystick_v1_EnrolledMember)[];
}

export interface EnrolMembersResponse__Output {
  'members': (_tallystick_v1_EnrolledMember__Output)[];
}
