import { revertUsage } from '../core/rules/usage.js';
import { publicId } from '../ledger/ids.js';
import type { PostItem } from '../ledger/post-item.js';
import type { Subject } from './operate.js';
import { returnPolicies } from './return-terms.js';
import { givenBack, together } from './usage-changes.js';

/** What undoing a whole sale restores beside points: the member's counters, and by policy coupons, limits and budgets. */
export function undoUsage(subject: Subject): Pick<PostItem, 'budgets' | 'coupons'> {
  const { stored, ruleSet, holder } = subject;
  const { restoreCoupons, restoreLimits } = returnPolicies(ruleSet);
  const { quote, receipt } = stored;
  if (holder !== null) {
    const { tier } = holder.counters;
    const counters = revertUsage(holder.counters, quote, receipt, ruleSet, restoreLimits);
    holder.counters = tier === undefined ? counters : { ...counters, tier };
  }
  const unique = quote.coupons.filter((answer) => answer.applied && !ruleSet.promos.has(answer.code)).map((answer) => answer.code);
  const { budgets } = givenBack(quote.usage, []);
  const shared = budgets.filter((budget) => budget.key.startsWith('promo:'));
  const limits = budgets.filter((budget) => !budget.key.startsWith('promo:'));
  return together(
    { budgets: restoreLimits ? limits : [], coupons: [] },
    restoreCoupons ? { budgets: shared, coupons: givenBack([], unique).coupons } : { budgets: [], coupons: [] },
  );
}

export function saleIdText(subject: Subject): string {
  return publicId('rcp', subject.stored.saleId);
}
