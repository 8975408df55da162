/** What anybody with any right might try on a closed month; each must be refused, and each is rolled back should it not be. */
import type { Pool } from 'pg';

const COPY_ENTRY = `INSERT INTO ledger.entry SELECT bucket, member_id, version + 1000000, kind, sale_id, store_id, rule_set_version, event_at, created_at,
  move_kinds, debits, credits, points, lots, pending_after, active_after, held_after, reason, author, $1::date, link FROM ledger.entry LIMIT 1`;

const TRIES: readonly { readonly what: string; readonly role: 'origin' | 'replica'; readonly sql: string }[] = [
  { what: 'a new entry', role: 'origin', sql: COPY_ENTRY },
  { what: 'a new entry, triggers off', role: 'replica', sql: COPY_ENTRY },
  { what: 'an entry moved in, triggers off', role: 'replica', sql: `UPDATE ledger.entry SET period = $1 WHERE period >= $1` },
  { what: 'a changed sale', role: 'origin', sql: `UPDATE ledger.sale SET payable_minor = payable_minor WHERE period = $1` },
  { what: 'removed operations', role: 'origin', sql: `DELETE FROM ledger.operation WHERE period = $1` },
  {
    what: 'opening it again',
    role: 'origin',
    sql: `UPDATE ledger.period SET state = 'open', closed_at = NULL, closing_at = NULL WHERE period = $1`,
  },
  { what: 'new totals', role: 'origin', sql: `UPDATE ledger.period SET totals = '[]' WHERE period = $1` },
  { what: 'removing it', role: 'origin', sql: `DELETE FROM ledger.period WHERE period = $1` },
];

/** What was not refused; empty where the month is closed. */
export async function changesLetIn(pool: Pool, period: string): Promise<string[]> {
  const letIn: string[] = [];
  const client = await pool.connect();
  try {
    for (const { what, role, sql } of TRIES) {
      await client.query(`BEGIN; SET LOCAL session_replication_role = ${role}`);
      await client.query(sql, [period]).then(
        () => letIn.push(`${period}: ${what}`),
        () => undefined,
      );
      await client.query('ROLLBACK');
    }
  } finally {
    client.release();
  }
  return letIn;
}
