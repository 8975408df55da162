import { setImmediate as breathe } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Rulebook } from '../../rulebook/rulebook.js';
import type { Difference } from './differences.js';
import { readStoredSales, type ComputedSale } from './read-stored-sales.js';
import { recomputeSale } from './recompute-sale.js';

export interface Recomputed {
  sales: number;
  /** Sales whose answer is another one now. */
  differing: number;
}

/** Reads what is needed and computes one page of sales at a time, in constant memory. Differences are reported as they are found. */
export async function recomputeSales(
  pool: Pick<Pool, 'query'>,
  rulebook: Pick<Rulebook, 'version'>,
  span: { readonly from: Date; readonly to: Date },
  onDifference: (sale: ComputedSale, found: readonly Difference[]) => void,
): Promise<Recomputed> {
  const done: Recomputed = { sales: 0, differing: 0 };
  for await (const page of readStoredSales(pool, span.from, span.to)) {
    for (const sale of page) {
      const found = await recomputeOne(rulebook, sale);
      done.sales++;
      if (found.length === 0) continue;
      done.differing++;
      onDifference(sale, found);
    }
    await breathe();
  }
  return done;
}

/** A sale whose rule set is gone cannot be computed again: that is a difference too. */
export async function recomputeOne(rulebook: Pick<Rulebook, 'version'>, sale: ComputedSale): Promise<Difference[]> {
  const ruleSet = await rulebook.version(sale.ruleSetVersion);
  if (ruleSet === null) return [{ path: 'ruleSetVersion', stored: sale.ruleSetVersion, computed: null }];
  return recomputeSale(sale, ruleSet);
}
