// Original file: proto/tallystick/v1/quote.proto

import type { Stage as _tallystick_v1_Stage, Stage__Output as _tallystick_v1_Stage__Output } from '../../tallystick/v1/Stage.js';
import type { Why as _tallystick_v1_Why, Why__Output as _tallystick_v1_Why__Output } from '../../tallystick/v1/Why.js';

export interface RefusedRule {
  'ruleId'?: (string);
  'name'?: (string);
  'stage'?: (_tallystick_v1_Stage);
  'why'?: (_tallystick_v1_Why | null);
}

export interface RefusedRule__Output {
  'ruleId': (string);
  'name': (string);
  'stage': (_tallystick_v1_Stage__Output);
  'why': (_tallystick_v1_Why__Output | null);
}
