import type { Pool } from 'pg';
import { bucketOfId } from './ids.js';

const SET_DUE = `
UPDATE ledger.account SET due_at = to_timestamp($4 / 1000.0)
WHERE bucket = $1 AND member_id = $2 AND version = $3`;

/** Writes down when something next happens to an account by time alone, where nothing else changes; not if an effect came first. */
export async function setDue(pool: Pool, memberId: string, version: number, dueAtMs: number | null): Promise<void> {
  await pool.query({ name: 'set_due', text: SET_DUE, values: [bucketOfId(memberId), memberId, version, dueAtMs] });
}
