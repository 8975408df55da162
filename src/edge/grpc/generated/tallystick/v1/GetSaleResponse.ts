// Original file: proto/tallystick/v1/checkout.proto

import type { SaleStatus as _tallystick_v1_SaleStatus, SaleStatus__Output as _tallystick_v1_SaleStatus__Output } from '../../tallystick/v1/SaleStatus.js';
import type { ReceiptKey as _tallystick_v1_ReceiptKey, ReceiptKey__Output as _tallystick_v1_ReceiptKey__Output } from '../../tallystick/v1/ReceiptKey.js';
import type { Quote as _tallystick_v1_Quote, Quote__Output as _tallystick_v1_Quote__Output } from '../../tallystick/v1/Quote.js';
import type { LineQuantity as _tallystick_v1_LineQuantity, LineQuantity__Output as _tallystick_v1_LineQuantity__Output } from '../../tallystick/v1/LineQuantity.js';
import type { Long } from '@grpc/proto-loader';

export interface GetSaleResponse {
  'saleId'?: (string);
  'status'?: (_tallystick_v1_SaleStatus);
  'receipt'?: (_tallystick_v1_ReceiptKey | null);
  'purchasedAtMs'?: (number | string | Long);
  'bookedAtMs'?: (number | string | Long);
  'memberId'?: (string);
  'quote'?: (_tallystick_v1_Quote | null);
  'returned'?: (_tallystick_v1_LineQuantity)[];
  'holdId'?: (string);
  'holdExpiresAtMs'?: (number | string | Long);
}

export interface GetSaleResponse__Output {
  'saleId': (string);
  'status': (_tallystick_v1_SaleStatus__Output);
  'receipt': (_tallystick_v1_ReceiptKey__Output | null);
  'purchasedAtMs': (number);
  'bookedAtMs': (number);
  'memberId': (string);
  'quote': (_tallystick_v1_Quote__Output | null);
  'returned': (_tallystick_v1_LineQuantity__Output)[];
  'holdId': (string);
  'holdExpiresAtMs': (number);
}
