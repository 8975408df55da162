// Original file: proto/tallystick/v1/operations.proto

import type { Decision as _tallystick_v1_Decision, Decision__Output as _tallystick_v1_Decision__Output } from '../../tallystick/v1/Decision.js';
import type { MemberName as _tallystick_v1_MemberName, MemberName__Output as _tallystick_v1_MemberName__Output } from '../../tallystick/v1/MemberName.js';
import type { Long } from '@grpc/proto-loader';

export interface TransferRequest {
  'decision'?: (_tallystick_v1_Decision | null);
  'from'?: (_tallystick_v1_MemberName | null);
  'to'?: (_tallystick_v1_MemberName | null);
  'points'?: (number | string | Long);
}

export interface TransferRequest__Output {
  'decision': (_tallystick_v1_Decision__Output | null);
  'from': (_tallystick_v1_MemberName__Output | null);
  'to': (_tallystick_v1_MemberName__Output | null);
  'points': (number);
}
