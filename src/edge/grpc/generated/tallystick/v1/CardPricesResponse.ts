// Original file: proto/tallystick/v1/checkout.proto

import type { CardPrice as _tallystick_v1_CardPrice, CardPrice__Output as _tallystick_v1_CardPrice__Output } from '../../tallystick/v1/CardPrice.js';

export interface CardPricesResponse {
  'prices'?: (_tallystick_v1_CardPrice)[];
  'ruleSetVersion'?: (number);
}

export interface CardPricesResponse__Output {
  'prices': (_tallystick_v1_CardPrice__Output)[];
  'ruleSetVersion': (number);
}
