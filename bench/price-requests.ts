/** Receipts of the mix, ready to be priced by its rule set. */
import { normalise } from '../src/core/normalise.js';
import type { PriceRequest } from '../src/core/pricing/price.js';
import { isRejection } from '../src/core/rejection.js';
import type { RuleSet } from '../src/core/rules/rule-set.js';
import { MEMBER, receiptOf, universeOf } from './rule-mix.js';

export function priceRequests(ruleSet: RuleSet, receipts: number, lines: number, rules: number): PriceRequest[] {
  const universe = universeOf(rules);
  return Array.from({ length: receipts }, (_, seed): PriceRequest => {
    const receipt = normalise(receiptOf(lines, seed, universe), ruleSet);
    if (isRejection(receipt)) throw new Error(receipt.message);
    return { receipt, ruleSet, member: MEMBER, explain: false, coupons: [], budgets: {} };
  });
}
