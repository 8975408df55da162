// Original file: proto/tallystick/v1/operations.proto

import type { Decision as _tallystick_v1_Decision, Decision__Output as _tallystick_v1_Decision__Output } from '../../tallystick/v1/Decision.js';

export interface ReverseRequest {
  'decision'?: (_tallystick_v1_Decision | null);
  'operationId'?: (string);
  'mayGoBelowZero'?: (boolean);
}

export interface ReverseRequest__Output {
  'decision': (_tallystick_v1_Decision__Output | null);
  'operationId': (string);
  'mayGoBelowZero': (boolean);
}
