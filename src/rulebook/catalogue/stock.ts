/** The catalogue as an engine holds it at one revision: products with the categories they count as, resolved when it is loaded. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { CatalogueProduct } from '../../core/assortment.js';
import { Fault } from '../../core/invariant.js';
import { cycleFrom, lineageOf, withAbove, type Lineage } from '../../core/rules/category-tree.js';
import type { CatalogueChanges, CatalogueHead, ChangedCategory, ChangedProduct } from './read-changes.js';

interface Held {
  readonly product: CatalogueProduct;
  /** Its own categories, before those above them are added. */
  readonly own: readonly string[];
  readonly revision: number;
}

/** The categories that many products have in common, as they are and with all above them. */
interface Shelf {
  readonly own: readonly string[];
  readonly all: readonly string[];
}

export interface Stock {
  readonly head: CatalogueHead;
  readonly products: Map<string, Held>;
  readonly categories: ReadonlyMap<string, ChangedCategory>;
  readonly lineage: Lineage;
}

export const NO_STOCK: Stock = {
  head: { revision: -1, entries: 0, checksum: 0 },
  products: new Map(),
  categories: new Map(),
  lineage: new Map(),
};

/** A receipt waits no longer than this many products take. */
const SLICE = 5_000;

/**
 * What is held with the changes since: who prices a receipt sees all of them or nothing. A few products are put in at one go, for more a map of
 * its own is made beside the calls. Rejects with a fault where it does not come to what Postgres says, or where a category lies below itself.
 */
export async function stockWith(held: Stock, { head, products, categories }: CatalogueChanges): Promise<Stock> {
  checkSums(held, head, products, categories);
  const tree = categories.length === 0 ? held : treeWith(held.categories, categories);
  const shared = new Map<string, Shelf>();
  const shelfOf = (own: readonly string[]): Shelf => {
    const key = own.join('\u001f');
    const known = shared.get(key) ?? { own, all: withAbove(own, tree.lineage) };
    shared.set(key, known);
    return known;
  };
  const { categories: known, lineage } = tree;
  const isSmall = tree === held && products.length < SLICE && held !== NO_STOCK;
  const next = isSmall ? held.products : new Map<string, Held>();
  let left = SLICE;
  if (!isSmall)
    for (const [sku, one] of held.products) {
      next.set(sku, tree === held ? one : { ...one, product: { ...one.product, categories: shelfOf(one.own).all } });
      if (--left === 0) left = await sliceOver();
    }
  for (const { product, revision } of products) {
    const { own, all } = shelfOf(product.categories ?? []);
    next.set(product.sku, { product: { ...product, categories: all }, own, revision });
    if (--left === 0) left = await sliceOver();
  }
  return { head, products: next, categories: known, lineage };
}

async function sliceOver(): Promise<number> {
  await breathe();
  return SLICE;
}

function treeWith(held: Stock['categories'], changed: readonly ChangedCategory[]): Pick<Stock, 'categories' | 'lineage'> {
  const categories = new Map(held);
  for (const category of changed) categories.set(category.id, category);
  const live = [...categories.values()].filter(({ retired }) => !retired).map(({ id, parent }) => ({ id, parent: parent ?? undefined }));
  const parents = new Map(live.map(({ id, parent }) => [id, parent]));
  const settled = new Set<string>();
  for (const { id } of live) {
    const cycle = cycleFrom(id, parents, settled);
    if (cycle !== null) throw new Fault(`the category lies below itself: ${cycle.join(' > ')}`);
  }
  return { categories, lineage: lineageOf(live.map(({ id, parent }) => (parent === undefined ? { id } : { id, parent }))) };
}

function checkSums(held: Stock, head: CatalogueHead, products: readonly ChangedProduct[], categories: readonly ChangedCategory[]): void {
  let { entries, checksum } = held.head;
  const count = (before: { readonly revision: number } | undefined, revision: number): void => {
    if (before === undefined) entries++;
    checksum += revision - (before?.revision ?? 0);
  };
  for (const { product, revision } of products) count(held.products.get(product.sku), revision);
  for (const { id, revision } of categories) count(held.categories.get(id), revision);
  if (entries === head.entries && checksum === head.checksum) return;
  const wanted = `${head.entries} entries with the sum ${head.checksum}`;
  throw new Fault(`revision ${head.revision} of the catalogue has ${wanted}, and ${entries} with ${checksum} were read`);
}
