/** Products, stores, the category tree and the price lists, each by the key a receipt asks with. */
import { minor } from '../money.js';
import { instantOf } from '../time.js';
import { lineageOf } from './category-tree.js';
import { compileCondition } from './compile-condition.js';
import { span } from './compile-window.js';
import type { Catalogue, CompiledList, CompiledPrice } from './rule-set.js';
import type { Condition, PriceItem, PriceList, Programme } from './types.js';

export function compileCatalogue(programme: Programme): { readonly catalogue: Catalogue; readonly lists: Map<string, CompiledList> } {
  const lists = new Map<string, CompiledList>();
  const prices = new Map<string, CompiledPrice[]>();
  for (const list of programme.priceLists ?? []) {
    if (list.active === false) continue;
    const compiled = compileList(list, programme.timeZone);
    lists.set(list.id, compiled);
    for (const item of list.items) addPrice(prices, item, compiled, programme.timeZone);
  }
  const catalogue: Catalogue = {
    products: new Map((programme.products ?? []).map((product) => [product.sku, product])),
    stores: new Map((programme.stores ?? []).map((store) => [store.id, store])),
    lineage: lineageOf(programme.categories ?? []),
    prices,
  };
  return { catalogue, lists };
}

function compileList(list: PriceList, zone: string): CompiledList {
  return {
    id: list.id,
    name: list.name ?? list.id,
    ...span(list.window, zone),
    when: list.when === undefined ? null : compileCondition(list.when),
    withCard: list.when === undefined ? null : compileCondition(asCardHolder(list.when)),
  };
}

/** The same condition where `member` always holds. */
function asCardHolder(condition: Condition): Condition {
  switch (condition.kind) {
    case 'member':
      return { kind: 'all', of: [] };
    case 'all':
    case 'any':
      return { kind: condition.kind, of: condition.of.map(asCardHolder) };
    case 'not':
      return { kind: 'not', of: asCardHolder(condition.of) };
    default:
      return condition;
  }
}

function addPrice(prices: Map<string, CompiledPrice[]>, item: PriceItem, list: CompiledList, zone: string): void {
  const price: CompiledPrice = {
    list,
    unitPriceMinor: minor(item.unitPriceMinor),
    fromMs: Math.max(list.fromMs, item.from === undefined ? -Infinity : instantOf(item.from, zone)),
    toMs: Math.min(list.toMs, item.to === undefined ? Infinity : instantOf(item.to, zone)),
  };
  const known = prices.get(item.sku);
  if (known === undefined) prices.set(item.sku, [price]);
  else known.push(price);
}
