// Original file: proto/tallystick/v1/offline.proto

import type { Balance as _tallystick_v1_Balance, Balance__Output as _tallystick_v1_Balance__Output } from '../../tallystick/v1/Balance.js';
import type { Long } from '@grpc/proto-loader';

export interface ReplayedReceipt {
  'itemId'?: (string);
  'saleId'?: (string);
  'replayed'?: (boolean);
  'refusedReason'?: (string);
  'refusedField'?: (string);
  'refusedMessage'?: (string);
  'repeatable'?: (boolean);
  'ruleSetVersion'?: (number);
  'bookedPayableMinor'?: (number | string | Long);
  'promisedPayableMinor'?: (number | string | Long);
  'bookedEarnPoints'?: (number | string | Long);
  'promisedEarnPoints'?: (number | string | Long);
  'balance'?: (_tallystick_v1_Balance | null);
}

export interface ReplayedReceipt__Output {
  'itemId': (string);
  'saleId': (string);
  'replayed': (boolean);
  'refusedReason': (string);
  'refusedField': (string);
  'refusedMessage': (string);
  'repeatable': (boolean);
  'ruleSetVersion': (number);
  'bookedPayableMinor': (number);
  'promisedPayableMinor': (number);
  'bookedEarnPoints': (number);
  'promisedEarnPoints': (number);
  'balance': (_tallystick_v1_Balance__Output | null);
}
