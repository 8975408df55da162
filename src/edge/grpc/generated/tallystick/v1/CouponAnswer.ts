// Original file: proto/tallystick/v1/quote.proto

import type { Why as _tallystick_v1_Why, Why__Output as _tallystick_v1_Why__Output } from '../../tallystick/v1/Why.js';

export interface CouponAnswer {
  'code'?: (string);
  'applied'?: (boolean);
  'reason'?: (string);
  'ruleId'?: (string);
  'why'?: (_tallystick_v1_Why | null);
}

export interface CouponAnswer__Output {
  'code': (string);
  'applied': (boolean);
  'reason': (string);
  'ruleId': (string);
  'why': (_tallystick_v1_Why__Output | null);
}
