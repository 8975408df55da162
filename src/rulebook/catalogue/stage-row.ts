import type pg from 'pg';
import { refuse, type Refusal } from '../access/refusal.js';
import { createIncoming, type RowKind, type RowProblem } from '../upload/receive-rows.js';

/** One row where those of a file would be, so that both are checked and taken in the same way. */
export async function stageRow(tx: pg.PoolClient, kind: Pick<RowKind, 'table'>, values: readonly (string | null)[]): Promise<void> {
  await createIncoming(tx, kind);
  const places = values.map((_, i) => `$${i + 1}`).join(', ');
  await tx.query(`INSERT INTO incoming VALUES (1, NULL, NULL, ${places})`, [...values]);
}

/** What was marked as wrong with the row, or null. */
export async function refusalOfRow(tx: pg.PoolClient): Promise<Refusal | null> {
  const { rows } = await tx.query<RowProblem>('SELECT code, sentence FROM incoming WHERE code IS NOT NULL');
  const problem = rows[0];
  if (problem === undefined) return null;
  return refuse(problem.code === 'unknown_category' ? 'unresolved' : problem.code === 'cycle' ? 'cycle' : 'over_limit', problem.sentence);
}
