/** Discounts and list prices that can sell a product for less than it costs the shop, where that is known. */
import { lineageOf } from '../category-tree.js';
import { CostOfRule, isCosted, type Costed } from './cost-of-rule.js';
import type { Findings, Path } from './finding.js';
import type { SoundProgramme } from './sound.js';

/** Rules times products; so many are compared in half a second. */
const PAIRS_MAX = 2_000_000;

/**
 * One product for each rule: the first that it can bring below its cost. Looked at are prices of a unit, and of units that are bought together
 * where all of them are the same; of bundles the worst that can come together. What is off a whole receipt cannot be told.
 *
 * Bought for 900 and sold for 1000: 10 % off is no loss, 11 % off is one of 10. Three for two sells three for 2000, a loss of 700.
 */
export function checkCost(programme: SoundProgramme, findings: Findings): void {
  const costed = programme.products.map(({ item }) => item).filter(isCosted);
  if (costed.length === 0) return;
  const bySku = new Map(costed.map((product) => [product.sku, product]));
  checkLists(programme, bySku, findings);
  const lineage = lineageOf(programme.categories.map(({ item }) => item));
  let pairs = 0;
  for (const { path, item: rule } of programme.rules) {
    const cost = new CostOfRule(rule, programme.settings, lineage);
    if (cost.field === null) continue;
    const named = rule.lines?.skus?.flatMap((sku) => bySku.get(sku) ?? []) ?? costed;
    pairs += named.length;
    if (pairs > PAIRS_MAX) {
      findings.warn(path, 'too_many', 'From this rule on, discounts are not compared with costs: there are too many rules and products.');
      return;
    }
    named.some((product) => cost.look(product));
    const sentence = cost.warning(true);
    if (sentence !== null) findings.warn([...path, 'benefit', cost.field], 'below_cost', sentence);
  }
}

function checkLists({ priceLists }: SoundProgramme, bySku: ReadonlyMap<string, Costed>, findings: Findings): void {
  for (const { path, item: list } of priceLists) {
    if (list.active === false) continue;
    for (const [i, { sku, unitPriceMinor }] of list.items.entries()) {
      const cost = bySku.get(sku)?.costMinor;
      if (cost === undefined || unitPriceMinor >= cost) continue;
      const at: Path = [...path, 'items', i, 'unitPriceMinor'];
      findings.warn(at, 'below_cost', `The price of \`${sku}\` is below its cost of ${cost}.`);
    }
  }
}
