// Original file: proto/tallystick/v1/offline.proto

import type { Receipt as _tallystick_v1_Receipt, Receipt__Output as _tallystick_v1_Receipt__Output } from '../../tallystick/v1/Receipt.js';
import type { Long } from '@grpc/proto-loader';

export interface ReplayReceiptsRequest {
  'itemId'?: (string);
  'receipt'?: (_tallystick_v1_Receipt | null);
  'promisedPayableMinor'?: (number | string | Long);
  'promisedEarnPoints'?: (number | string | Long);
}

export interface ReplayReceiptsRequest__Output {
  'itemId': (string);
  'receipt': (_tallystick_v1_Receipt__Output | null);
  'promisedPayableMinor': (number);
  'promisedEarnPoints': (number);
}
