// Original file: proto/tallystick/v1/quote.proto

import type { Stage as _tallystick_v1_Stage, Stage__Output as _tallystick_v1_Stage__Output } from '../../tallystick/v1/Stage.js';
import type { AppliedLine as _tallystick_v1_AppliedLine, AppliedLine__Output as _tallystick_v1_AppliedLine__Output } from '../../tallystick/v1/AppliedLine.js';
import type { Long } from '@grpc/proto-loader';

export interface AppliedRule {
  'ruleId'?: (string);
  'name'?: (string);
  'stage'?: (_tallystick_v1_Stage);
  'group'?: (string);
  'coupon'?: (string);
  'lines'?: (_tallystick_v1_AppliedLine)[];
  'amountMinor'?: (number | string | Long);
  'points'?: (number | string | Long);
  'times'?: (number | string | Long);
}

export interface AppliedRule__Output {
  'ruleId': (string);
  'name': (string);
  'stage': (_tallystick_v1_Stage__Output);
  'group': (string);
  'coupon': (string);
  'lines': (_tallystick_v1_AppliedLine__Output)[];
  'amountMinor': (number);
  'points': (number);
  'times': (number);
}
