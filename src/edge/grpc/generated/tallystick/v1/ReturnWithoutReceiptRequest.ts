// Original file: proto/tallystick/v1/checkout.proto

import type { ReceiptKey as _tallystick_v1_ReceiptKey, ReceiptKey__Output as _tallystick_v1_ReceiptKey__Output } from '../../tallystick/v1/ReceiptKey.js';
import type { UnreceiptedLine as _tallystick_v1_UnreceiptedLine, UnreceiptedLine__Output as _tallystick_v1_UnreceiptedLine__Output } from '../../tallystick/v1/UnreceiptedLine.js';

export interface ReturnWithoutReceiptRequest {
  'idempotencyKey'?: (string);
  'receipt'?: (_tallystick_v1_ReceiptKey | null);
  'lines'?: (_tallystick_v1_UnreceiptedLine)[];
  'reason'?: (string);
}

export interface ReturnWithoutReceiptRequest__Output {
  'idempotencyKey': (string);
  'receipt': (_tallystick_v1_ReceiptKey__Output | null);
  'lines': (_tallystick_v1_UnreceiptedLine__Output)[];
  'reason': (string);
}
