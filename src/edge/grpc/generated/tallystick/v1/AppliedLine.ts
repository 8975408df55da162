// Original file: proto/tallystick/v1/quote.proto

import type { Long } from '@grpc/proto-loader';

export interface AppliedLine {
  'lineNumber'?: (number);
  'baseMinor'?: (number | string | Long);
  'amountMinor'?: (number | string | Long);
  'points'?: (number | string | Long);
}

export interface AppliedLine__Output {
  'lineNumber': (number);
  'baseMinor': (number);
  'amountMinor': (number);
  'points': (number);
}
