// Original file: proto/tallystick/v1/quote.proto

import type { Stage as _tallystick_v1_Stage, Stage__Output as _tallystick_v1_Stage__Output } from '../../tallystick/v1/Stage.js';
import type { Long } from '@grpc/proto-loader';

export interface LineDiscount {
  'ruleId'?: (string);
  'stage'?: (_tallystick_v1_Stage);
  'amountMinor'?: (number | string | Long);
}

export interface LineDiscount__Output {
  'ruleId': (string);
  'stage': (_tallystick_v1_Stage__Output);
  'amountMinor': (number);
}
