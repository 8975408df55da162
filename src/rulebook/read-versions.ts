import type pg from 'pg';
import type { EpochMs } from '../core/money.js';
import type { Published } from './schedule.js';

/**
 * The database's clock, and the versions from $1 on. The known head is read again: another hash there, or none, means that the
 * database was restored. One row without a version where there is none.
 */
const READ_VERSIONS = `
SELECT (extract(epoch FROM clock.now) * 1000)::float8 AS "nowMs", v.version, v.hash, v.schema_hash AS "schemaHash",
  (extract(epoch FROM v.live_from) * 1000)::float8 AS "liveFromMs"
FROM (SELECT clock_timestamp() AS now) AS clock
LEFT JOIN rulebook.version AS v ON v.version >= $1
ORDER BY v.version`;

const READ_DOCUMENT = `SELECT document::text AS text FROM rulebook.version WHERE version = $1`;

interface Row {
  readonly nowMs: EpochMs;
  readonly version: number | null;
  readonly hash: string;
  readonly liveFromMs: EpochMs;
  readonly schemaHash: string;
}

export interface VersionsRead {
  /** The database's clock. */
  readonly nowMs: EpochMs;
  readonly versions: readonly Published[];
}

/** Published versions from `from` on, oldest first, without their documents. */
export async function readVersions(db: pg.Pool, from: number): Promise<VersionsRead> {
  const { rows } = await db.query<Row>({ name: 'rulebook-read-versions', text: READ_VERSIONS, values: [from] });
  const versions: Published[] = [];
  for (const { nowMs: _now, version, ...facts } of rows) if (version !== null) versions.push({ version, ...facts });
  return { nowMs: rows[0]!.nowMs, versions };
}

/** The canonical text of a version's document, or null if there is no such version. */
export async function readDocument(db: pg.Pool, version: number): Promise<string | null> {
  const { rows } = await db.query<{ text: string }>({ name: 'rulebook-read-document', text: READ_DOCUMENT, values: [version] });
  return rows[0]?.text ?? null;
}
