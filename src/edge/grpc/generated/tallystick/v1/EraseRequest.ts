// Original file: proto/tallystick/v1/operations.proto

import type { Decision as _tallystick_v1_Decision, Decision__Output as _tallystick_v1_Decision__Output } from '../../tallystick/v1/Decision.js';
import type { MemberName as _tallystick_v1_MemberName, MemberName__Output as _tallystick_v1_MemberName__Output } from '../../tallystick/v1/MemberName.js';

export interface EraseRequest {
  'decision'?: (_tallystick_v1_Decision | null);
  'member'?: (_tallystick_v1_MemberName | null);
}

export interface EraseRequest__Output {
  'decision': (_tallystick_v1_Decision__Output | null);
  'member': (_tallystick_v1_MemberName__Output | null);
}
