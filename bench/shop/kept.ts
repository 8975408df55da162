/**
 * Large databases that take minutes to make, on a Postgres of their own whose folder may be kept from run to run. A name holds a digest of all
 * that a database was made from, migrations included, so that none outlives what it was made by.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { serviceAccount, serviceHome } from '../../src/embedded/home.js';
import { ensurePostgres, stopPostgres } from '../../src/embedded/postgres.js';
import { removeData } from '../../src/embedded/services.js';
import { startEngine, type EngineUnderTest } from './engine.js';
import { closesOnInterrupt } from './on-interrupt.js';
import { migrate } from './open-shop.js';

const SCHEMA = readFileSync(new URL('../../migrations/schema.sql', import.meta.url));

export interface Kept {
  /** The folder of the databases' files. */
  readonly home: string;
  readonly postgresPid: number;
  /** The database of this kind and these facts; migrated and handed to `fill` where there is none yet. Answers its name. */
  database(kind: string, facts: object, fill: (url: string) => Promise<void>): Promise<string>;
  /** A copy that goes when the bench ends. */
  copy(name: string): Promise<string>;
  url(name: string): string;
  engine(databaseUrl: string): Promise<EngineUnderTest>;
  close(): Promise<void>;
}

export async function openKept(folder: string | null): Promise<Kept> {
  const dataDir = folder ?? mkdtempSync(join(tmpdir(), `tallystick-bench-${process.pid}-`));
  const account = serviceAccount();
  const home = serviceHome(dataDir, account);
  const postgres = await ensurePostgres(home, account);
  // Postgres is stopped just after its last use: a connection that is still saying goodbye is cut, which must not end the bench.
  const admin = new pg.Pool({ connectionString: postgres.url, max: 1 }).on('error', () => undefined);
  const url = (name: string): string => Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href;
  const drop = async (like: string): Promise<void> => {
    const { rows } = await admin.query<{ datname: string }>('SELECT datname FROM pg_database WHERE datname LIKE $1', [like]);
    for (const { datname } of rows) await admin.query(`DROP DATABASE ${datname} WITH (FORCE)`);
  };
  await drop('copy\\_%');
  await drop('making\\_%');
  const engines: EngineUnderTest[] = [];
  const close = closesOnInterrupt(async () => {
    await Promise.all(engines.map((engine) => engine.stop()));
    await drop('copy\\_%');
    await admin.end();
    await stopPostgres(postgres.pid);
    if (folder === null) await removeData(dataDir);
  });
  return {
    ...{ home, postgresPid: postgres.pid, url },
    async database(kind, facts, fill) {
      const digest = createHash('sha256').update(SCHEMA).update(JSON.stringify(facts)).digest('hex').slice(0, 12);
      const name = `${kind}_${digest}`;
      if ((await admin.query('SELECT FROM pg_database WHERE datname = $1', [name])).rowCount === 1) return name;
      await drop(`${kind}\\_%`);
      await admin.query(`CREATE DATABASE making_${kind}`);
      await migrate(url(`making_${kind}`));
      await fill(url(`making_${kind}`));
      await admin.query(`ALTER DATABASE making_${kind} RENAME TO ${name}`);
      return name;
    },
    async copy(name) {
      await admin.query(`CREATE DATABASE copy_${name} TEMPLATE ${name} STRATEGY file_copy`);
      return url(`copy_${name}`);
    },
    async engine(databaseUrl) {
      const engine = await startEngine(databaseUrl);
      engines.push(engine);
      return engine;
    },
    close,
  };
}
