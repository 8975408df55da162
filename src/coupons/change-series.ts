import type pg from 'pg';
import type { Effect } from '../rulebook/access/change.js';
import { refuse, type Refusal } from '../rulebook/access/refusal.js';
import type { Actor } from '../rulebook/access/roles.js';
import { emptyWindow, type SeriesTerms } from './create-series.js';

const READ = `
SELECT name, valid_from AS "validFrom", valid_to AS "validTo", uses_max_per_code AS "usesPerCode", uses_max_per_member AS "usesPerMember",
  uses_max_total::float8 AS "usesTotal", bound, revision
FROM ledger.coupon_series WHERE series_id = $1 FOR UPDATE`;
const WRITE = `
UPDATE ledger.coupon_series SET name = $2, valid_from = $3, valid_to = $4, uses_max_per_code = $5, uses_max_per_member = $6,
  uses_max_total = $7, bound = $8, revision = revision + 1, updated_at = clock_timestamp(), updated_by = $9
WHERE series_id = $1 RETURNING revision`;

type Stored = Omit<SeriesTerms, 'validFrom' | 'validTo'> & { validFrom: Date | null; validTo: Date | null; revision: number };

export const unknownSeries = (seriesId: string): Refusal => refuse('unknown_series', `There is no series ${seriesId}`);

/**
 * Changes the terms of a series; they hold from the next quote on, on every engine. Uses of a code count for codes made from then on.
 * Refuses `unknown_series`, `stale_series` where it was changed since it was read, and `malformed`.
 */
export async function changeSeries(
  tx: pg.PoolClient,
  actor: Actor,
  seriesId: string,
  revision: number,
  patch: Partial<SeriesTerms>,
): Promise<Effect<{ seriesId: string; revision: number }> | Refusal> {
  const { rows } = await tx.query<Stored>(READ, [seriesId]);
  const stored = rows[0];
  if (stored === undefined) return unknownSeries(seriesId);
  if (stored.revision !== revision)
    return refuse('stale_series', `The series is at revision ${stored.revision}: read it again, and repeat the change on that`);
  const text = (at: Date | null): string | null => at?.toISOString() ?? null;
  const terms: SeriesTerms = { ...stored, validFrom: text(stored.validFrom), validTo: text(stored.validTo), ...patch };
  const wrong = emptyWindow(terms.validFrom, terms.validTo);
  if (wrong !== null) return wrong;
  const { name, validFrom, validTo, usesPerCode, usesPerMember, usesTotal, bound } = terms;
  const values = [seriesId, name, validFrom, validTo, usesPerCode, usesPerMember, usesTotal, bound, actor.name];
  const written = await tx.query<{ revision: number }>(WRITE, values);
  const note = { action: 'coupon.series.change', subject: `series:${seriesId}`, facts: { ...patch } };
  return { answer: { seriesId, revision: written.rows[0]!.revision }, note };
}
