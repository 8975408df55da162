// Original file: proto/tallystick/v1/operations.proto

import type { Balance as _tallystick_v1_Balance, Balance__Output as _tallystick_v1_Balance__Output } from '../../tallystick/v1/Balance.js';
import type { Long } from '@grpc/proto-loader';

export interface ReverseResponse {
  'operationId'?: (string);
  'memberId'?: (string);
  'reversedOperationId'?: (string);
  'points'?: (number | string | Long);
  'balance'?: (_tallystick_v1_Balance | null);
  'replayed'?: (boolean);
}

export interface ReverseResponse__Output {
  'operationId': (string);
  'memberId': (string);
  'reversedOperationId': (string);
  'points': (number);
  'balance': (_tallystick_v1_Balance__Output | null);
  'replayed': (boolean);
}
