// Original file: proto/tallystick/v1/quote.proto

import type { Long } from '@grpc/proto-loader';

export interface Balance {
  'memberId'?: (string);
  'activePoints'?: (number | string | Long);
  'pendingPoints'?: (number | string | Long);
  'heldPoints'?: (number | string | Long);
  'version'?: (number | string | Long);
}

export interface Balance__Output {
  'memberId': (string);
  'activePoints': (number);
  'pendingPoints': (number);
  'heldPoints': (number);
  'version': (number);
}
