import type { Pool, PoolClient } from 'pg';

/** Connections that read one and the same state of the database, whatever is booked meanwhile. */
export interface Snapshot {
  readonly clients: readonly PoolClient[];
  close(): Promise<void>;
}

const BEGIN = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

export async function openSnapshot(pool: Pick<Pool, 'connect'>, connections: number): Promise<Snapshot> {
  const clients: PoolClient[] = [];
  const close = async (): Promise<void> => {
    // A connection that broke has nothing to take back.
    await Promise.all(clients.map((client) => client.query('ROLLBACK').catch(() => undefined)));
    for (const client of clients) client.release();
  };
  try {
    const first = await pool.connect();
    clients.push(first);
    await first.query(BEGIN);
    if (connections > 1) {
      const { rows } = await first.query<{ name: string }>('SELECT pg_export_snapshot() AS name');
      while (clients.length < connections) {
        const next = await pool.connect();
        clients.push(next);
        await next.query(BEGIN);
        await next.query(`SET TRANSACTION SNAPSHOT '${rows[0]!.name}'`);
      }
    }
    for (const client of clients) {
      await client.query('SET LOCAL statement_timeout = 0');
      await client.query('SET LOCAL jit = off');
    }
    return { clients, close };
  } catch (error) {
    await close();
    throw error;
  }
}
