import pg from 'pg';

export interface PoolOptions {
  readonly databaseUrl: string;
  readonly connectionsMax: number;
  readonly queryTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly name: string;
  /** Settings of Postgres for its sessions, by name. */
  readonly session?: Readonly<Record<string, string>>;
  /** Connections break while idle when Postgres restarts; the pool replaces them. */
  readonly onIdleError: (error: Error) => void;
}

const INT8 = 20;

/** int8 as a number: every amount is kept below 2^53 by the edges, and one that is not must not be read wrongly. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`a bigint of the ledger is beyond 2^53: ${text}`);
  return value;
}

export function createPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: options.connectionsMax,
    query_timeout: options.queryTimeoutMs,
    statement_timeout: options.queryTimeoutMs,
    connectionTimeoutMillis: options.connectTimeoutMs,
    idleTimeoutMillis: 0,
    keepAlive: true,
    application_name: `tallystick-${options.name}`,
    options: Object.entries(options.session ?? {})
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        oid === INT8 && format !== 'binary' ? parseInt8 : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  pool.on('error', options.onIdleError);
  return pool;
}
