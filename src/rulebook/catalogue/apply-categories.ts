/** How rows in `incoming` become the category tree, which stays a tree: every parent is there, and none lies below itself. */
import type pg from 'pg';
import { refuse, type Refusal } from '../access/refusal.js';
import type { RowsApplied, UploadMode } from '../upload/upload-file.js';
import { lockCatalogue, nextRevision } from './catalogue-lock.js';
import { LEVELS_MAX } from './limits.js';

/** The tree as it would be; $1: whether categories that are not in the file stay. */
const TREE = `
tree AS MATERIALIZED (
  SELECT category_id, parent FROM incoming WHERE category_id IS NOT NULL
  UNION ALL
  SELECT category_id, parent FROM catalogue.category AS c
  WHERE $1 AND retired_at IS NULL AND NOT EXISTS (SELECT FROM incoming AS i WHERE i.category_id = c.category_id)
)`;
const MARK_UNKNOWN = `
WITH ${TREE}
UPDATE incoming SET code = 'unknown_category', sentence = 'There is no category \`' || parent || '\` above it'
WHERE code IS NULL AND parent IS NOT NULL AND NOT EXISTS (SELECT FROM tree WHERE tree.category_id = incoming.parent)`;
/** Walks up from each row until there is nothing above, the walk comes back to where it was, or it is too long. */
const MARK_CYCLES = `
WITH RECURSIVE ${TREE}, up AS (
  SELECT line_number, category_id, parent AS next, ARRAY[category_id] AS way FROM incoming WHERE code IS NULL AND parent IS NOT NULL
  UNION ALL
  SELECT up.line_number, up.category_id, tree.parent, up.way || tree.category_id FROM up JOIN tree ON tree.category_id = up.next
  WHERE up.next <> ALL (up.way) AND cardinality(up.way) <= ${LEVELS_MAX}
), wrong AS (
  SELECT line_number, 'cycle' AS code, 'The category lies below itself: ' || (
    SELECT string_agg(step.id, ' > ' ORDER BY step.n DESC) FROM unnest(way || next) WITH ORDINALITY AS step (id, n)) AS sentence
  FROM up WHERE next = category_id
  UNION ALL
  SELECT line_number, 'over_limit', 'More than ${LEVELS_MAX} categories lie above each other' FROM up WHERE cardinality(way) > ${LEVELS_MAX}
)
UPDATE incoming SET code = wrong.code, sentence = wrong.sentence
FROM wrong WHERE incoming.line_number = wrong.line_number AND incoming.code IS NULL`;

/** Locks the catalogue and marks categories below one that is not there, below themselves or too deep. */
export async function markCategories(tx: pg.PoolClient, mode: UploadMode): Promise<void> {
  await lockCatalogue(tx);
  await tx.query('ANALYZE incoming');
  if (mode === 'delete') return;
  await tx.query(MARK_UNKNOWN, [mode === 'upsert']);
  await tx.query(MARK_CYCLES, [mode === 'upsert']);
}

const upsert = (given: readonly string[]): string => {
  const taken = ['name', 'parent'].filter((name) => given.includes(name));
  const of = (row: string): string => [...taken.map((name) => `${row}.${name}`), `${row}.retired_at IS NULL`].join(', ');
  return `
WITH written AS (
  INSERT INTO catalogue.category AS old (category_id, name, parent, revision)
  SELECT category_id, coalesce(name, ''), parent, $1 FROM incoming ORDER BY category_id
  ON CONFLICT (category_id) DO UPDATE SET ${taken.map((name) => `${name} = excluded.${name}, `).join('')}
    retired_at = NULL, revision = excluded.revision, updated_at = now()
  WHERE (${of('old')}) IS DISTINCT FROM (${of('excluded')})
  RETURNING xmax = 0 AS created
)
SELECT count(*) FILTER (WHERE created)::int AS created, count(*) FILTER (WHERE NOT created)::int AS changed FROM written`;
};

const ENDING: Readonly<Record<'replace' | 'delete', string>> = {
  replace: `SELECT category_id AS id FROM catalogue.category AS c
    WHERE retired_at IS NULL AND NOT EXISTS (SELECT FROM incoming AS i WHERE i.category_id = c.category_id)`,
  delete: `SELECT category_id AS id FROM catalogue.category
    WHERE retired_at IS NULL AND category_id IN (SELECT category_id FROM incoming)`,
};
const END = `UPDATE catalogue.category SET retired_at = now(), revision = $2, updated_at = now() WHERE category_id = ANY ($1)`;

/** What still needs one of $1: another category, a product that is sold, the programme that is live. */
const USES = `
SELECT c.parent AS id, 'the category \`' || c.category_id || '\` lies below it' AS why FROM catalogue.category AS c
WHERE c.retired_at IS NULL AND c.parent = ANY ($1) AND c.category_id <> ALL ($1)
UNION ALL
SELECT own.id, 'the product \`' || p.sku || '\` is in it' FROM catalogue.product AS p, unnest(p.categories) AS own (id)
WHERE p.retired_at IS NULL AND own.id = ANY ($1)
UNION ALL
SELECT named.id, 'the live programme names it' FROM (
  SELECT document::jsonb - 'products' - 'categories' AS document FROM rulebook.version
  WHERE live_from <= clock_timestamp() ORDER BY live_from DESC, version DESC LIMIT 1) AS live,
  LATERAL (SELECT value #>> '{}' AS id FROM jsonb_path_query(live.document, 'lax $.**.categories[*]') AS value) AS named
WHERE named.id = ANY ($1)
LIMIT 3`;

/** Takes the rows in `incoming` into the tree. Refuses `category_in_use` where one that would end is still needed. */
export async function applyCategories(tx: pg.PoolClient, mode: UploadMode, given: readonly string[]): Promise<RowsApplied | Refusal> {
  const revision = await nextRevision(tx);
  const written = mode === 'delete' ? null : (await tx.query<Omit<RowsApplied, 'retired'>>(upsert(given), [revision])).rows[0]!;
  const { created, changed } = written ?? { created: 0, changed: 0 };
  if (mode === 'upsert') return { created, changed, retired: 0 };
  const { rows } = await tx.query<{ id: string }>(ENDING[mode]);
  const ending = rows.map(({ id }) => id);
  const { rows: uses } = await tx.query<{ id: string; why: string }>(USES, [ending]);
  if (uses.length > 0) return refuse('category_in_use', uses.map(({ id, why }) => `\`${id}\` stays: ${why}`).join('; '));
  await tx.query(END, [ending, revision]);
  return { created, changed, retired: ending.length };
}
