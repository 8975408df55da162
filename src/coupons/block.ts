import type pg from 'pg';
import { compactCode } from '../core/rules/code-form.js';
import { bucketOf } from '../ledger/bucket.js';
import type { Effect } from '../rulebook/access/change.js';
import { refuse, type Refusal } from '../rulebook/access/refusal.js';
import type { Actor } from '../rulebook/access/roles.js';
import { unknownSeries } from './change-series.js';

const SERIES = `
UPDATE ledger.coupon_series SET blocked_at = CASE WHEN $2 THEN coalesce(blocked_at, clock_timestamp()) END,
  updated_at = clock_timestamp(), updated_by = $3, revision = revision + 1
WHERE series_id = $1`;
const CODE = `
UPDATE ledger.coupon SET blocked_at = CASE WHEN $3 THEN coalesce(blocked_at, clock_timestamp()) END
WHERE (code_bucket, code) IN (SELECT * FROM unnest($1::smallint[], $2::text[])) RETURNING code, series_id AS "seriesId"`;

export interface Blocked {
  readonly blocked: boolean;
}

/** Blocks every code of a series, made and still to be made, from the next quote on; or lets them go again. Refuses `unknown_series`. */
export async function blockSeries(
  tx: pg.PoolClient,
  actor: Actor,
  seriesId: string,
  blocked: boolean,
  reason: string,
): Promise<Effect<Blocked> | Refusal> {
  const { rowCount } = await tx.query(SERIES, [seriesId, blocked, actor.name]);
  if (rowCount === 0) return unknownSeries(seriesId);
  const action = blocked ? 'coupon.series.block' : 'coupon.series.unblock';
  return { answer: { blocked }, note: { action, subject: `series:${seriesId}`, reason } };
}

/** Blocks one code, or lets it go again. What it was used for stays. Refuses `unknown_coupon`. */
export async function blockCode(tx: pg.PoolClient, code: string, blocked: boolean, reason: string): Promise<Effect<Blocked> | Refusal> {
  const wanted = namesOf(code);
  const { rows } = await tx.query<{ code: string; seriesId: string }>(CODE, [wanted.map(bucketOf), wanted, blocked]);
  if (rows[0] === undefined) return refuse('unknown_coupon', 'There is no unique code like this; shared codes are part of the rules');
  const action = blocked ? 'coupon.block' : 'coupon.unblock';
  return { answer: { blocked }, note: { action, subject: `coupon:${rows[0].code}`, reason, facts: { seriesId: rows[0].seriesId } } };
}

/** What a code that somebody typed may be stored as. */
export function namesOf(typed: string): string[] {
  const code = typed.trim().toUpperCase();
  return [...new Set([code, compactCode(code)])];
}
