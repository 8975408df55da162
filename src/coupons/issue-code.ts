import type pg from 'pg';
import { bucketOf } from '../ledger/bucket.js';
import type { Effect } from '../rulebook/access/change.js';
import type { Refusal } from '../rulebook/access/refusal.js';
import { printedCode } from '../core/rules/code-form.js';
import { unknownSeries } from './change-series.js';
import { makeCodes } from './make-codes.js';
import { readSeries } from './series-row.js';

const INSERT = `
INSERT INTO ledger.coupon (code_bucket, code, series_id, member_id, uses_max, valid_to) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING`;
/** With at least 31^8 codes of a form, so many in a row are never taken by chance. */
const TRIES_MAX = 8;

export interface IssuedCode {
  readonly code: string;
  readonly printed: string;
  readonly seriesId: string;
}

/** Gives one member a new code of a series. `memberId` is the UUID of a member that is known. Refuses `unknown_series`. */
export async function issueCode(
  tx: pg.PoolClient,
  seriesId: string,
  memberId: string,
  validTo: string | null,
  reason: string,
): Promise<Effect<IssuedCode> | Refusal> {
  const series = await readSeries(tx, seriesId);
  if (series === null) return unknownSeries(seriesId);
  for (const code of makeCodes(series, TRIES_MAX)) {
    const { rowCount } = await tx.query(INSERT, [bucketOf(code), code, seriesId, memberId, series.usesPerCode, validTo]);
    if (rowCount === 0) continue;
    const note = { action: 'coupon.issue', subject: `member:mbr_${memberId}`, reason, facts: { seriesId } };
    return { answer: { code, printed: printedCode(code, series), seriesId }, note };
  }
  throw new Error(`every code tried for ${seriesId} is taken`);
}
