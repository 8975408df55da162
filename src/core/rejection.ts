/**
 * Expected refusals. They are values, a closed union, listed in order of precedence: where several hold, the first is answered.
 * Each code is stable and public: gRPC carries it in ErrorInfo.reason, REST as the problem's `code`.
 */
export const REJECTION_CODES = [
  'malformed',
  'over_limit',
  'currency_mismatch',
  'amount_mismatch',
  'clock_skew',
  'unknown_card',
  'unknown_sale',
  'unknown_hold',
  'unknown_operation',
  'card_blocked',
  'card_replaced',
  'not_this_store',
  'key_reused',
  'not_enough_points',
  'burn_not_allowed',
  'hold_expired',
  'hold_captured',
  'hold_voided',
  'not_a_hold',
  'sale_voided',
  'sale_is_a_hold',
  'sale_has_returns',
  'other_business_day',
  'more_than_sold',
  'receipt_needed',
  'member_merged',
  'open_holds',
  'already_reversed',
  'no_live_rules',
  'concurrent_update',
] as const;

export type RejectionCode = (typeof REJECTION_CODES)[number];

export interface Rejection {
  readonly rejection: RejectionCode;
  /** Path of the field in the request, e.g. `lines[3].quantity_milli`; empty where no single field is at fault. */
  readonly field: string;
  /** One English sentence: what is wrong, the limit, the way out. */
  readonly message: string;
  /** Facts behind the refusal, all as text, e.g. { available: '120', requested: '500' }. */
  readonly detail: Readonly<Record<string, string>>;
}

export function reject(rejection: RejectionCode, message: string, field = '', detail: Readonly<Record<string, string>> = {}): Rejection {
  return { rejection, field, message, detail };
}

export function isRejection(value: unknown): value is Rejection {
  return typeof value === 'object' && value !== null && 'rejection' in value;
}
