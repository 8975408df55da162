import type pg from 'pg';

const READ = `
SELECT p.sku, p.unit_price_minor::float8 AS "unitPriceMinor",
  CASE WHEN p.valid_from > '-infinity' THEN p.valid_from END AS "validFrom", CASE WHEN p.valid_to < 'infinity' THEN p.valid_to END AS "validTo",
  coalesce(extract(epoch FROM nullif(p.valid_from, '-infinity'))::text, '') AS key
FROM prices.price AS p JOIN prices.revision AS r ON r.list_no = p.list_no
WHERE r.list_id = $1 AND r.list_revision = $2 AND p.since <= r.list_revision AND p.until > r.list_revision
  AND (p.sku, p.valid_from) > ($3, CASE WHEN $4 = '' THEN '-infinity' ELSE to_timestamp($4::numeric) END)
  AND ($5::text IS NULL OR p.sku = $5)
ORDER BY p.sku, p.valid_from LIMIT $6`;
const LAST = `SELECT max(list_revision) AS last FROM prices.revision WHERE list_id = $1 AND called_off_at IS NULL`;

export interface PriceView {
  readonly sku: string;
  readonly unitPriceMinor: number;
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
  /** Of the row within its SKU. */
  readonly key: string;
}

/** Rows of a list at one of its revisions, by SKU, after a row. */
export async function readRows(
  db: pg.Pool,
  listId: string,
  listRevision: number,
  after: { readonly sku: string; readonly key: string },
  sku: string | null,
  most: number,
): Promise<PriceView[]> {
  return (await db.query<PriceView>(READ, [listId, listRevision, after.sku, after.key, sku, most])).rows;
}

/** The last revision of a list that stands, or null. */
export async function lastRevision(db: pg.Pool, listId: string): Promise<number | null> {
  return (await db.query<{ last: number | null }>(LAST, [listId])).rows[0]!.last;
}
