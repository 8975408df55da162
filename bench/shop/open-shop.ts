/** What is measured: a Postgres of its own with its default durability, a database with rules, a terminal and cards, and engines on it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { serviceAccount, serviceHome } from '../../src/embedded/home.js';
import { ensurePostgres } from '../../src/embedded/postgres.js';
import { removeData } from '../../src/embedded/services.js';
import { verifyLedger } from '../../src/jobs/verify/verify-ledger.js';
import { createDataSource } from '../../src/ledger/datasource.js';
import { enrolMembers } from '../../src/ledger/enrol.js';
import { createTerminal } from '../../src/rulebook/create-terminal.js';
import { publish } from '../../src/rulebook/publish.js';
import { benchProgramme, cardNumber, STORE } from '../load/messages.js';
import { ROOT, startEngine, type EngineUnderTest } from './engine.js';
import { closesOnInterrupt } from './on-interrupt.js';
import { namedOf, stockPrices } from './stock-prices.js';

export interface ShopOptions {
  readonly rules: number;
  readonly cards: number;
  /** Special prices; none where it is not said. */
  readonly prices?: number;
  /** How many of them are for goods of the rules; half of the goods where it is not said. */
  readonly named?: number;
  /** The tree whose engines and migrations run, compiled; default: this one. */
  readonly root?: URL;
}

export interface Shop {
  readonly databaseUrl: string;
  /** A database of the same server for floors. */
  readonly floorUrl: string;
  readonly postgresPid: number;
  /** The folder of the database's files. */
  readonly home: string;
  /** The key of the terminal that sends everything. */
  readonly key: string;
  /** Starts one more engine, stopped with the shop. */
  engine(settings?: Readonly<Record<string, string>>, flags?: readonly string[]): Promise<EngineUnderTest>;
  /** A migrated database of the same server with nothing in it. */
  database(name: string): Promise<string>;
  /** A checkpoint: the files of the log that were written since the last one are used again. */
  settle(): Promise<void>;
  /** Throws where the ledger is not whole; answers how many rows were looked at. */
  verify(): Promise<number>;
  close(): Promise<void>;
}

export async function openShop(options: ShopOptions): Promise<Shop> {
  const dataDir = mkdtempSync(join(tmpdir(), `tallystick-bench-${process.pid}-`));
  const engines: EngineUnderTest[] = [];
  const close = closesOnInterrupt(async () => {
    await Promise.all(engines.map((engine) => engine.stop()));
    await removeData(dataDir);
  });
  try {
    return { ...(await openIn(dataDir, options, engines)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openIn(dataDir: string, options: ShopOptions, engines: EngineUnderTest[]): Promise<Omit<Shop, 'close'>> {
  const account = serviceAccount();
  const home = serviceHome(dataDir, account);
  const postgres = await ensurePostgres(home, account);
  const databaseUrl = postgres.url;
  const { root = ROOT } = options;
  if (root === ROOT) await migrate(databaseUrl);
  else migrateBy(root, databaseUrl);
  const floorUrl = await makeDatabase(databaseUrl, 'floor');
  const key = await stock(databaseUrl, options);
  await useLog(databaseUrl);
  return {
    ...{ databaseUrl, floorUrl, home, key, postgresPid: postgres.pid },
    async engine(settings, flags) {
      const engine = await startEngine(databaseUrl, settings, flags, root);
      engines.push(engine);
      return engine;
    },
    async database(name) {
      const url = await makeDatabase(databaseUrl, name);
      await migrate(url);
      return url;
    },
    settle: () => checkpoint(databaseUrl),
    verify: () => verifyShop(databaseUrl),
  };
}

export async function migrate(databaseUrl: string): Promise<void> {
  const source = await createDataSource(databaseUrl).initialize();
  await source.runMigrations();
  await source.destroy();
}

function migrateBy(root: URL, databaseUrl: string): void {
  const program = fileURLToPath(new URL('dist/src/edge/cli/migrate.js', root));
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  const { status } = spawnSync(process.execPath, [program], { env, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('the migrations failed');
}

/** One more database beside another; answers its URL. */
async function makeDatabase(beside: string, name: string): Promise<string> {
  const admin = new pg.Client({ connectionString: beside });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  return Object.assign(new URL(beside), { pathname: `/${name}` }).href;
}

const LOG_FILES = 60;

/**
 * Makes the files of the log that a server has which runs for longer than some minutes, and uses them again. Each new one, of 16 MB, is made
 * while everybody who commits waits: 50 to 85 ms here, every three seconds at half of peak.
 */
async function useLog(databaseUrl: string): Promise<void> {
  const pool = poolOn(databaseUrl);
  for (let made = 0; made < LOG_FILES; made++) {
    await pool.query(`SELECT pg_logical_emit_message(false, 'bench', '')`);
    await pool.query('SELECT pg_switch_wal()');
  }
  await pool.end();
  await checkpoint(databaseUrl);
}

async function checkpoint(databaseUrl: string): Promise<void> {
  const pool = poolOn(databaseUrl);
  await pool.query('CHECKPOINT');
  await pool.end();
}

/** A connection that may be cut while it is idle, as when a database is dropped just after its last use. */
function poolOn(databaseUrl: string, max = 1): pg.Pool {
  return new pg.Pool({ connectionString: databaseUrl, max }).on('error', () => undefined);
}

/** Rules, special prices, a terminal and cards; answers the terminal's key. */
export async function stock(databaseUrl: string, { rules, cards, prices = 0, named = namedOf(rules) }: ShopOptions): Promise<string> {
  const pool = poolOn(databaseUrl);
  try {
    const published = await publish(pool, null, benchProgramme(rules), { by: 'bench', comment: '' });
    if (published.outcome !== 'published') throw new Error(JSON.stringify(published).slice(0, 2_000));
    if (prices > 0) await stockPrices(pool, { prices, named });
    const members = Array.from({ length: cards }, (_, k) => ({ cardNumber: cardNumber(k) }));
    for (let from = 0; from < cards; from += 1000) await enrolMembers(pool, members.slice(from, from + 1000));
  } finally {
    await pool.end();
  }
  return newTerminal(databaseUrl);
}

/** The key of a terminal that was not there before: nobody can read the key of one that was. */
export async function newTerminal(databaseUrl: string): Promise<string> {
  const pool = poolOn(databaseUrl);
  const terminalId = `T${Date.now().toString(36)}`;
  const terminal = await createTerminal(pool, null, { terminalId, storeId: STORE, name: terminalId, mayEnrol: false });
  await pool.end();
  if (terminal.outcome !== 'created') throw new Error('the terminal is there already');
  return terminal.key;
}

/** Throws where `verify` is not green; answers how many rows it looked at. */
export async function verifyShop(databaseUrl: string): Promise<number> {
  const pool = poolOn(databaseUrl, availableParallelism());
  try {
    const { ok, checks } = await verifyLedger(pool, { parts: 16, connections: availableParallelism() });
    const wrong = checks.filter((check) => check.wrong > 0);
    if (!ok) throw new Error(`verify is not green, so no figure counts: ${JSON.stringify(wrong).slice(0, 2_000)}`);
    return checks.reduce((sum, check) => sum + check.rows, 0);
  } finally {
    await pool.end();
  }
}
