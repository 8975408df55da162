import type pg from 'pg';
import { LoadedBook, type BookList } from './price-book.js';
import { PriceTable, type PriceRow } from './price-table.js';
import type { PriceRevision } from './read-revisions.js';

const READ = `
SELECT l.list_no AS "listNo", p.sku, p.unit_price_minor::float8 AS "unitPriceMinor",
  CASE WHEN p.valid_from > '-infinity' THEN (extract(epoch FROM p.valid_from) * 1000)::float8 END AS "fromMs",
  CASE WHEN p.valid_to < 'infinity' THEN (extract(epoch FROM p.valid_to) * 1000)::float8 END AS "toMs"
FROM unnest($1::integer[], $2::integer[]) AS l (list_no, list_revision)
CROSS JOIN unnest($3::text[]) AS s (sku)
JOIN prices.price AS p ON p.list_no = l.list_no AND p.sku = s.sku AND p.since <= l.list_revision AND p.until > l.list_revision`;

interface Row {
  readonly listNo: number;
  readonly sku: string;
  readonly unitPriceMinor: number;
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/** A book of a few SKUs at revisions of any time, read from Postgres: for what was sold offline, and for trying other times. */
export async function readBook(
  db: pg.Pool,
  revision: number,
  lists: readonly PriceRevision[],
  skus: readonly string[],
): Promise<LoadedBook> {
  const values = [lists.map((one) => one.listNo), lists.map((one) => one.listRevision), skus];
  const { rows } = await db.query<Row>({ name: 'prices-read-at', text: READ, values });
  const byList = new Map<number, Map<string, PriceRow[]>>();
  for (const { listNo, sku, unitPriceMinor, fromMs, toMs } of rows) {
    const prices = byList.get(listNo) ?? new Map<string, PriceRow[]>();
    byList.set(listNo, prices);
    const row = { unitPriceMinor, fromMs: fromMs ?? -Infinity, toMs: toMs ?? Infinity };
    prices.set(sku, [...(prices.get(sku) ?? []), row]);
  }
  const empty = new PriceTable(0);
  const listOf = ({ listId, settings, listNo, listRevision }: PriceRevision): BookList => {
    const changed = byList.get(listNo) ?? new Map<string, PriceRow[]>();
    return { listId, settings, prices: { listRevision, table: empty, changed, rows: changed.size, hash: '' } };
  };
  return new LoadedBook(revision, lists.map(listOf));
}
