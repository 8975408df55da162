// Original file: proto/tallystick/v1/quote.proto

import type { LineDiscount as _tallystick_v1_LineDiscount, LineDiscount__Output as _tallystick_v1_LineDiscount__Output } from '../../tallystick/v1/LineDiscount.js';
import type { Portion as _tallystick_v1_Portion, Portion__Output as _tallystick_v1_Portion__Output } from '../../tallystick/v1/Portion.js';
import type { Long } from '@grpc/proto-loader';

export interface QuoteLine {
  'lineNumber'?: (number);
  'sku'?: (string);
  'quantityMilli'?: (number | string | Long);
  'regularMinor'?: (number | string | Long);
  'cardPriceMinor'?: (number | string | Long);
  'discountMinor'?: (number | string | Long);
  'netMinor'?: (number | string | Long);
  'burnMinor'?: (number | string | Long);
  'burnPoints'?: (number | string | Long);
  'payableMinor'?: (number | string | Long);
  'earnPoints'?: (number | string | Long);
  'discounts'?: (_tallystick_v1_LineDiscount)[];
  'portions'?: (_tallystick_v1_Portion)[];
}

export interface QuoteLine__Output {
  'lineNumber': (number);
  'sku': (string);
  'quantityMilli': (number);
  'regularMinor': (number);
  'cardPriceMinor': (number);
  'discountMinor': (number);
  'netMinor': (number);
  'burnMinor': (number);
  'burnPoints': (number);
  'payableMinor': (number);
  'earnPoints': (number);
  'discounts': (_tallystick_v1_LineDiscount__Output)[];
  'portions': (_tallystick_v1_Portion__Output)[];
}
