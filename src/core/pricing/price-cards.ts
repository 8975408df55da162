/** The stage of card prices by itself, for listing pages: no discount, burn or points. */
import type { Minor } from '../money.js';
import { findCandidates } from './candidates.js';
import { applyCardPrices } from './card-prices.js';
import { openWork } from './open-work.js';
import type { PriceRequest } from './open-work.js';

export interface CardPrice {
  readonly sku: string;
  /** The line at its card price. */
  readonly cardPriceMinor: Minor;
  /** The list or rule that gave the first of it; empty where the regular price stands. */
  readonly ruleId: string;
}

/** The card price of each line in the order of the lines: what `priceReceipt` says of them, at a fraction of its time. */
export function priceCards(request: PriceRequest): CardPrice[] {
  const work = openWork(request);
  // Rules are ordered by stage, and card prices are the first one.
  const hasRules = request.ruleSet.rules[0]?.stage === 'card_price';
  const rules = hasRules ? findCandidates(work).filter(({ rule }) => rule.stage === 'card_price') : [];
  applyCardPrices(work, rules);
  return work.lines.map(({ line, cardMinor, discounts }) => {
    const first = discounts.find(({ stage }) => stage === 'card_price');
    return { sku: line.sku, cardPriceMinor: cardMinor as Minor, ruleId: first?.ruleId ?? '' };
  });
}
