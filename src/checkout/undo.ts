import { total } from '../core/money.js';
import type { ReturnedLine } from '../core/points/return-lines.js';
import { revertUsage } from '../core/rules/usage.js';
import { publicId } from '../ledger/ids.js';
import type { PostItem } from '../ledger/post-item.js';
import type { Subject } from './operate.js';
import { returnPolicies } from './return-terms.js';
import { givenBack, together } from './usage-changes.js';

/**
 * What undoing a sale or a part of it restores beside points: the member's counters with every part, and with the last one, by policy,
 * coupons, limits and budgets.
 */
export function undoUsage(subject: Subject, lines: readonly ReturnedLine[], complete: boolean): Pick<PostItem, 'budgets' | 'coupons'> {
  const { stored, ruleSet, holder } = subject;
  const { restoreCoupons, restoreLimits } = returnPolicies(ruleSet);
  const { quote, receipt } = stored;
  if (holder !== null) {
    const { tier } = holder.counters;
    const back = {
      payableMinor: total(lines.map((line) => line.refundMinor)),
      earnPoints: total(lines.map((line) => line.clawbackPoints)),
      complete,
    };
    const counters = revertUsage(holder.counters, quote, back, receipt, ruleSet, restoreLimits);
    holder.counters = tier === undefined ? counters : { ...counters, tier };
  }
  if (!complete) return { budgets: [], coupons: [] };
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
