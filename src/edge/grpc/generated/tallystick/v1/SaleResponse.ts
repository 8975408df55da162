// Original file: proto/tallystick/v1/checkout.proto

import type { BookingOutcome as _tallystick_v1_BookingOutcome, BookingOutcome__Output as _tallystick_v1_BookingOutcome__Output } from '../../tallystick/v1/BookingOutcome.js';
import type { Quote as _tallystick_v1_Quote, Quote__Output as _tallystick_v1_Quote__Output } from '../../tallystick/v1/Quote.js';
import type { Balance as _tallystick_v1_Balance, Balance__Output as _tallystick_v1_Balance__Output } from '../../tallystick/v1/Balance.js';

export interface SaleResponse {
  'outcome'?: (_tallystick_v1_BookingOutcome);
  'saleId'?: (string);
  'quote'?: (_tallystick_v1_Quote | null);
  'balance'?: (_tallystick_v1_Balance | null);
  'replayed'?: (boolean);
}

export interface SaleResponse__Output {
  'outcome': (_tallystick_v1_BookingOutcome__Output);
  'saleId': (string);
  'quote': (_tallystick_v1_Quote__Output | null);
  'balance': (_tallystick_v1_Balance__Output | null);
  'replayed': (boolean);
}
