import type pg from 'pg';
import type { CodeForm } from '../core/rules/code-form.js';

/** A series as a change of it works with it; the row is locked as `lock` says. */
export interface SeriesRow extends CodeForm {
  readonly seriesId: string;
  readonly usesPerCode: number;
  readonly bound: boolean;
  readonly revision: number;
}

const READ = `
SELECT series_id AS "seriesId", prefix, length, checksum, code_group AS "group", uses_max_per_code AS "usesPerCode", bound, revision
FROM ledger.coupon_series WHERE series_id = $1`;

/** Null where there is no such series. */
export async function readSeries(db: Pick<pg.Pool, 'query'>, seriesId: string, lock: '' | ' FOR UPDATE' = ''): Promise<SeriesRow | null> {
  const { rows } = await db.query<SeriesRow>(READ + lock, [seriesId]);
  return rows[0] ?? null;
}
