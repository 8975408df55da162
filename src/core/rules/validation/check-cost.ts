/** Discounts and list prices that can sell a product for less than it costs the shop, where that is known. */
import { BPS_ONE, mulDivHalfUp } from '../../money.js';
import { lineageOf, withAbove } from '../category-tree.js';
import { compileAttribute } from '../compile-filter.js';
import type { LineFilter, Product, Rule } from '../types.js';
import type { Findings, Path } from './finding.js';
import type { SoundProgramme } from './sound.js';

type Costed = Product & { readonly costMinor: number };
type Lineage = (product: Product) => readonly string[];

/** Rules times products; so many are compared in half a second. */
const PAIRS_MAX = 2_000_000;

/**
 * One product for each rule: the first that it can bring below its cost. Looked at are percentages, amounts and prices of a unit on lines
 * that the catalogue of the programme says they take; a cap of the rule and the least price of the product hold it up.
 *
 * Bought for 900 and sold for 1000: 10 % off is no loss, 11 % off is one of 10.
 */
export function checkCost(programme: SoundProgramme, findings: Findings): void {
  const costed = programme.products.map(({ item }) => item).filter((item): item is Costed => item.costMinor !== undefined);
  if (costed.length === 0) return;
  const bySku = new Map(costed.map((product) => [product.sku, product]));
  checkLists(programme, bySku, findings);
  const tree = lineageOf(programme.categories.map(({ item }) => item));
  const lineage: Lineage = ({ categories }) => withAbove(categories ?? [], tree);
  let pairs = 0;
  for (const { path, item: rule } of programme.rules) {
    const field = fieldOf(rule);
    if (rule.active === false || field === null) continue;
    const named = rule.lines?.skus?.flatMap((sku) => bySku.get(sku) ?? []) ?? costed;
    pairs += named.length;
    if (pairs > PAIRS_MAX) {
      findings.warn(path, 'too_many', 'From this rule on, discounts are not compared with costs: there are too many rules and products.');
      return;
    }
    const loss = named.find(
      (product) => (priceBy(rule, product, programme) ?? Infinity) < product.costMinor && takes(rule.lines, product, lineage),
    );
    if (loss === undefined) continue;
    const sentence = `The rule can sell \`${loss.sku}\` for ${priceBy(rule, loss, programme)}, below its cost of ${loss.costMinor}.`;
    findings.warn([...path, 'benefit', field], 'below_cost', sentence);
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

/** Where the benefit says how much; null for one that gives no price to a single unit. */
function fieldOf({ stage, benefit }: Rule): string | null {
  if (stage === 'earn') return null;
  if (benefit.kind === 'percent') return 'rateBps';
  if (benefit.kind === 'amountOff') return benefit.per === 'receipt' ? null : 'amountMinor';
  return benefit.kind === 'fixedPrice' ? 'unitPriceMinor' : null;
}

/** What one unit costs the customer; null where that cannot be known, or the rule may not touch it. */
function priceBy({ stage, benefit, maxDiscountMinor = Infinity }: Rule, product: Product, { settings }: SoundProgramme): number | null {
  if (product.discountable === false && stage !== 'card_price') return null;
  const shelf = product.unitPriceMinor;
  const floor = Math.max(product.minUnitPriceMinor ?? 0, settings.minUnitPriceMinor ?? 0);
  const off = (amount: number): number | null => (shelf === undefined ? null : Math.max(shelf - Math.min(amount, maxDiscountMinor), floor));
  if (benefit.kind === 'percent') return off(mulDivHalfUp(shelf ?? 0, benefit.rateBps, BPS_ONE));
  if (benefit.kind === 'amountOff') return off(benefit.amountMinor);
  if (benefit.kind !== 'fixedPrice') return null;
  return shelf === undefined ? Math.max(benefit.unitPriceMinor, floor) : off(shelf - Math.min(shelf, benefit.unitPriceMinor));
}

/** Whether a line of this product can be taken: what a till decides, as the quantity, is taken to fit. */
function takes(filter: LineFilter | undefined, product: Product, lineage: Lineage): boolean {
  if (filter === undefined) return true;
  const { skus, brands, categories, tags, attributes, weighed, any, exclude } = filter;
  const price = product.unitPriceMinor;
  if (skus !== undefined && !skus.includes(product.sku)) return false;
  if (brands !== undefined && !brands.includes(product.brand ?? '')) return false;
  if (categories !== undefined && !lineage(product).some((id) => categories.includes(id))) return false;
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
