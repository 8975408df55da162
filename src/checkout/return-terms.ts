import type { ReturnTerms } from '../core/journal/book-return.js';
import type { RuleSet } from '../core/rules/rule-set.js';

export interface ReturnPolicies extends ReturnTerms {
  readonly restoreCoupons: boolean;
  readonly restoreLimits: boolean;
}

/** How the programme a sale was made under treats its return; see the defaults in `core/rules/settings.ts`. */
export function returnPolicies(ruleSet: RuleSet): ReturnPolicies {
  const { returns, burn } = ruleSet.programme.settings ?? {};
  return {
    shortfall: returns?.shortfall ?? 'negative',
    giveBack: returns?.giveBack ?? true,
    restoreCoupons: returns?.restoreCoupons ?? true,
    restoreLimits: returns?.restoreLimits ?? true,
    rate: burn?.rate ?? { points: 1, minor: 0 },
  };
}
