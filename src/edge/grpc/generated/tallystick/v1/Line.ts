// Original file: proto/tallystick/v1/receipt.proto

import type { Long } from '@grpc/proto-loader';

export interface Line {
  'lineNumber'?: (number);
  'sku'?: (string);
  'quantityMilli'?: (number | string | Long);
  'unitPriceMinor'?: (number | string | Long);
  'amountMinor'?: (number | string | Long);
  'weighed'?: (boolean);
  'minimumMinor'?: (number | string | Long);
  'categories'?: (string)[];
  'brand'?: (string);
  'tags'?: (string)[];
  'attributes'?: ({[key: string]: string});
  'notDiscountable'?: (boolean);
  'notBurnable'?: (boolean);
  'notEarning'?: (boolean);
  '_unitPriceMinor'?: "unitPriceMinor";
  '_amountMinor'?: "amountMinor";
}

export interface Line__Output {
  'lineNumber': (number);
  'sku': (string);
  'quantityMilli': (number);
  'unitPriceMinor'?: (number);
  'amountMinor'?: (number);
  'weighed': (boolean);
  'minimumMinor': (number);
  'categories': (string)[];
  'brand': (string);
  'tags': (string)[];
  'attributes': ({[key: string]: string});
  'notDiscountable': (boolean);
  'notBurnable': (boolean);
  'notEarning': (boolean);
  '_unitPriceMinor'?: "unitPriceMinor";
  '_amountMinor'?: "amountMinor";
}
