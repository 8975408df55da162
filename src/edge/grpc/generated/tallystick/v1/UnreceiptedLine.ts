// Original file: proto/tallystick/v1/checkout.proto

import type { Long } from '@grpc/proto-loader';

export interface UnreceiptedLine {
  'lineNumber'?: (number);
  'sku'?: (string);
  'quantityMilli'?: (number | string | Long);
  'unitPriceMinor'?: (number | string | Long);
  '_unitPriceMinor'?: "unitPriceMinor";
}

export interface UnreceiptedLine__Output {
  'lineNumber': (number);
  'sku': (string);
  'quantityMilli': (number);
  'unitPriceMinor'?: (number);
  '_unitPriceMinor'?: "unitPriceMinor";
}
