// Original file: proto/tallystick/v1/checkout.proto

import type { Long } from '@grpc/proto-loader';

export interface CardPrice {
  'sku'?: (string);
  'special'?: (boolean);
  'cardPriceMinor'?: (number | string | Long);
  'regularPriceMinor'?: (number | string | Long);
  'listId'?: (string);
}

export interface CardPrice__Output {
  'sku': (string);
  'special': (boolean);
  'cardPriceMinor': (number);
  'regularPriceMinor': (number);
  'listId': (string);
}
