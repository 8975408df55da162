// Original file: proto/tallystick/v1/quote.proto

import type { Long } from '@grpc/proto-loader';

export interface EarnForecast {
  'atZeroBurnPoints'?: (number | string | Long);
  'asRequestedPoints'?: (number | string | Long);
  'atMaxBurnPoints'?: (number | string | Long);
}

export interface EarnForecast__Output {
  'atZeroBurnPoints': (number);
  'asRequestedPoints': (number);
  'atMaxBurnPoints': (number);
}
