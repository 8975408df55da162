// Original file: proto/tallystick/v1/checkout.proto

import type { Long } from '@grpc/proto-loader';

export interface ReturnedLine {
  'lineNumber'?: (number);
  'quantityMilli'?: (number | string | Long);
  'regularMinor'?: (number | string | Long);
  'discountMinor'?: (number | string | Long);
  'refundMinor'?: (number | string | Long);
  'burnMinor'?: (number | string | Long);
  'giveBackPoints'?: (number | string | Long);
  'clawbackPoints'?: (number | string | Long);
}

export interface ReturnedLine__Output {
  'lineNumber': (number);
  'quantityMilli': (number);
  'regularMinor': (number);
  'discountMinor': (number);
  'refundMinor': (number);
  'burnMinor': (number);
  'giveBackPoints': (number);
  'clawbackPoints': (number);
}
