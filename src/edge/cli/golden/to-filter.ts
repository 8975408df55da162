import type { LineFilter } from '../../../core/rules/types.js';
import type { NeutralFilter } from './neutral-case.js';

/** Attributes that the receipt's lines carry for filters that have no field of their own. */
export const DISCOUNTABLE = 'discountable';

/** Undefined: every line. */
export function toFilter(filter: NeutralFilter | undefined): LineFilter | undefined {
  if (filter === undefined || Object.keys(filter).length === 0) return undefined;
  return {
    ...(filter.sku && { skus: filter.sku }),
    ...(filter.category && { categories: filter.category }),
    ...(filter.brand && { brands: filter.brand }),
    ...(filter.unit_price_min !== undefined && { minUnitPriceMinor: filter.unit_price_min }),
    ...(filter.unit_price_max !== undefined && { maxUnitPriceMinor: filter.unit_price_max }),
    ...(filter.not_discounted === true && { notDiscounted: true }),
    ...(filter.discountable !== undefined && { attributes: [{ name: DISCOUNTABLE, in: [filter.discountable] }] }),
    ...excluded(filter.exclude),
  };
}

function excluded(filter: NeutralFilter | undefined): Pick<LineFilter, 'exclude'> {
  const exclude = toFilter(filter);
  return exclude === undefined ? {} : { exclude };
}
