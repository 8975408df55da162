// Original file: proto/tallystick/v1/checkout.proto

import type { Quote as _tallystick_v1_Quote, Quote__Output as _tallystick_v1_Quote__Output } from '../../tallystick/v1/Quote.js';
import type { Balance as _tallystick_v1_Balance, Balance__Output as _tallystick_v1_Balance__Output } from '../../tallystick/v1/Balance.js';

export interface QuoteResponse {
  'quote'?: (_tallystick_v1_Quote | null);
  'balance'?: (_tallystick_v1_Balance | null);
}

export interface QuoteResponse__Output {
  'quote': (_tallystick_v1_Quote__Output | null);
  'balance': (_tallystick_v1_Balance__Output | null);
}
