import type pg from 'pg';

const NEXT = `
SELECT upload_id AS "uploadId", created_by AS author FROM member.upload WHERE status = 'running' AND kind = $1
ORDER BY upload_id LIMIT 1 FOR UPDATE SKIP LOCKED`;
const COUNT = `
UPDATE member.upload u SET done = n.done, refused = n.refused, status = CASE WHEN n.waiting = 0 THEN 'done' ELSE 'running' END,
  finished_at = CASE WHEN n.waiting = 0 THEN clock_timestamp() END
FROM (SELECT count(*) FILTER (WHERE l.content IS NOT NULL)::integer AS waiting FROM member.upload_line l WHERE l.upload_id = $1) w,
  LATERAL (SELECT w.waiting, u2.done + $2 AS done, u2.refused + $3 AS refused FROM member.upload u2 WHERE u2.upload_id = $1) n
WHERE u.upload_id = $1`;

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
