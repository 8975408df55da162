/** Price lists of the simulated programme, where they are others than those of the programme a sale was made under. */
import { pricesOf } from '../normalise.js';
import type { Line, Receipt } from '../receipt.js';
import type { RuleSet } from '../rules/rule-set.js';

/** The receipt with the prices of the rule set's own lists; those of `replaced` go, and prices of any other list stay as stored. */
export function withListPrices(receipt: Receipt, ruleSet: RuleSet, replaced: ReadonlySet<string>): Receipt {
  return { ...receipt, lines: receipt.lines.map((line) => lineWith(line, receipt.purchasedAtMs, ruleSet, replaced)) };
}

function lineWith(line: Line, atMs: number, ruleSet: RuleSet, replaced: ReadonlySet<string>): Line {
  const own = pricesOf(line.sku, ruleSet, atMs);
  if (own.length === 0 && line.prices.length === 0) return line;
  return { ...line, prices: [...line.prices.filter(({ listId, who }) => who !== undefined || !replaced.has(listId)), ...own] };
}
