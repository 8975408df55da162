import type pg from 'pg';
import type { EpochMs } from '../../core/money.js';
import type { ListSettings } from './list-settings.js';

/** A published revision of one list. */
export interface PriceRevision {
  /** Counts over all lists; what receipts carry. */
  readonly revision: number;
  readonly listId: string;
  readonly listNo: number;
  readonly listRevision: number;
  readonly settings: ListSettings;
  readonly rowCount: number;
  /** Null: too many to be told one by one. */
  readonly changedSkus: number | null;
  readonly hash: string;
  readonly liveFromMs: EpochMs;
  readonly calledOff: boolean;
}

/** The known head is read again: another hash there, or none, means that the database was restored. Those that wait may be called off. */
const READ = `
SELECT (extract(epoch FROM clock.now) * 1000)::float8 AS "nowMs", r.revision, r.list_id AS "listId", r.list_no AS "listNo",
  r.list_revision AS "listRevision", r.settings, r.row_count::float8 AS "rowCount", r.changed_skus AS "changedSkus", r.hash,
  (extract(epoch FROM r.live_from) * 1000)::float8 AS "liveFromMs", r.called_off_at IS NOT NULL AS "calledOff"
FROM (SELECT clock_timestamp() AS now) AS clock
LEFT JOIN prices.revision AS r ON r.revision >= $1 OR r.revision = ANY ($2)
ORDER BY r.revision`;

interface Row extends Omit<PriceRevision, 'revision'> {
  readonly nowMs: EpochMs;
  readonly revision: number | null;
}

export interface RevisionsRead {
  readonly nowMs: EpochMs;
  readonly revisions: readonly PriceRevision[];
}

/** Revisions from `from` on, and `waiting` ones again. */
export async function readRevisions(db: pg.Pool, from: number, waiting: readonly number[]): Promise<RevisionsRead> {
  const { rows } = await db.query<Row>({ name: 'prices-read-revisions', text: READ, values: [from, waiting] });
  const revisions: PriceRevision[] = [];
  for (const { nowMs: _now, revision, ...facts } of rows) if (revision !== null) revisions.push({ revision, ...facts });
  return { nowMs: rows[0]!.nowMs, revisions };
}
