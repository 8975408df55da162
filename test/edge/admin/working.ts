import type pg from 'pg';

/** How many connections Postgres works for with such a statement: the process that had one may be dead, Postgres may not know yet. */
export async function working(db: pg.Pool, pattern: string): Promise<number> {
  const { rowCount } = await db.query(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query ~ $1 AND state = 'active' AND pid <> pg_backend_pid()`,
    [pattern],
  );
  return rowCount ?? 0;
}

export async function until(what: () => Promise<boolean>): Promise<void> {
  const limit = performance.now() + 30_000;
  while (!(await what())) if (performance.now() > limit) throw new Error('it did not come to that');
}
