import type pg from 'pg';
import type { Effect } from '../rulebook/access/change.js';
import { refuse, type Refusal } from '../rulebook/access/refusal.js';
import type { Actor } from '../rulebook/access/roles.js';
import { unknownSeries } from './change-series.js';
import { readSeries } from './series-row.js';

export interface NewBatch {
  readonly count: number;
  /** ISO 8601; when codes of this batch end before the series does. */
  readonly validTo: string | null;
}

const CREATE = `
INSERT INTO ledger.coupon_batch (series_id, origin, wanted, status, valid_to, created_by) VALUES ($1, 'generated', $2, 'running', $3, $4)
RETURNING batch_id AS "batchId"`;
const CANCEL = `
UPDATE ledger.coupon_batch SET status = 'cancelled', finished_at = clock_timestamp()
WHERE series_id = $1 AND batch_id = $2 AND status = 'running' RETURNING done`;
const IS_THERE = `SELECT FROM ledger.coupon_batch WHERE series_id = $1 AND batch_id = $2`;

/** Orders codes; engines make them in the background (`makeChunk`). Refuses `unknown_series`. */
export async function createBatch(
  tx: pg.PoolClient,
  actor: Actor,
  seriesId: string,
  { count, validTo }: NewBatch,
): Promise<Effect<{ batchId: number }> | Refusal> {
  if ((await readSeries(tx, seriesId)) === null) return unknownSeries(seriesId);
  const { rows } = await tx.query<{ batchId: number }>(CREATE, [seriesId, count, validTo, actor.name]);
  const { batchId } = rows[0]!;
  return { answer: { batchId }, note: { action: 'coupon.generate', subject: `series:${seriesId}`, facts: { batchId, count, validTo } } };
}

/** Stops a batch that is being made; codes that were made stay. Refuses `unknown_batch`, and `already_done`. */
export async function cancelBatch(
  tx: pg.PoolClient,
  seriesId: string,
  batchId: number,
  reason: string,
): Promise<Effect<{ batchId: number }> | Refusal> {
  const { rows } = await tx.query<{ done: number }>(CANCEL, [seriesId, batchId]);
  const facts = { batchId, made: rows[0]?.done };
  if (rows[0] !== undefined)
    return { answer: { batchId }, note: { action: 'coupon.cancel', subject: `series:${seriesId}`, reason, facts } };
  const { rowCount } = await tx.query(IS_THERE, [seriesId, batchId]);
  return rowCount === 0
    ? refuse('unknown_batch', 'There is no such batch of this series')
    : refuse('already_done', 'The batch is not being made any more: block the codes if they must not be used');
}
