/**
 * Why a rule did not apply: the first condition that failed, with both sides as data. The code is stable and translatable;
 * the English sentence is made from it.
 */

export const COMPARISON_CODES = [
  'outside_window',
  'member_needed',
  'coupon_needed',
  'amount_regular',
  'amount_card',
  'amount_running',
  'quantity',
  'line_count',
  'store',
  'region',
  'zone',
  'channel',
  'terminal',
  'store_attribute',
  'receipt_attribute',
  'member_attribute',
  'weekday',
  'hours',
  'dates',
  'day_of_month',
  'segment',
  'tier',
  'birthday',
  'purchase_number',
  'days_since_last_purchase',
  'days_since_enrolment',
  'counter',
  'coupon',
  'tender',
  'none_of',
  'excluded_by',
  'no_eligible_line',
  'not_enough_units',
  'below_threshold',
  'not_better',
  'group_taken',
  'exclusive',
  'no_room',
  'no_benefit',
  'limit',
  'budget',
  'code_unknown',
  'code_mistyped',
  'code_expired',
  'code_not_started',
  'code_used',
  'code_not_yours',
  'code_limit_reached',
  'code_member_limit_reached',
  'code_not_stackable',
  'code_not_needed',
  'code_withdrawn',
] as const;

export type ComparisonCode = (typeof COMPARISON_CODES)[number];

export type Side = string | number | boolean | null | readonly (string | number | boolean)[];

/** `actual relation wanted` is what failed: 9450 below 10000. */
export interface Comparison {
  readonly code: ComparisonCode;
  readonly relation: 'below' | 'above' | 'not_in' | 'in' | 'missing' | 'outside' | 'used_up';
  /** What the receipt, the member or the counter had. */
  readonly actual: Side;
  /** What the rule wanted. */
  readonly wanted: Side;
  readonly unit: 'minor' | 'milli' | 'points' | 'count' | 'text';
  /** Name of an attribute, period of a limit, id of the rule in the way; empty where there is none. */
  readonly subject: string;
}

export function comparison(
  code: ComparisonCode,
  relation: Comparison['relation'],
  actual: Side,
  wanted: Side,
  unit: Comparison['unit'] = 'text',
  subject = '',
): Comparison {
  return { code, relation, actual, wanted, unit, subject };
}
