import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { giveTo, readJson, writePrivate, type Account } from './home.js';
import { postgresBin } from './postgres-binaries.js';
import { commandLine, freePort, isAlive, terminate, waitUntil } from './processes.js';

/** A running server of ours. `adopted` when an earlier process left it behind and this one took it over. */
export interface Server {
  url: string;
  pid: number;
  adopted: boolean;
}

interface Settings {
  port: number;
  password: string;
}

/** Durability stays at its defaults (fsync and synchronous_commit on); these only give it room. */
const SERVER_SETTINGS = [
  'shared_buffers=256MB',
  'max_connections=100',
  'max_wal_size=2GB',
  'min_wal_size=1GB',
  'wal_compression=on',
  'unix_socket_directories=',
];
const USER = 'tallystick';
const START_TIMEOUT_MS = 60_000;
/** The log lines of a server that found traces of a killed one: they pass once the old processes are gone. */
const PASSING = /postmaster\.pid" already exists|pre-existing shared memory block|could not bind|could not create any TCP\/IP sockets/;

const urlOf = ({ port, password }: Settings, database: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The pid in postmaster.pid, if it really is the server of this home's cluster; a stale file may name any later process. */
export function runningPostgres(home: string): number | null {
  const cluster = join(home, 'postgres');
  const file = join(cluster, 'postmaster.pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : NaN;
  return Number.isInteger(pid) && isAlive(pid) && commandLine(pid).includes(cluster) ? pid : null;
}

/** Makes the cluster aside and renames it, so that an interrupted first start leaves none rather than half of one. */
function initialise(bin: string, home: string, account: Account, password: string): void {
  const aside = join(home, 'postgres.new');
  const passwordFile = join(home, 'password.new');
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { mode: 0o700 });
  writePrivate(passwordFile, password);
  giveTo(account, aside);
  giveTo(account, passwordFile);
  const args = ['-D', aside, '-U', USER, '--pwfile', passwordFile, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'];
  const { status, stderr, error } = spawnSync(join(bin, 'initdb'), args, { ...account, cwd: '/', encoding: 'utf8' });
  rmSync(passwordFile, { force: true });
  if (status !== 0) throw new Error(`initdb failed: ${error?.message ?? stderr.trim()}`);
  renameSync(aside, join(home, 'postgres'));
}

/** Detached: Ctrl-C reaches the whole process group, and Postgres must outlive the engine that is still draining. */
function launch(bin: string, home: string, account: Account, port: number): ChildProcess {
  const log = openSync(join(home, 'postgres.log'), 'a', 0o600);
  const settings = [...SERVER_SETTINGS, 'listen_addresses=127.0.0.1', `port=${port}`].flatMap((setting) => ['-c', setting]);
  const args = ['-D', join(home, 'postgres'), ...settings];
  const child = spawn(join(bin, 'postgres'), args, { ...account, cwd: '/', detached: true, stdio: ['ignore', log, log] });
  child.on('error', () => undefined);
  child.unref();
  closeSync(log);
  return child;
}

const logSince = (home: string, offset: number) =>
  existsSync(join(home, 'postgres.log')) ? readFileSync(join(home, 'postgres.log')).subarray(offset).toString('utf8') : '';

/** Starts the server; one that trips over the remains of a killed one is started again until those are gone. */
async function start(bin: string, home: string, account: Account, settings: Settings): Promise<number> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const logFile = join(home, 'postgres.log');
    const logged = existsSync(logFile) ? statSync(logFile).size : 0;
    // A dead pid may linger as a zombie, which Postgres takes for a living server.
    if (runningPostgres(home) === null) rmSync(join(home, 'postgres', 'postmaster.pid'), { force: true });
    settings.port = await freePort(settings.port);
    writePrivate(join(home, 'postgres.json'), JSON.stringify(settings));
    const child = launch(bin, home, account, settings.port);
    const ended = () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
    const ready = await waitUntil(async () => ended() || (await answers(urlOf(settings, 'postgres'))), deadline - Date.now());
    if (ready && !ended() && child.pid !== undefined) return child.pid;
    const said = logSince(home, logged);
    if (!ended() && child.pid !== undefined) await terminate(child.pid, STOP_STEPS);
    if (Date.now() > deadline || !PASSING.test(said)) throw new Error(`Postgres did not start; it said:\n${said.trim() || '(nothing)'}`);
    await sleep(200);
  }
}

/** Fast shutdown first, which rolls back what is open and writes a checkpoint; immediate if that takes too long, which costs a recovery. */
const STOP_STEPS = [
  { signal: 'SIGINT', waitMs: 30_000 },
  { signal: 'SIGQUIT', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
] as const;

async function createDatabase(settings: Settings): Promise<void> {
  const client = new Client({ connectionString: urlOf(settings, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [USER]);
    if (rowCount === 0) await client.query(`create database ${USER}`);
  } finally {
    await client.end();
  }
}

/** Finds the server of this home running, or starts it; the cluster, its password and its port are made the first time and kept. */
export async function ensurePostgres(home: string, account: Account): Promise<Server> {
  const kept = readJson<Settings>(join(home, 'postgres.json'));
  const orphan = runningPostgres(home);
  if (orphan !== null && kept !== null) {
    // It may still be starting, or shutting down: either ends by itself.
    await waitUntil(async () => !isAlive(orphan) || (await answers(urlOf(kept, USER))), START_TIMEOUT_MS, 100);
    if (isAlive(orphan)) return { url: urlOf(kept, USER), pid: orphan, adopted: true };
  }
  const settings = kept ?? { port: await freePort(null), password: randomBytes(24).toString('hex') };
  const bin = postgresBin(home, account);
  if (!existsSync(join(home, 'postgres', 'PG_VERSION'))) initialise(bin, home, account, settings.password);
  const pid = await start(bin, home, account, settings);
  await createDatabase(settings);
  return { url: urlOf(settings, USER), pid, adopted: false };
}

export function stopPostgres(pid: number): Promise<void> {
  return terminate(pid, STOP_STEPS);
}
