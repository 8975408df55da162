import type { Pool } from 'pg';
import { createPool } from './pool.js';

const CONNECTIONS_MAX = 4;
const STATEMENT_MS_MAX = 600_000;

/**
 * Connections of their own for what takes longer than a till may wait: uploads, exports of codes, and the work that was ordered. They never
 * take one of a till's. Connects at the first use; Nest closes it when the process ends.
 */
export class BulkPool {
  readonly pool: Pool;

  constructor({ databaseUrl, connectTimeoutMs }: { readonly databaseUrl: string; readonly connectTimeoutMs: number }) {
    const onIdleError = (): void => undefined;
    const options = { connectionsMax: CONNECTIONS_MAX, queryTimeoutMs: STATEMENT_MS_MAX, name: 'bulk', onIdleError };
    this.pool = createPool({ databaseUrl, connectTimeoutMs, ...options });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
