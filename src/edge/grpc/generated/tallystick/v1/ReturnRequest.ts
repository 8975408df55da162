// Original file: proto/tallystick/v1/checkout.proto

import type { ReceiptKey as _tallystick_v1_ReceiptKey, ReceiptKey__Output as _tallystick_v1_ReceiptKey__Output } from '../../tallystick/v1/ReceiptKey.js';
import type { LineQuantity as _tallystick_v1_LineQuantity, LineQuantity__Output as _tallystick_v1_LineQuantity__Output } from '../../tallystick/v1/LineQuantity.js';
import type { Long } from '@grpc/proto-loader';

export interface ReturnRequest {
  'idempotencyKey'?: (string);
  'saleId'?: (string);
  'saleReceipt'?: (_tallystick_v1_ReceiptKey | null);
  'receipt'?: (_tallystick_v1_ReceiptKey | null);
  'returnedAtMs'?: (number | string | Long);
  'lines'?: (_tallystick_v1_LineQuantity)[];
  'reason'?: (string);
  'target'?: "saleId"|"saleReceipt";
}

export interface ReturnRequest__Output {
  'idempotencyKey': (string);
  'saleId'?: (string);
  'saleReceipt'?: (_tallystick_v1_ReceiptKey__Output | null);
  'receipt': (_tallystick_v1_ReceiptKey__Output | null);
  'returnedAtMs': (number);
  'lines': (_tallystick_v1_LineQuantity__Output)[];
  'reason': (string);
  'target'?: "saleId"|"saleReceipt";
}
