// Original file: proto/tallystick/v1/checkout.proto

import type { Long } from '@grpc/proto-loader';

export interface UnreceiptedReturnedLine {
  'lineNumber'?: (number);
  'unitPriceMinor'?: (number | string | Long);
  'refundMinor'?: (number | string | Long);
}

export interface UnreceiptedReturnedLine__Output {
  'lineNumber': (number);
  'unitPriceMinor': (number);
  'refundMinor': (number);
}
