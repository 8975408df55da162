/** One mechanic per kind of benefit. */
import { unreachable } from '../invariant.js';
import { comparison } from '../rules/explain.js';
import type { Comparison } from '../rules/explain.js';
import type { Allowance } from '../rules/limits.js';
import type { CompiledRule } from '../rules/rule-set.js';
import type { Benefit, DiscountBenefit } from '../rules/benefits.js';
import { amountOffLines, amountOffTogether, totalPrice } from './benefits/amount-off.js';
import { bundle } from './benefits/bundle.js';
import { buyGet } from './benefits/buy-get.js';
import { giveEach } from './benefits/each.js';
import { quantityTiers } from './benefits/quantity-tiers.js';
import { everyNth, sets } from './benefits/sets.js';
import { thresholdTiers } from './benefits/threshold-tiers.js';
import { freeProduct, someUnits } from './benefits/units.js';
import type { Draft } from './pieces.js';
import { newPrices } from './new-prices.js';
import { isRespread, respread } from './respread.js';
import type { Work, WorkLine } from './work.js';

export function draftDiscount(work: Work, rule: CompiledRule, lines: readonly WorkLine[], allowance: Allowance): Draft | Comparison {
  if (!isDiscount(rule.benefit)) return comparison('no_benefit', 'not_in', rule.kind, rule.stage);
  if (rule.stage === 'card_price') return newPrices(rule.benefit, lines);
  const made = draft(work, rule, rule.benefit, lines, allowance);
  return 'code' in made || !isRespread(rule) ? made : respread(work, made);
}

function draft(
  work: Work,
  rule: CompiledRule,
  benefit: DiscountBenefit,
  lines: readonly WorkLine[],
  allowance: Allowance,
): Draft | Comparison {
  switch (benefit.kind) {
    case 'percent':
      return giveEach(work, lines, benefit, benefit, allowance);
    case 'fixedPrice':
      return giveEach(work, lines, { kind: 'price', priceMinor: benefit.unitPriceMinor }, benefit, allowance);
    case 'amountOff':
      if (benefit.per === 'unit') return giveEach(work, lines, { kind: 'amount', amountMinor: benefit.amountMinor }, benefit, allowance);
      return benefit.per === 'line' ? amountOffLines(lines, benefit.amountMinor) : amountOffTogether(work, lines, benefit.amountMinor);
    case 'totalPrice':
      return totalPrice(work, lines, benefit.priceMinor);
    case 'quantityTiers':
      return quantityTiers(work, benefit, lines);
    case 'everyNth':
      return everyNth(work, benefit, lines, allowance);
    case 'sets':
      return sets(work, benefit, lines, allowance);
    case 'buyGet':
      return buyGet(work, benefit, rule.pools, lines, allowance);
    case 'bundle':
      return bundle(work, benefit, rule.pools, lines, allowance);
    case 'units':
      return someUnits(work, lines, benefit.units, benefit.give, benefit.pick ?? 'cheapest', allowance);
    case 'thresholdTiers':
      return thresholdTiers(work, benefit, lines);
    case 'freeProduct':
      return freeProduct(work, rule.id, benefit, lines, allowance);
    default:
      return unreachable(benefit);
  }
}

const EARNING: ReadonlySet<Benefit['kind']> = new Set([
  'earnPercent',
  'earnPerAmount',
  'earnPerUnit',
  'earnFixed',
  'earnTiers',
  'earnMultiplier',
  'issueCoupon',
  'message',
]);

export function isDiscount(benefit: Benefit): benefit is DiscountBenefit {
  return !EARNING.has(benefit.kind);
}
