// Original file: proto/tallystick/v1/checkout.proto

import type { LineQuantity as _tallystick_v1_LineQuantity, LineQuantity__Output as _tallystick_v1_LineQuantity__Output } from '../../tallystick/v1/LineQuantity.js';

export interface CaptureRequest {
  'idempotencyKey'?: (string);
  'holdId'?: (string);
  'lines'?: (_tallystick_v1_LineQuantity)[];
}

export interface CaptureRequest__Output {
  'idempotencyKey': (string);
  'holdId': (string);
  'lines': (_tallystick_v1_LineQuantity__Output)[];
}
