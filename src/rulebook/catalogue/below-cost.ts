/** Rules that can sell products of the catalogue for less than they cost the shop, for those who write rules. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { CatalogueProduct } from '../../core/assortment.js';
import { lineageOf } from '../../core/rules/category-tree.js';
import type { Programme } from '../../core/rules/types.js';
import { CostOfRule, isCosted } from '../../core/rules/validation/cost-of-rule.js';
import type { Finding } from '../../core/rules/validation/finding.js';

/** A till waits no longer than so many products take. */
const SLICE = 5_000;
/** Rules times products; so many take seconds. */
const LOOKS_MAX = 10_000_000;

/**
 * One product, or one set, for each rule. The sentences tell no costs, for not everybody who may validate may see them. Works in slices, beside
 * the calls of tills.
 */
export async function belowCost(programme: Programme, products: Iterable<CatalogueProduct>): Promise<Finding[]> {
  const costed = [...products].filter(isCosted);
  if (costed.length === 0) return [];
  const bySku = new Map(costed.map((product) => [product.sku, product]));
  const lineage = lineageOf(programme.categories ?? []);
  const found: Finding[] = [];
  let looks = 0;
  for (const [i, rule] of (programme.rules ?? []).entries()) {
    const cost = new CostOfRule(rule, programme.settings ?? {}, lineage);
    if (cost.field === null) continue;
    for (const product of rule.lines?.skus?.flatMap((sku) => bySku.get(sku) ?? []) ?? costed) {
      if (++looks % SLICE === 0) await breathe();
      if (cost.look(product)) break;
    }
    const sentence = cost.warning(false);
    if (sentence !== null) found.push({ pointer: `/rules/${i}/benefit/${cost.field}`, code: 'below_cost', sentence });
    if (looks > LOOKS_MAX) {
      const told = 'From this rule on, discounts are not compared with costs: there are too many rules and products.';
      return [...found, { pointer: `/rules/${i}`, code: 'too_many', sentence: told }];
    }
  }
  return found;
}
