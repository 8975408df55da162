// Original file: proto/tallystick/v1/checkout.proto

import type { Balance as _tallystick_v1_Balance, Balance__Output as _tallystick_v1_Balance__Output } from '../../tallystick/v1/Balance.js';
import type { Long } from '@grpc/proto-loader';

export interface VoidResponse {
  'saleId'?: (string);
  'releasedPoints'?: (number | string | Long);
  'clawbackPoints'?: (number | string | Long);
  'giveBackPoints'?: (number | string | Long);
  'balance'?: (_tallystick_v1_Balance | null);
  'replayed'?: (boolean);
}

export interface VoidResponse__Output {
  'saleId': (string);
  'releasedPoints': (number);
  'clawbackPoints': (number);
  'giveBackPoints': (number);
  'balance': (_tallystick_v1_Balance__Output | null);
  'replayed': (boolean);
}
