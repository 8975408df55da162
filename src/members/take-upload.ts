import type pg from 'pg';

const NEXT = `
SELECT upload_id AS "uploadId", created_by AS author FROM member.upload WHERE status = 'running' AND kind = $1
ORDER BY upload_id LIMIT 1 FOR UPDATE SKIP LOCKED`;
const COUNT = `
UPDATE member.upload SET done = done + $2, refused = refused + $3,
  status = CASE WHEN done + $2 + refused + $3 = lines THEN 'done' ELSE status END,
  finished_at = CASE WHEN done + $2 + refused + $3 = lines THEN clock_timestamp() END
WHERE upload_id = $1`;

export interface TakenUpload {
  readonly uploadId: string;
  readonly author: string;
}

/** Lines that were worked on in one step. */
export interface Worked {
  readonly done: number;
  readonly refused: number;
}

/**
 * One step on a list that nobody else works on at this moment. What the step does through its connection and what it counts are one
 * database transaction, so a step that is killed is as if it had never begun. False where no list waits.
 */
export async function workOnUpload(
  db: pg.Pool,
  kind: 'members' | 'grants',
  step: (tx: pg.PoolClient, upload: TakenUpload) => Promise<Worked>,
): Promise<boolean> {
  const tx = await db.connect();
  let broken: Error | undefined;
  try {
    await tx.query('BEGIN');
    const { rows } = await tx.query<TakenUpload>(NEXT, [kind]);
    if (rows[0] !== undefined) {
      const { done, refused } = await step(tx, rows[0]);
      await tx.query(COUNT, [rows[0].uploadId, done, refused]);
    }
    await tx.query('COMMIT');
    return rows[0] !== undefined;
  } catch (error) {
    await tx.query('ROLLBACK').catch((failed: Error) => (broken = failed));
    throw error;
  } finally {
    tx.release(broken);
  }
}
