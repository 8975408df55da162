// Original file: proto/tallystick/v1/checkout.proto

import type { ReceiptKey as _tallystick_v1_ReceiptKey, ReceiptKey__Output as _tallystick_v1_ReceiptKey__Output } from '../../tallystick/v1/ReceiptKey.js';

export interface GetSaleRequest {
  'saleId'?: (string);
  'receipt'?: (_tallystick_v1_ReceiptKey | null);
  'idempotencyKey'?: (string);
  'by'?: "saleId"|"receipt"|"idempotencyKey";
}

export interface GetSaleRequest__Output {
  'saleId'?: (string);
  'receipt'?: (_tallystick_v1_ReceiptKey__Output | null);
  'idempotencyKey'?: (string);
  'by'?: "saleId"|"receipt"|"idempotencyKey";
}
