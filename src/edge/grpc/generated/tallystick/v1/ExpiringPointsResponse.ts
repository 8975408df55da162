// Original file: proto/tallystick/v1/operations.proto

import type { Long } from '@grpc/proto-loader';

export interface ExpiringPointsResponse {
  'memberId'?: (string);
  'points'?: (number | string | Long);
  'firstExpiresAtMs'?: (number | string | Long);
}

export interface ExpiringPointsResponse__Output {
  'memberId': (string);
  'points': (number);
  'firstExpiresAtMs': (number);
}
