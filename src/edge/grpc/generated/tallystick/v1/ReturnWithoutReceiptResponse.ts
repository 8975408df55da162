// Original file: proto/tallystick/v1/checkout.proto

import type { UnreceiptedReturnedLine as _tallystick_v1_UnreceiptedReturnedLine, UnreceiptedReturnedLine__Output as _tallystick_v1_UnreceiptedReturnedLine__Output } from '../../tallystick/v1/UnreceiptedReturnedLine.js';
import type { Long } from '@grpc/proto-loader';

export interface ReturnWithoutReceiptResponse {
  'returnId'?: (string);
  'lines'?: (_tallystick_v1_UnreceiptedReturnedLine)[];
  'refundMinor'?: (number | string | Long);
  'replayed'?: (boolean);
}

export interface ReturnWithoutReceiptResponse__Output {
  'returnId': (string);
  'lines': (_tallystick_v1_UnreceiptedReturnedLine__Output)[];
  'refundMinor': (number);
  'replayed': (boolean);
}
