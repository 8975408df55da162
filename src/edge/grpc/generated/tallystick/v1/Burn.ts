// Original file: proto/tallystick/v1/quote.proto

import type { Long } from '@grpc/proto-loader';

export interface Burn {
  'requestedPoints'?: (number | string | Long);
  'points'?: (number | string | Long);
  'amountMinor'?: (number | string | Long);
  'maxPoints'?: (number | string | Long);
  'maxMinor'?: (number | string | Long);
}

export interface Burn__Output {
  'requestedPoints': (number);
  'points': (number);
  'amountMinor': (number);
  'maxPoints': (number);
  'maxMinor': (number);
}
