// Original file: proto/tallystick/v1/operations.proto

import type { Decision as _tallystick_v1_Decision, Decision__Output as _tallystick_v1_Decision__Output } from '../../tallystick/v1/Decision.js';
import type { MemberName as _tallystick_v1_MemberName, MemberName__Output as _tallystick_v1_MemberName__Output } from '../../tallystick/v1/MemberName.js';
import type { Direction as _tallystick_v1_Direction, Direction__Output as _tallystick_v1_Direction__Output } from '../../tallystick/v1/Direction.js';
import type { Long } from '@grpc/proto-loader';

export interface AdjustRequest {
  'decision'?: (_tallystick_v1_Decision | null);
  'member'?: (_tallystick_v1_MemberName | null);
  'direction'?: (_tallystick_v1_Direction);
  'points'?: (number | string | Long);
  'expiresAtMs'?: (number | string | Long);
  'mayGoBelowZero'?: (boolean);
  '_expiresAtMs'?: "expiresAtMs";
}

export interface AdjustRequest__Output {
  'decision': (_tallystick_v1_Decision__Output | null);
  'member': (_tallystick_v1_MemberName__Output | null);
  'direction': (_tallystick_v1_Direction__Output);
  'points': (number);
  'expiresAtMs'?: (number);
  'mayGoBelowZero': (boolean);
  '_expiresAtMs'?: "expiresAtMs";
}
