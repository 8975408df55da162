// Original file: proto/tallystick/v1/checkout.proto

import type { Long } from '@grpc/proto-loader';

export interface CapturedTotals {
  'netMinor'?: (number | string | Long);
  'burnMinor'?: (number | string | Long);
  'burnPoints'?: (number | string | Long);
  'payableMinor'?: (number | string | Long);
  'earnPoints'?: (number | string | Long);
}

export interface CapturedTotals__Output {
  'netMinor': (number);
  'burnMinor': (number);
  'burnPoints': (number);
  'payableMinor': (number);
  'earnPoints': (number);
}
