import type pg from 'pg';
import type { EpochMs } from '../core/money.js';
import { compile } from '../core/rules/compile.js';
import { validateProgramme } from '../core/rules/validate.js';
import type { Finding } from '../core/rules/validation/finding.js';
import { announceVersion, type Announcer } from './announce.js';
import { canonicalJson, contentHash } from './canonical.js';
import { readCategoryIds } from './catalogue/read-categories.js';
import { readDocument } from './read-versions.js';
import type { Published } from './schedule.js';
import { schemaHash } from './schema-hash.js';

/**
 * One statement, so one transaction. The head row is locked first: versions are gapless and instants never run backwards, however
 * many publish at once. A version is live from its publication or later, never earlier.
 */
const PUBLISH = `
WITH head AS (
  UPDATE rulebook.head
  SET version = version + 1, published_at = greatest(published_at, date_trunc('milliseconds', clock_timestamp()))
  RETURNING version, published_at
)
INSERT INTO rulebook.version (version, hash, document, schema_hash, published_at, published_by, comment, live_from)
SELECT version, $1, $2::json, $3, published_at, $4, $5, greatest(published_at, to_timestamp($6::float8 / 1000))
FROM head
RETURNING version, hash, schema_hash AS "schemaHash", (extract(epoch FROM live_from) * 1000)::float8 AS "liveFromMs"`;

/** A pool, or the connection of a transaction that does more than publish. */
export type Db = Pick<pg.Pool, 'query'>;

export interface Publication {
  readonly by: string;
  readonly comment: string;
  /** Absent: now. An instant in the past means now. */
  readonly liveFromMs?: EpochMs;
}

export type PublishResult =
  | {
      readonly outcome: 'published';
      readonly published: Published;
      readonly warnings: readonly Finding[];
      /** False: Redis was away or not given. Engines find the version in Postgres. */
      readonly announced: boolean;
    }
  | { readonly outcome: 'invalid'; readonly errors: readonly Finding[]; readonly warnings: readonly Finding[] }
  /** Of a rollback: there is no version of that number. */
  | { readonly outcome: 'unknown_version' };

/**
 * Publishes a programme as the next version. It is durable when this resolves, and live on every engine within a second of it,
 * or at `liveFromMs`. A document with errors is refused and nothing is written. Rejects when Postgres does.
 */
export async function publish(db: Db, announcer: Announcer | null, document: unknown, publication: Publication): Promise<PublishResult> {
  const { programme, errors, warnings } = validateProgramme(document, Date.now(), await readCategoryIds(db));
  if (programme === null) return { outcome: 'invalid', errors, warnings };
  const text = canonicalJson(document);
  const hash = contentHash(text);
  // What does not compile here would compile on no engine; it throws before anything is written.
  compile(programme, 0, hash);
  const { by, comment, liveFromMs } = publication;
  const values = [hash, text, schemaHash(), by, comment, liveFromMs ?? 0];
  const { rows } = await db.query<Published>(PUBLISH, values);
  const published = rows[0]!;
  return { outcome: 'published', published, warnings, announced: await tell(announcer, published, text) };
}

/** Publishes the content of an earlier version as the next one: how a mistake is undone without changing what was published. */
export async function rollback(
  db: pg.Pool,
  announcer: Announcer | null,
  version: number,
  publication: Publication,
): Promise<PublishResult> {
  const text = await readDocument(db, version);
  if (text === null) return { outcome: 'unknown_version' };
  return publish(db, announcer, JSON.parse(text), publication);
}

async function tell(announcer: Announcer | null, published: Published, text: string): Promise<boolean> {
  if (announcer === null) return false;
  try {
    await announceVersion(announcer, published, text);
    return true;
  } catch {
    return false;
  }
}
