import type pg from 'pg';
import type { Effect } from '../access/change.js';
import { refuse, type Refusal } from '../access/refusal.js';
import { lockCatalogue, nextRevision } from './catalogue-lock.js';
import { readProduct, type ProductView } from './read-products.js';

const RETIRE = `UPDATE catalogue.product SET retired_at = now(), revision = $2, updated_at = now() WHERE sku = $1`;

/** Ends the sale of a product: tills get no price for it any more, its other facts hold for the last pieces. Refuses `unknown_product`. */
export async function retireProduct(tx: pg.PoolClient, sku: string, reason: string): Promise<Effect<ProductView> | Refusal> {
  await lockCatalogue(tx);
  const was = await readProduct(tx, sku);
  if (was === null) return refuse('unknown_product', `There is no product \`${sku}\``);
  if (was.retiredAt !== null) return { answer: was, note: null };
  await tx.query(RETIRE, [sku, await nextRevision(tx)]);
  const answer = (await readProduct(tx, sku))!;
  return { answer, note: { action: 'catalogue.retire', subject: `product:${sku}`, reason } };
}
