import { priceReceipt } from '../../core/pricing/price.js';
import type { RuleSet } from '../../core/rules/rule-set.js';
import { differences, type Difference } from './differences.js';
import type { ComputedSale } from './read-stored-sales.js';

/** Prices a past receipt again from what is stored with it, and lists where the answer differs from the stored one. */
export function recomputeSale(sale: ComputedSale, ruleSet: RuleSet): Difference[] {
  const { receipt, member, coupons, budgets, quote } = sale;
  const again = priceReceipt({ receipt, ruleSet, member, explain: false, coupons: coupons ?? [], budgets: budgets ?? {} });
  // The stored one went through JSON, which leaves out what is undefined.
  return differences(quote, JSON.parse(JSON.stringify(again)));
}
