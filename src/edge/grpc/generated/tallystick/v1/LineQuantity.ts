// Original file: proto/tallystick/v1/checkout.proto

import type { Long } from '@grpc/proto-loader';

export interface LineQuantity {
  'lineNumber'?: (number);
  'quantityMilli'?: (number | string | Long);
}

export interface LineQuantity__Output {
  'lineNumber': (number);
  'quantityMilli': (number);
}
