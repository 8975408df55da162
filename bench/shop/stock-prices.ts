/** A published price list of any size, laid down by SQL as its upload and publication would leave it; that way itself is `bench:prices`. */
import type pg from 'pg';
import { ROW_DIGEST } from '../../src/rulebook/prices/apply-rows.js';
import type { ListSettings } from '../../src/rulebook/prices/list-settings.js';
import { LoadedBook, tableOnly } from '../../src/rulebook/prices/price-book.js';
import { PriceTable, skuKey } from '../../src/rulebook/prices/price-table.js';
import { universeOf } from '../rule-mix.js';

const LIST = 'bench';
const SETTINGS: ListSettings = {
  ...{ name: LIST, active: true, stores: [], zones: [], channels: [], membersOnly: false, tiers: [], segments: [] },
  ...{ fromMs: null, toMs: null },
};
const FIRST_MINOR = 50;
const STEPS = 900;

export interface PricesWanted {
  readonly prices: number;
  /** So many of them are for goods of the rules' mix: every second one. */
  readonly named: number;
}

/** Half of the goods that rules and receipts speak of. */
export const namedOf = (rules: number): number => universeOf(rules).skus / 2;
export const namedSku = (k: number): string => `k${2 * k}`;
export const otherSku = (k: number): string => `sku-${k}`;

const MAKE_LIST = `
INSERT INTO prices.list (list_id, settings, settings_revision, editors, list_revision, created_by, updated_by)
VALUES ('${LIST}', $1, 1, '{}', 1, 'bench', 'bench') RETURNING list_no`;
const LAY_DOWN = `
INSERT INTO prices.price (list_no, sku, valid_from, valid_to, unit_price_minor, since)
SELECT $1, CASE WHEN i < $3 THEN 'k' || 2 * i ELSE 'sku-' || i - $3 END, '-infinity', 'infinity', ${FIRST_MINOR} + i % ${STEPS}, 1
FROM generate_series(0, $2::bigint - 1) i`;
const SUMS = `
SELECT sum(('x' || left(digest, 16))::bit(64)::bigint)::text AS high, sum(('x' || right(digest, 16))::bit(64)::bigint)::text AS low
FROM (SELECT ${ROW_DIGEST} AS digest FROM prices.price WHERE list_no = $1) d`;
const PUBLISH = `
WITH head AS (UPDATE prices.head SET revision = revision + 1 RETURNING revision)
INSERT INTO prices.revision (revision, list_id, list_no, list_revision, settings, row_count, added, removed, changed_skus, hash, published_by,
  comment, live_from)
SELECT revision, '${LIST}', $1, 1, $2, $3, $3, 0, NULL, $4, 'bench', '', clock_timestamp() FROM head`;
const KEY = 'price_pkey';
const WITHOUT_KEY = `ALTER TABLE prices.price DROP CONSTRAINT ${KEY}`;
const WITH_KEY = `ALTER TABLE prices.price ADD CONSTRAINT ${KEY} PRIMARY KEY (list_no, sku, valid_from, since)`;

/** An index made at the end costs a fifth of one that grows row by row; the table ends the same. */
export async function stockPrices(db: pg.Pool, { prices, named }: PricesWanted): Promise<void> {
  const client = await db.connect();
  try {
    const { rows } = await client.query<{ list_no: number }>(MAKE_LIST, [JSON.stringify(SETTINGS)]);
    const listNo = rows[0]!.list_no;
    await client.query(WITHOUT_KEY);
    await client.query(LAY_DOWN, [listNo, prices, Math.min(named, prices)]);
    await client.query(WITH_KEY);
    const sums = await client.query<{ high: string; low: string }>(SUMS, [listNo]);
    const { high, low } = sums.rows[0]!;
    await client.query(PUBLISH, [listNo, JSON.stringify(SETTINGS), prices, half(high) + half(low)]);
    await client.query('VACUUM ANALYZE prices.price');
  } finally {
    client.release();
  }
}

/** The lower 64 bits of a sum. */
const half = (sum: string): string => BigInt.asUintN(64, BigInt(sum)).toString(16).padStart(16, '0');

/** The same for receipts of the mix that are priced in this process: what is named, since they ask for nothing else. */
export function namedPrices(rules: number): LoadedBook {
  const named = namedOf(rules);
  const table = new PriceTable(named);
  for (let i = 0; i < named; i++)
    table.add(skuKey(namedSku(i)), { unitPriceMinor: FIRST_MINOR + (i % STEPS), fromMs: -Infinity, toMs: Infinity });
  return new LoadedBook(1, [{ listId: LIST, settings: SETTINGS, prices: tableOnly(1, table) }]);
}
