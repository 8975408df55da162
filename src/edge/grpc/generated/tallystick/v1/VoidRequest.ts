// Original file: proto/tallystick/v1/checkout.proto

import type { ReceiptKey as _tallystick_v1_ReceiptKey, ReceiptKey__Output as _tallystick_v1_ReceiptKey__Output } from '../../tallystick/v1/ReceiptKey.js';

export interface VoidRequest {
  'idempotencyKey'?: (string);
  'saleId'?: (string);
  'holdId'?: (string);
  'receipt'?: (_tallystick_v1_ReceiptKey | null);
  'businessDate'?: (string);
  'reason'?: (string);
  'target'?: "saleId"|"holdId"|"receipt";
}

export interface VoidRequest__Output {
  'idempotencyKey': (string);
  'saleId'?: (string);
  'holdId'?: (string);
  'receipt'?: (_tallystick_v1_ReceiptKey__Output | null);
  'businessDate': (string);
  'reason': (string);
  'target'?: "saleId"|"holdId"|"receipt";
}
