// Original file: proto/tallystick/v1/quote.proto

import type { QuoteLine as _tallystick_v1_QuoteLine, QuoteLine__Output as _tallystick_v1_QuoteLine__Output } from '../../tallystick/v1/QuoteLine.js';
import type { QuoteTotals as _tallystick_v1_QuoteTotals, QuoteTotals__Output as _tallystick_v1_QuoteTotals__Output } from '../../tallystick/v1/QuoteTotals.js';
import type { AppliedRule as _tallystick_v1_AppliedRule, AppliedRule__Output as _tallystick_v1_AppliedRule__Output } from '../../tallystick/v1/AppliedRule.js';
import type { RefusedRule as _tallystick_v1_RefusedRule, RefusedRule__Output as _tallystick_v1_RefusedRule__Output } from '../../tallystick/v1/RefusedRule.js';
import type { CouponAnswer as _tallystick_v1_CouponAnswer, CouponAnswer__Output as _tallystick_v1_CouponAnswer__Output } from '../../tallystick/v1/CouponAnswer.js';
import type { Burn as _tallystick_v1_Burn, Burn__Output as _tallystick_v1_Burn__Output } from '../../tallystick/v1/Burn.js';
import type { EarnForecast as _tallystick_v1_EarnForecast, EarnForecast__Output as _tallystick_v1_EarnForecast__Output } from '../../tallystick/v1/EarnForecast.js';
import type { SlipMessage as _tallystick_v1_SlipMessage, SlipMessage__Output as _tallystick_v1_SlipMessage__Output } from '../../tallystick/v1/SlipMessage.js';
import type { Long } from '@grpc/proto-loader';

export interface Quote {
  'lines'?: (_tallystick_v1_QuoteLine)[];
  'totals'?: (_tallystick_v1_QuoteTotals | null);
  'applied'?: (_tallystick_v1_AppliedRule)[];
  'refused'?: (_tallystick_v1_RefusedRule)[];
  'coupons'?: (_tallystick_v1_CouponAnswer)[];
  'burn'?: (_tallystick_v1_Burn | null);
  'earnForecast'?: (_tallystick_v1_EarnForecast | null);
  'messages'?: (_tallystick_v1_SlipMessage)[];
  'savingWithCardMinor'?: (number | string | Long);
  'ruleSetVersion'?: (number);
  'ruleSetHash'?: (string);
  'memberVersion'?: (number | string | Long);
  'fingerprint'?: (string);
}

export interface Quote__Output {
  'lines': (_tallystick_v1_QuoteLine__Output)[];
  'totals': (_tallystick_v1_QuoteTotals__Output | null);
  'applied': (_tallystick_v1_AppliedRule__Output)[];
  'refused': (_tallystick_v1_RefusedRule__Output)[];
  'coupons': (_tallystick_v1_CouponAnswer__Output)[];
  'burn': (_tallystick_v1_Burn__Output | null);
  'earnForecast': (_tallystick_v1_EarnForecast__Output | null);
  'messages': (_tallystick_v1_SlipMessage__Output)[];
  'savingWithCardMinor': (number);
  'ruleSetVersion': (number);
  'ruleSetHash': (string);
  'memberVersion': (number);
  'fingerprint': (string);
}
