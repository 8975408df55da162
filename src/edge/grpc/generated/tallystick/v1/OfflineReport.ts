// Original file: proto/tallystick/v1/offline.proto

import type { Long } from '@grpc/proto-loader';

export interface OfflineReport {
  'received'?: (number);
  'booked'?: (number);
  'replayed'?: (number);
  'refused'?: (number);
  'differing'?: (number);
  'bookedPayableMinor'?: (number | string | Long);
  'promisedPayableMinor'?: (number | string | Long);
  'bookedEarnPoints'?: (number | string | Long);
  'promisedEarnPoints'?: (number | string | Long);
}

export interface OfflineReport__Output {
  'received': (number);
  'booked': (number);
  'replayed': (number);
  'refused': (number);
  'differing': (number);
  'bookedPayableMinor': (number);
  'promisedPayableMinor': (number);
  'bookedEarnPoints': (number);
  'promisedEarnPoints': (number);
}
