import type pg from 'pg';
import type { CodeForm } from '../core/rules/code-form.js';
import type { Effect } from '../rulebook/access/change.js';
import { refuse, type Refusal } from '../rulebook/access/refusal.js';
import type { Actor } from '../rulebook/access/roles.js';

export interface SeriesTerms {
  readonly name: string;
  /** ISO 8601; null for no bound of its own. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly usesPerCode: number;
  readonly usesPerMember: number | null;
  readonly usesTotal: number | null;
  /** Only the member a code was issued to may use it. */
  readonly bound: boolean;
}

export interface NewSeries extends SeriesTerms, CodeForm {
  readonly seriesId: string;
}

const CREATE = `
INSERT INTO ledger.coupon_series (series_id, name, prefix, length, checksum, code_group, valid_from, valid_to, uses_max_per_code,
  uses_max_per_member, uses_max_total, bound, created_by, updated_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13) ON CONFLICT (series_id) DO NOTHING`;
/** The chance that a code of this form is taken must stay small, and nobody may guess one: see `makeCodes`. */
const SECRET_CHARACTERS_LEAST = 8;

/** Makes a series. Refuses `series_exists`, and `malformed` where a window is empty or codes could be guessed. */
export async function createSeries(tx: pg.PoolClient, actor: Actor, series: NewSeries): Promise<Effect<{ seriesId: string }> | Refusal> {
  const { seriesId, name, prefix, length, checksum, group, validFrom, validTo, usesPerCode, usesPerMember, usesTotal, bound } = series;
  if (length - Number(checksum) < SECRET_CHARACTERS_LEAST)
    return refuse('malformed', `length must leave ${SECRET_CHARACTERS_LEAST} characters of chance beside the check character`);
  const wrong = emptyWindow(validFrom, validTo);
  if (wrong !== null) return wrong;
  const terms = [validFrom, validTo, usesPerCode, usesPerMember, usesTotal, bound];
  const { rowCount } = await tx.query(CREATE, [seriesId, name, prefix, length, checksum, group, ...terms, actor.name]);
  if (rowCount === 0) return refuse('series_exists', `There is a series ${seriesId} already: change it, or choose another id`);
  return { answer: { seriesId }, note: { action: 'coupon.series.create', subject: `series:${seriesId}`, facts: { ...series } } };
}

export function emptyWindow(validFrom: string | null, validTo: string | null): Refusal | null {
  const empty = validFrom !== null && validTo !== null && Date.parse(validTo) <= Date.parse(validFrom);
  return empty ? refuse('malformed', 'validTo must be later than validFrom') : null;
}
