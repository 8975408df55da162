/** Whether a rule can sell a product, or a set of products, for less than they cost the shop. */
import { times } from '../../money.js';
import type { DiscountBenefit } from '../benefits.js';
import { withAbove, type Lineage } from '../category-tree.js';
import { compileAttribute } from '../compile-filter.js';
import type { Settings } from '../settings.js';
import type { LineFilter, Product, Rule } from '../types.js';
import { blockOf, fieldOf, goodsOf, offUnit, type Block } from './cost-of-benefit.js';

export type Costed = Product & { readonly costMinor: number };
type Bundle = Extract<DiscountBenefit, { kind: 'bundle' }>;

export const isCosted = (product: Product): product is Costed => product.costMinor !== undefined;

/**
 * Looks at products one by one and keeps the first that is sold below its cost; of a bundle, the worst product of each pool. A cap of the rule and
 * the least price of a product hold a price up.
 */
export class CostOfRule {
  /** Null: nothing can be told of this rule. */
  readonly field: string | null;
  private loss: { readonly product: Costed; readonly block: Block } | null = null;
  private readonly bundle: Bundle | null;
  private readonly worst: (Costed | undefined)[] = [];

  constructor(
    private readonly rule: Rule,
    private readonly settings: Settings,
    private readonly lineage: Lineage,
  ) {
    this.bundle = rule.stage !== 'earn' && rule.benefit.kind === 'bundle' ? rule.benefit : null;
    this.field = rule.active === false ? null : this.bundle === null ? fieldOf(rule) : 'give';
  }

  /** True once no other product need be looked at. */
  look(product: Costed): boolean {
    if (this.field === null || this.loss !== null) return true;
    if (this.bundle !== null) {
      this.bundle.pools.forEach((pool, i) => this.lookInPool(product, this.bundle!, pool.lines, i));
      return false;
    }
    const block = blockOf(this.rule, product, this.floorOf(product));
    if (block === null || block.soldMinor >= times(product.costMinor, block.units)) return false;
    if (!this.takes(product) || !takes(goodsOf(this.rule), product, this.lineage)) return false;
    this.loss = { product, block };
    return true;
  }

  /** What can be sold below cost, in a sentence; null for nothing. Amounts are left out for who may not see costs. */
  warning(withAmounts: boolean): string | null {
    if (this.bundle !== null) return this.ofBundle(this.bundle, withAmounts);
    if (this.loss === null) return null;
    const { product, block } = this.loss;
    const { units, soldMinor } = block;
    const what = units === 1 ? `\`${product.sku}\`` : `${units} of \`${product.sku}\``;
    if (!withAmounts) return `The rule can sell ${what} for less than ${units === 1 ? 'it costs' : 'they cost'} the shop.`;
    return `The rule can sell ${what} for ${soldMinor}, below ${units === 1 ? 'its' : 'their'} cost of ${times(product.costMinor, units)}.`;
  }

  private lookInPool(product: Costed, bundle: Bundle, lines: LineFilter, pool: number): void {
    if (product.unitPriceMinor === undefined || (product.discountable === false && this.rule.stage !== 'card_price')) return;
    const known = this.worst[pool];
    if (known !== undefined && this.marginOf(bundle, known) <= this.marginOf(bundle, product)) return;
    if (this.takes(product) && takes(lines, product, this.lineage)) this.worst[pool] = product;
  }

  /** What a unit leaves in the set, but for what is the same for all products. */
  private marginOf({ give, per }: Bundle, product: Costed): number {
    if (per !== 'unit' && give.kind === 'price') return -product.costMinor;
    const shelf = product.unitPriceMinor ?? 0;
    const off = per === 'unit' || give.kind !== 'amount' ? offUnit(give, shelf) : 0;
    return Math.max(shelf - off, Math.min(shelf, this.floorOf(product))) - product.costMinor;
  }

  private ofBundle({ pools, give, per }: Bundle, withAmounts: boolean): string | null {
    let [shelf, off, cost, floor] = [0, 0, 0, 0];
    for (const [i, { units }] of pools.entries()) {
      const product = this.worst[i];
      if (product?.unitPriceMinor === undefined) return null;
      shelf += times(product.unitPriceMinor, units);
      off += times(offUnit(give, product.unitPriceMinor), units);
      cost += times(product.costMinor, units);
      floor += times(Math.min(product.unitPriceMinor, this.floorOf(product)), units);
    }
    const wanted = per === 'unit' || give.kind === 'percent' || give.kind === 'free' ? off : offUnit(give, shelf);
    const sold = Math.max(shelf - Math.min(wanted, this.rule.maxDiscountMinor ?? Infinity), floor);
    if (sold >= cost) return null;
    const set = this.worst.map((product) => `\`${product!.sku}\``).join(', ');
    return withAmounts
      ? `The rule can sell a set of ${set} for ${sold}, below its cost of ${cost}.`
      : `The rule can sell a set of ${set} for less than it costs the shop.`;
  }

  private floorOf({ minUnitPriceMinor }: Product): number {
    return Math.max(minUnitPriceMinor ?? 0, this.settings.minUnitPriceMinor ?? 0);
  }

  private takes(product: Product): boolean {
    return takes(this.rule.lines, product, this.lineage);
  }
}

/** Whether a line of this product can be taken: what a till decides, as the quantity, is taken to fit. */
function takes(filter: LineFilter | undefined, product: Product, lineage: Lineage): boolean {
  if (filter === undefined) return true;
  const { skus, brands, categories, tags, attributes, weighed, any, exclude } = filter;
  const price = product.unitPriceMinor;
  if (skus !== undefined && !skus.includes(product.sku)) return false;
  if (brands !== undefined && !brands.includes(product.brand ?? '')) return false;
  if (categories !== undefined && !withAbove(product.categories ?? [], lineage).some((id) => categories.includes(id))) return false;
  if (tags !== undefined && !(product.tags ?? []).some((tag) => tags.includes(tag))) return false;
  if (attributes?.every((test) => compileAttribute(test)(product.attributes ?? {})) === false) return false;
  if (weighed !== undefined && weighed !== (product.weighed ?? false)) return false;
  if (price !== undefined && (price < (filter.minUnitPriceMinor ?? 0) || price > (filter.maxUnitPriceMinor ?? Infinity))) return false;
  if (any?.some((one) => takes(one, product, lineage)) === false) return false;
  return exclude === undefined || isOpen(exclude) || !takes(exclude, product, lineage);
}

/** Decided by the till: such a filter excludes some lines of a product and not others. */
function isOpen({ minQuantityMilli, maxQuantityMilli, notDiscounted, any }: LineFilter): boolean {
  return minQuantityMilli !== undefined || maxQuantityMilli !== undefined || notDiscounted === true || any?.some(isOpen) === true;
}
