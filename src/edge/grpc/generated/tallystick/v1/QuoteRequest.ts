// Original file: proto/tallystick/v1/checkout.proto

import type { Receipt as _tallystick_v1_Receipt, Receipt__Output as _tallystick_v1_Receipt__Output } from '../../tallystick/v1/Receipt.js';

export interface QuoteRequest {
  'receipt'?: (_tallystick_v1_Receipt | null);
  'explain'?: (boolean);
}

export interface QuoteRequest__Output {
  'receipt': (_tallystick_v1_Receipt__Output | null);
  'explain': (boolean);
}
