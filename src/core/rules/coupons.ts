import type { EpochMs } from '../money.js';
import type { RuleSet } from './rule-set.js';

/** A unique code as the ledger knows it. A code it does not know is simply not in the list. */
export interface CouponState {
  readonly code: string;
  readonly seriesId: string;
  /** Whom it was issued to; empty for nobody in particular. */
  readonly memberId: string;
  readonly uses: number;
  readonly withdrawn: boolean;
  readonly validFromMs: EpochMs;
  /** Exclusive; null for as long as the series. */
  readonly validToMs: EpochMs | null;
}

/** The codes of a receipt that may be unique ones, whose state the caller reads before pricing. */
export function uniqueCodes(ruleSet: RuleSet, coupons: readonly string[]): readonly string[] {
  const shared = new Set((ruleSet.programme.promoCodes ?? []).map((promo) => promo.code));
  return coupons.filter((code) => !shared.has(code));
}
