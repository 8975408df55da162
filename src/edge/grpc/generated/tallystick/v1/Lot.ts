// Original file: proto/tallystick/v1/checkout.proto

import type { Long } from '@grpc/proto-loader';

export interface Lot {
  'lotId'?: (string);
  'points'?: (number | string | Long);
  'pending'?: (boolean);
  'activatesAtMs'?: (number | string | Long);
  'expiresAtMs'?: (number | string | Long);
  'saleId'?: (string);
}

export interface Lot__Output {
  'lotId': (string);
  'points': (number);
  'pending': (boolean);
  'activatesAtMs': (number);
  'expiresAtMs': (number);
  'saleId': (string);
}
