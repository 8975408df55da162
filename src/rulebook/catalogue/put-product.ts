import type pg from 'pg';
import type { Product } from '../../core/rules/types.js';
import type { Effect } from '../access/change.js';
import { refuse, type Refusal } from '../access/refusal.js';
import { arrayText } from '../upload/cells.js';
import { applyProducts, markProducts } from './apply-products.js';
import { PRODUCT_COLUMNS, PRODUCTS_TABLE } from './product-columns.js';
import { readProduct, type ProductView } from './read-products.js';
import { refusalOfRow, stageRow } from './stage-row.js';

const ALL = Object.values(PRODUCT_COLUMNS).flatMap(([, names]) => names);

/**
 * Writes all facts of a product; it is sold again where it was retired. `revision` is the one that was read, null for a product that is not there
 * yet. Refuses `stale_product` and `unresolved`.
 */
export async function putProduct(
  tx: pg.PoolClient,
  revision: number | null,
  product: Required<Omit<Product, 'unitPriceMinor' | 'costMinor'>> & Product,
): Promise<Effect<ProductView> | Refusal> {
  const { sku, name, categories, brand, tags, attributes, unitPriceMinor, minUnitPriceMinor, costMinor } = product;
  const text = (value: unknown): string | null => (value === undefined ? null : String(value));
  const words = [name, arrayText(categories), brand, arrayText(tags), JSON.stringify(attributes)];
  const amounts = [unitPriceMinor, minUnitPriceMinor, costMinor].map(text);
  const flags = [product.weighed, product.discountable, product.burnable, product.earning, false].map(text);
  await stageRow(tx, PRODUCTS_TABLE, [sku, ...words, ...amounts, ...flags]);
  await markProducts(tx);
  const was = await readProduct(tx, sku);
  if ((was?.revision ?? null) !== revision) return stale(sku, was);
  const wrong = await refusalOfRow(tx);
  if (wrong !== null) return wrong;
  await applyProducts(tx, 'upsert', ALL);
  const is = (await readProduct(tx, sku))!;
  const isSame = was?.revision === is.revision;
  return { answer: is, note: isSame ? null : { action: 'catalogue.product', subject: `product:${sku}`, facts: { was, is } } };
}

function stale(sku: string, was: ProductView | null): Refusal {
  if (was === null) return refuse('stale_product', `There is no product \`${sku}\`: send \`If-None-Match: *\` to make it`);
  return refuse('stale_product', `The product \`${sku}\` is at revision ${was.revision}: read it and send its ETag as If-Match`);
}
