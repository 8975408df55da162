// Original file: proto/tallystick/v1/checkout.proto

import type { Receipt as _tallystick_v1_Receipt, Receipt__Output as _tallystick_v1_Receipt__Output } from '../../tallystick/v1/Receipt.js';
import type { Long } from '@grpc/proto-loader';

export interface AuthorizeRequest {
  'idempotencyKey'?: (string);
  'receipt'?: (_tallystick_v1_Receipt | null);
  'expectedFingerprint'?: (string);
  'holdTtlMs'?: (number | string | Long);
}

export interface AuthorizeRequest__Output {
  'idempotencyKey': (string);
  'receipt': (_tallystick_v1_Receipt__Output | null);
  'expectedFingerprint': (string);
  'holdTtlMs': (number);
}
