// Original file: proto/tallystick/v1/quote.proto

import type { Long } from '@grpc/proto-loader';

export interface Portion {
  'quantityMilli'?: (number | string | Long);
  'netMinor'?: (number | string | Long);
}

export interface Portion__Output {
  'quantityMilli': (number);
  'netMinor': (number);
}
