import { Fault } from '../invariant.js';
import type { MemberState } from '../member.js';
import type { Quote } from '../quote.js';
import type { Receipt } from '../receipt.js';
import type { Rejection } from '../rejection.js';
import type { CouponState } from '../rules/coupons.js';
import type { BudgetUsage } from '../rules/usage.js';
import type { RuleSet } from '../rules/rule-set.js';

export interface PriceRequest {
  readonly receipt: Receipt;
  readonly ruleSet: RuleSet;
  /** Null: anonymous. */
  readonly member: MemberState | null;
  /** True: also say of each candidate that did not apply why; or of these rules, candidates or not. */
  readonly explain: boolean | readonly string[];
  /** State of the unique codes of the receipt, as `uniqueCodes` asks for; shared codes need none. */
  readonly coupons: readonly CouponState[];
  /** What is used of total budgets, by key, as `budgetKeys` asks for; an absent key is unused. */
  readonly budgets: BudgetUsage;
}

/**
 * The quote of a receipt. All times are `receipt.purchasedAtMs`, so that a stored sale can be computed again.
 * Rejects `burn_not_allowed` (anonymous, or no burn in the programme) and `not_enough_points` (more requested than active).
 */
export function priceReceipt(_request: PriceRequest): Quote | Rejection {
  throw new Fault('not built yet');
}
