import type pg from 'pg';
import { bucketOf } from '../ledger/bucket.js';
import type { CodeForm } from '../core/rules/code-form.js';
import { makeCodes } from './make-codes.js';

const NEXT = `
SELECT b.batch_id AS "batchId", b.series_id AS "seriesId", b.wanted - b.done AS missing, b.valid_to AS "validTo",
  s.prefix, s.length, s.checksum, s.code_group AS "group", s.uses_max_per_code AS "usesPerCode"
FROM ledger.coupon_batch b JOIN ledger.coupon_series s USING (series_id)
WHERE b.status = 'running' AND ($1::integer IS NULL OR b.batch_id = $1)
ORDER BY b.batch_id LIMIT 1`;
/** In the order of the primary key; a code that is taken, whoever has it, is left out and made up for by the next chunk. */
const INSERT = `
INSERT INTO ledger.coupon (code_bucket, code, series_id, uses_max, valid_to, batch_id)
SELECT c.code_bucket, c.code, $3, $4, $5, $6 FROM unnest($1::smallint[], $2::text[]) AS c (code_bucket, code) ORDER BY 1, 2
ON CONFLICT DO NOTHING`;
const COUNT = `
UPDATE ledger.coupon_batch SET done = done + $2, status = CASE WHEN done + $2 = wanted THEN 'done' ELSE status END,
  finished_at = CASE WHEN done + $2 = wanted THEN clock_timestamp() END
WHERE batch_id = $1 AND status = 'running' AND done + $2 <= wanted RETURNING batch_id AS "batchId", done, wanted`;

export interface Progress {
  readonly batchId: number;
  /** 0 where the chunk was undone. */
  readonly done: number;
  readonly wanted: number;
}

interface Batch extends CodeForm {
  readonly batchId: number;
  readonly seriesId: string;
  readonly missing: number;
  readonly validTo: Date | null;
  readonly usesPerCode: number;
}

/**
 * Makes up to `codesMax` codes of a batch that is waiting, of `batchId` alone where it is given, and counts them, in one database
 * transaction: after any kill the next chunk goes on where the last committed one ended. Null where nothing waits.
 *
 * Several may work on one batch: only the count at the end takes turns. A chunk that would make the batch larger than ordered, since others
 * were faster, is undone as a whole.
 */
export async function makeChunk(db: pg.Pool, codesMax: number, batchId: number | null = null): Promise<Progress | null> {
  const tx = await db.connect();
  let broken: Error | undefined;
  try {
    await tx.query('BEGIN');
    const { rows } = await tx.query<Batch>(NEXT, [batchId]);
    const batch = rows[0];
    const progress = batch === undefined ? null : await fill(tx, batch, codesMax);
    await tx.query(progress === undefined ? 'ROLLBACK' : 'COMMIT');
    return progress ?? (batch === undefined ? null : { batchId: batch.batchId, done: 0, wanted: batch.missing });
  } catch (error) {
    await tx.query('ROLLBACK').catch((failed: Error) => (broken = failed));
    throw error;
  } finally {
    tx.release(broken);
  }
}

/** Undefined where others have made what this chunk was to make. */
async function fill(tx: pg.PoolClient, batch: Batch, codesMax: number): Promise<Progress | undefined> {
  const codes = makeCodes(batch, Math.min(batch.missing, codesMax));
  const { seriesId, usesPerCode, validTo, batchId } = batch;
  const inserted = await tx.query({
    name: 'coupon_make_chunk',
    text: INSERT,
    values: [codes.map(bucketOf), codes, seriesId, usesPerCode, validTo, batchId],
  });
  const counted = await tx.query<Progress>(COUNT, [batchId, inserted.rowCount ?? 0]);
  return counted.rows[0];
}
