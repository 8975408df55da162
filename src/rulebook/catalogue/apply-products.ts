/** How rows in `incoming` become products: each change takes the next revision, and what is the same keeps its own. */
import type pg from 'pg';
import type { RowsApplied, UploadMode } from '../upload/upload-file.js';
import { lockCatalogue, nextRevision } from './catalogue-lock.js';
import { PRODUCT_COLUMNS } from './product-columns.js';

/** Where the catalogue has no categories they come with the lines of the tills, and are not known here. */
const MARK_UNKNOWN = `
UPDATE incoming SET code = 'unknown_category', sentence = 'There is no category \`' || missing.category || '\`: upload the categories first'
FROM (
  SELECT i.sku, min(named.category) AS category FROM incoming AS i, unnest(i.categories) AS named (category)
  WHERE i.code IS NULL AND NOT EXISTS (
    SELECT FROM catalogue.category AS c WHERE c.category_id = named.category COLLATE "C" AND c.retired_at IS NULL)
  GROUP BY i.sku) AS missing
WHERE incoming.sku = missing.sku AND incoming.code IS NULL AND EXISTS (SELECT FROM catalogue.category WHERE retired_at IS NULL)`;

/** Locks the catalogue and marks products that name a category that is not there. */
export async function markProducts(tx: pg.PoolClient): Promise<void> {
  await lockCatalogue(tx);
  // The planner would take a table of many fresh rows for an empty one.
  await tx.query('ANALYZE incoming');
  await tx.query(MARK_UNKNOWN);
}

const COLUMNS = Object.keys(PRODUCT_COLUMNS) as (keyof typeof PRODUCT_COLUMNS)[];

function upsert(given: readonly string[]): string {
  const taken = COLUMNS.filter((name) => PRODUCT_COLUMNS[name][1].some((column) => given.includes(column)));
  const of = (row: string): string => [...taken.map((name) => `${row}.${name}`), `${row}.retired_at IS NULL`].join(', ');
  return `
WITH written AS (
  INSERT INTO catalogue.product AS old (sku, ${COLUMNS.join(', ')}, retired_at, revision)
  SELECT sku, ${COLUMNS.join(', ')}, CASE WHEN retired THEN now() END, $1 FROM incoming ORDER BY sku
  ON CONFLICT (sku) DO UPDATE SET ${taken.map((name) => `${name} = excluded.${name}, `).join('')}
    retired_at = CASE WHEN excluded.retired_at IS NOT NULL THEN coalesce(old.retired_at, excluded.retired_at) END,
    revision = excluded.revision, updated_at = now()
  WHERE (${of('old')}) IS DISTINCT FROM (${of('excluded')})
  RETURNING xmax = 0 AS created, retired_at IS NOT NULL AS retired
)
SELECT count(*) FILTER (WHERE created)::int AS created, count(*) FILTER (WHERE NOT created AND NOT retired)::int AS changed,
  count(*) FILTER (WHERE NOT created AND retired)::int AS retired
FROM written`;
}

const retire = (which: string): string => `
UPDATE catalogue.product AS p SET retired_at = now(), revision = $1, updated_at = now()
WHERE retired_at IS NULL AND ${which} (SELECT FROM incoming AS i WHERE i.sku = p.sku)`;

/** Until it is told, the planner takes a table of many fresh rows for a small one. */
const ANALYZE_FROM = 10_000;

/** Takes the rows in `incoming` into the catalogue; `given` are the columns of the file: others stay as they are. */
export async function applyProducts(tx: pg.PoolClient, mode: UploadMode, given: readonly string[]): Promise<RowsApplied> {
  const revision = await nextRevision(tx);
  const none: RowsApplied = { created: 0, changed: 0, retired: 0 };
  const written = mode === 'delete' ? none : (await tx.query<RowsApplied>(upsert(given), [revision])).rows[0]!;
  if (written.created + written.changed >= ANALYZE_FROM) await tx.query('ANALYZE catalogue.product');
  if (mode === 'upsert') return written;
  const { rowCount } = await tx.query(retire(mode === 'delete' ? 'EXISTS' : 'NOT EXISTS'), [revision]);
  return { ...written, retired: written.retired + (rowCount ?? 0) };
}
