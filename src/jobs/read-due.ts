import type { Pool } from 'pg';
import type { EpochMs } from '../core/money.js';

export interface Due {
  readonly memberIds: readonly string[];
  /** Holds of anonymous receipts; those of a member are settled with its account. */
  readonly holdIds: readonly string[];
}

/**
 * Each bucket's index is asked for its earliest few: 1024 short probes, where one scan by instant over all buckets would read every
 * account that has a lot with an expiry.
 */
const DUE_MEMBERS = `
SELECT a.member_id AS id
FROM generate_series(0, 1023) AS b (bucket)
CROSS JOIN LATERAL (
  SELECT member_id FROM ledger.account
  WHERE bucket = b.bucket::smallint AND due_at <= to_timestamp($1 / 1000.0) ORDER BY due_at LIMIT $2
) a`;

const DUE_HOLDS = `
SELECT h.hold_id AS id
FROM generate_series(0, 1023) AS b (bucket)
CROSS JOIN LATERAL (
  SELECT hold_id FROM ledger.hold
  WHERE bucket = b.bucket::smallint AND status = 'open' AND expires_at <= to_timestamp($1 / 1000.0) AND member_id IS NULL
  ORDER BY expires_at LIMIT $2
) h`;

/** Accounts and anonymous holds that time has changed and nobody has written down yet; at most `perBucket` of each in a bucket. */
export async function readDue(pool: Pool, nowMs: EpochMs, perBucket: number): Promise<Due> {
  const values = [nowMs, perBucket];
  const members = await pool.query<{ id: string }>({ name: 'due_members', text: DUE_MEMBERS, values });
  const holds = await pool.query<{ id: string }>({ name: 'due_holds', text: DUE_HOLDS, values });
  return { memberIds: members.rows.map((row) => row.id), holdIds: holds.rows.map((row) => row.id) };
}
