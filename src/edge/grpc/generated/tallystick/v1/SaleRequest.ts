// Original file: proto/tallystick/v1/checkout.proto

import type { Receipt as _tallystick_v1_Receipt, Receipt__Output as _tallystick_v1_Receipt__Output } from '../../tallystick/v1/Receipt.js';

export interface SaleRequest {
  'idempotencyKey'?: (string);
  'receipt'?: (_tallystick_v1_Receipt | null);
  'expectedFingerprint'?: (string);
}

export interface SaleRequest__Output {
  'idempotencyKey': (string);
  'receipt': (_tallystick_v1_Receipt__Output | null);
  'expectedFingerprint': (string);
}
