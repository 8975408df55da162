// Original file: proto/tallystick/v1/receipt.proto

import type { Long } from '@grpc/proto-loader';

export interface Tender {
  'type'?: (string);
  'amountMinor'?: (number | string | Long);
}

export interface Tender__Output {
  'type': (string);
  'amountMinor': (number);
}
