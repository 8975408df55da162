// Original file: proto/tallystick/v1/quote.proto

import type { Long } from '@grpc/proto-loader';

export interface QuoteTotals {
  'regularMinor'?: (number | string | Long);
  'cardPriceSavingMinor'?: (number | string | Long);
  'discountMinor'?: (number | string | Long);
  'netMinor'?: (number | string | Long);
  'burnMinor'?: (number | string | Long);
  'burnPoints'?: (number | string | Long);
  'payableMinor'?: (number | string | Long);
  'earnPoints'?: (number | string | Long);
}

export interface QuoteTotals__Output {
  'regularMinor': (number);
  'cardPriceSavingMinor': (number);
  'discountMinor': (number);
  'netMinor': (number);
  'burnMinor': (number);
  'burnPoints': (number);
  'payableMinor': (number);
  'earnPoints': (number);
}
