import { NO_ASSORTMENT } from '../core/assortment.js';
import { NO_PRICE_BOOK, type PriceBook } from '../core/price-book.js';
import type { RuleSet } from '../core/rules/rule-set.js';
import type { Rulebook } from './rulebook.js';

/** One rule set that nobody published and nobody replaces, with no catalogue beside it: for cases with known answers, tests and benches. */
export function fixedRulebook(ruleSet: RuleSet, prices: PriceBook = NO_PRICE_BOOK): Rulebook {
  return {
    ...NO_ASSORTMENT,
    current: () => ruleSet,
    version: (version) => Promise.resolve(version === ruleSet.version ? ruleSet : null),
    liveAt: () => Promise.resolve(ruleSet),
    prices: () => prices,
    pricesAt: () => Promise.resolve(prices),
  };
}
