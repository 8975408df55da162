// Original file: proto/tallystick/v1/enrolment.proto

import type { Long } from '@grpc/proto-loader';

export interface Product {
  'sku'?: (string);
  'name'?: (string);
  'categories'?: (string)[];
  'brand'?: (string);
  'tags'?: (string)[];
  'regularPriceMinor'?: (number | string | Long);
  'minimumPriceMinor'?: (number | string | Long);
  'notDiscountable'?: (boolean);
  'notBurnable'?: (boolean);
  'notEarning'?: (boolean);
}

export interface Product__Output {
  'sku': (string);
  'name': (string);
  'categories': (string)[];
  'brand': (string);
  'tags': (string)[];
  'regularPriceMinor': (number);
  'minimumPriceMinor': (number);
  'notDiscountable': (boolean);
  'notBurnable': (boolean);
  'notEarning': (boolean);
}
