import type pg from 'pg';
import { Fault } from '../../core/invariant.js';
import { copyRows, int8Of } from './copy-rows.js';
import { rowsOf, tableOnly, type ListPrices } from './price-book.js';
import { keyOf, PriceTable, type PriceRow } from './price-table.js';
import type { PriceRevision } from './read-revisions.js';
import { RowsHash } from './rows-hash.js';

const PRICE = `unit_price_minor,
  CASE WHEN valid_from = '-infinity' THEN NULL ELSE (extract(epoch FROM valid_from) * 1000)::int8 END,
  CASE WHEN valid_to = 'infinity' THEN NULL ELSE (extract(epoch FROM valid_to) * 1000)::int8 END`;
const FIELDS = 4;

/** Numbers of our own, so that they may stand in the text: COPY takes no parameters. */
const wholeList = ({ listNo, listRevision }: PriceRevision): string =>
  `SELECT sku, ${PRICE} FROM prices.price WHERE list_no = ${listNo} AND since <= ${listRevision} AND until > ${listRevision}`;

/**
 * Of a list that is younger than the statistics Postgres expects one row, and so might read the whole list for each SKU that changed. OFFSET 0
 * keeps the inner query apart: the SKU is known in it, and the index is used by it.
 */
const CHANGED = `
SELECT c.sku, p.unit_price_minor::float8 AS "unitPriceMinor",
  CASE WHEN p.valid_from > '-infinity' THEN (extract(epoch FROM p.valid_from) * 1000)::float8 END AS "fromMs",
  CASE WHEN p.valid_to < 'infinity' THEN (extract(epoch FROM p.valid_to) * 1000)::float8 END AS "toMs"
FROM (SELECT DISTINCT sku FROM prices.changed WHERE list_no = $1 AND list_revision > $2 AND list_revision <= $3) AS c
LEFT JOIN LATERAL (
  SELECT * FROM prices.price AS p WHERE p.list_no = $1 AND p.sku = c.sku AND p.since <= $3 AND p.until > $3 OFFSET 0
) AS p ON true`;

/** Where more SKUs than these lie over the table, the list is read anew. */
const CHANGED_MAX = 50_000;

/** All rows of a list at a revision, from Postgres. Rejects with a fault where they are not those that were published. */
export async function loadWhole(db: pg.Pool, wanted: PriceRevision): Promise<ListPrices> {
  const table = new PriceTable(wanted.rowCount);
  const hash = new RowsHash();
  const tx = await db.connect();
  let broken: Error | undefined;
  try {
    await tx.query('BEGIN READ ONLY');
    await tx.query('SET LOCAL statement_timeout = 0');
    await copyRows(tx, wholeList(wanted), FIELDS, (row) => {
      if (table.rows >= wanted.rowCount) throw wrongCount(wanted, table.rows + 1);
      const start = row.starts[0]!;
      const end = start + row.lengths[0]!;
      const price = {
        unitPriceMinor: int8Of(row, 1),
        fromMs: row.lengths[2]! < 0 ? -Infinity : int8Of(row, 2),
        toMs: row.lengths[3]! < 0 ? Infinity : int8Of(row, 3),
      };
      table.add(keyOf(row.buffer.subarray(start, end)), price);
      hash.add(row.buffer.toString('utf8', start, end), price);
    });
    await tx.query('COMMIT');
  } catch (error) {
    broken = error as Error;
    throw error;
  } finally {
    tx.release(broken);
  }
  if (table.rows !== wanted.rowCount) throw wrongCount(wanted, table.rows);
  if (hash.hex !== wanted.hash) throw wrongRows(wanted, hash.hex);
  return tableOnly(wanted.listRevision, table, hash.hex);
}

function wrongRows({ listId, listRevision, hash }: PriceRevision, found: string): Fault {
  return new Fault(`revision ${listRevision} of price list ${listId} has other rows than were published: hash ${found}, not ${hash}`);
}

function wrongCount({ listId, listRevision, rowCount }: PriceRevision, found: number): Fault {
  return new Fault(`revision ${listRevision} of price list ${listId} has ${rowCount} rows, and ${found} or more were read`);
}

interface ChangedRow {
  readonly sku: string;
  readonly unitPriceMinor: number | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/**
 * What changed since the revision that is held, laid over it; null where the list is better read whole: too much changed, one of the steps
 * is not known SKU by SKU, or the rows do not come to those that were published.
 */
export async function loadChanges(
  db: pg.Pool,
  held: ListPrices,
  steps: readonly PriceRevision[],
  wanted: PriceRevision,
): Promise<ListPrices | null> {
  if (held.listRevision === 0 || held.listRevision > wanted.listRevision) return null;
  let skus = held.changed.size;
  for (const { changedSkus } of steps) {
    if (changedSkus === null) return null;
    skus += changedSkus;
  }
  if (skus > CHANGED_MAX) return null;
  const values = [wanted.listNo, held.listRevision, wanted.listRevision];
  const { rows: found } = await db.query<ChangedRow>({ name: 'prices-read-changes', text: CHANGED, values });
  const fresh = new Map<string, PriceRow[]>();
  for (const { sku, unitPriceMinor, fromMs, toMs } of found) {
    const rows = fresh.get(sku) ?? [];
    fresh.set(sku, rows);
    if (unitPriceMinor !== null) rows.push({ unitPriceMinor, fromMs: fromMs ?? -Infinity, toMs: toMs ?? Infinity });
  }
  let rows = held.rows;
  const hash = new RowsHash(held.hash);
  for (const [sku, now] of fresh) {
    const before = rowsOf(held, sku);
    rows += now.length - before.length;
    for (const row of before) hash.take(sku, row);
    for (const row of now) hash.add(sku, row);
  }
  if (rows !== wanted.rowCount || hash.hex !== wanted.hash) return null;
  return { listRevision: wanted.listRevision, table: held.table, changed: new Map([...held.changed, ...fresh]), rows, hash: hash.hex };
}
