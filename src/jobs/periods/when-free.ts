import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';

const LOCK_TIMEOUT_MS = 300;
const PAUSE_MS = 700;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Runs a transaction that needs a lock everybody else uses. It asks for a short time only, again and again: who waits for such a lock
 * makes all that come after it wait too, and the tills must not feel that a backup or a verify is running.
 */
export async function whenFree<T>(pool: Pick<Pool, 'connect'>, waitMsMax: number, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    for (const until = Date.now() + waitMsMax; ; await sleep(PAUSE_MS)) {
      try {
        await client.query('BEGIN');
        await client.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
        await client.query('SET LOCAL statement_timeout = 0');
        const result = await work(client);
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK');
        if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE || Date.now() > until) throw error;
      }
    }
  } finally {
    client.release();
  }
}
