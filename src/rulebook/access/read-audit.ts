/** The audit log as a stream, in the order of its sequence. */
import type pg from 'pg';

export interface AuditRow {
  readonly sequence: string;
  readonly at: Date;
  readonly actor: string;
  readonly keyId: string;
  readonly action: string;
  readonly subject: string;
  readonly reason: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface AuditWanted {
  /** Instants; null for no bound. `to` is exclusive. */
  readonly from: Date | null;
  readonly to: Date | null;
  /** The last sequence that the reader has; 0 for none. */
  readonly after: string;
}

const ROWS_PER_PAGE = 1_000;
const LOCK_MS_MAX = 2_000;
/**
 * The greatest sequence up to which nothing is on its way: who writes a line takes its number before it commits, and a line with a smaller
 * number may come after one that was read. The lock waits for those who write now, and is given back at once.
 */
const CUT = `SELECT coalesce(max(sequence), 0)::text AS cut FROM access.audit`;
const PAGE = `
SELECT a.sequence::text AS sequence, a.at, a.actor, a.key_id AS "keyId", a.action, a.subject, a.reason, a.facts FROM access.audit a
WHERE a.sequence > $1 AND a.sequence <= $2 AND ($3::timestamptz IS NULL OR a.at >= $3) AND ($4::timestamptz IS NULL OR a.at < $4)
ORDER BY a.sequence LIMIT ${ROWS_PER_PAGE}`;

/** Pages in constant memory, up to what was written when it began: who goes on from the last sequence misses nothing. */
export async function* readAudit(db: pg.Pool, { from, to, after }: AuditWanted): AsyncGenerator<readonly AuditRow[]> {
  const cut = await cutOf(db);
  for (let last = after; ;) {
    const { rows } = await db.query<AuditRow>(PAGE, [last, cut, from, to]);
    if (rows.length === 0) return;
    yield rows;
    last = rows.at(-1)!.sequence;
  }
}

async function cutOf(db: pg.Pool): Promise<string> {
  const tx = await db.connect();
  let broken: Error | undefined;
  try {
    await tx.query('BEGIN');
    await tx.query(`SET LOCAL statement_timeout = ${LOCK_MS_MAX}`);
    await tx.query('LOCK TABLE access.audit IN SHARE MODE');
    const { rows } = await tx.query<{ cut: string }>(CUT);
    await tx.query('COMMIT');
    return rows[0]!.cut;
  } catch (error) {
    await tx.query('ROLLBACK').catch((failed: Error) => (broken = failed));
    throw error;
  } finally {
    tx.release(broken);
  }
}
