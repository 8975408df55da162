import type pg from 'pg';
import { refuse, type Refusal } from '../access/refusal.js';
import type { Take } from '../upload/upload-file.js';

const STAGE = `
INSERT INTO prices.staged (upload_id, sku, valid_from, valid_to, unit_price_minor)
SELECT $1, sku, valid_from, valid_to, unit_price_minor FROM incoming`;

const FIND = `SELECT 1 FROM prices.list WHERE list_id = $1`;

/** Refuses `unknown_list`. */
export async function checkList(tx: pg.PoolClient, listId: string): Promise<Refusal | null> {
  const { rowCount } = await tx.query(FIND, [listId]);
  return rowCount === 0 ? refuse('unknown_list', `There is no price list \`${listId}\``) : null;
}

/** Keeps received rows for the publication of their list, which is not locked: uploads of one list do not wait for each other. */
export function stagePrices(listId: string): Take {
  return async (tx, uploadId) => {
    const { rowCount } = await tx.query(STAGE, [uploadId]);
    // The planner would take a table of millions of fresh rows for an empty one.
    await tx.query('ANALYZE prices.staged');
    const facts = { uploadId, rows: rowCount };
    return { status: 'staged', note: { action: 'prices.upload', subject: `list:${listId}`, facts } };
  };
}
