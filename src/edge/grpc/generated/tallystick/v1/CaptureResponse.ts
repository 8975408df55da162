// Original file: proto/tallystick/v1/checkout.proto

import type { CapturedTotals as _tallystick_v1_CapturedTotals, CapturedTotals__Output as _tallystick_v1_CapturedTotals__Output } from '../../tallystick/v1/CapturedTotals.js';
import type { Balance as _tallystick_v1_Balance, Balance__Output as _tallystick_v1_Balance__Output } from '../../tallystick/v1/Balance.js';

export interface CaptureResponse {
  'saleId'?: (string);
  'totals'?: (_tallystick_v1_CapturedTotals | null);
  'balance'?: (_tallystick_v1_Balance | null);
  'replayed'?: (boolean);
}

export interface CaptureResponse__Output {
  'saleId': (string);
  'totals': (_tallystick_v1_CapturedTotals__Output | null);
  'balance': (_tallystick_v1_Balance__Output | null);
  'replayed': (boolean);
}
