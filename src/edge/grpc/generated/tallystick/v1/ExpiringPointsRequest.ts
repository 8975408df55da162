// Original file: proto/tallystick/v1/operations.proto

import type { Long } from '@grpc/proto-loader';

export interface ExpiringPointsRequest {
  'untilMs'?: (number | string | Long);
}

export interface ExpiringPointsRequest__Output {
  'untilMs': (number);
}
