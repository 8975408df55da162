/** The published versions as a publisher sees them who holds the lock of the head. */
import type pg from 'pg';
import { Schedule, type Published } from '../schedule.js';
import type { Document } from './draft-row.js';

const LOCK = `SELECT version FROM rulebook.head FOR UPDATE`;
const ALL = `
SELECT version, hash, schema_hash AS "schemaHash", (extract(epoch FROM live_from) * 1000)::float8 AS "liveFromMs",
  (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "nowMs"
FROM rulebook.version WHERE live_from > clock_timestamp() OR version = (
  SELECT version FROM rulebook.version WHERE live_from <= clock_timestamp() ORDER BY live_from DESC, version DESC LIMIT 1)`;
const DOCUMENT = `SELECT document FROM rulebook.version WHERE version = $1`;

export interface Head {
  /** The greatest version; 0 before the first publication. */
  readonly version: number;
  /** What is live now, or null. */
  readonly live: Published | null;
  /** What will go live later and was not called off, in that order. */
  readonly upcoming: readonly Published[];
}

/** Locks out other publishers until the transaction ends, so that what is read here is still so when it publishes. */
export async function lockHead(tx: pg.PoolClient): Promise<Head> {
  const { rows: heads } = await tx.query<{ version: number }>(LOCK);
  const { rows } = await tx.query<Published & { readonly nowMs: number }>(ALL);
  const schedule = new Schedule(rows);
  const upcoming: Published[] = [];
  for (let next = schedule.nextAfter(rows[0]?.nowMs ?? 0); next !== undefined; next = schedule.nextAfter(next.liveFromMs))
    upcoming.push(next);
  return { version: heads[0]!.version, live: schedule.liveAt(rows[0]?.nowMs ?? 0) ?? null, upcoming };
}

/** The document of a version that is there. */
export async function documentOf(tx: pg.PoolClient, version: number): Promise<Document> {
  return (await tx.query<{ document: Document }>(DOCUMENT, [version])).rows[0]!.document;
}
