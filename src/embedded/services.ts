import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync, rmdirSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fallbackHome, readJson, serviceAccount, serviceHome, writePrivate } from './home.js';
import { ensurePostgres, runningPostgres, stopPostgres, type Server } from './postgres.js';
import { commandLine, isAlive, startedAt, terminate, waitUntil } from './processes.js';
import { ensureRedis, runningRedis, stopRedis } from './redis.js';

export interface ServiceOptions {
  dataDir: string;
  /** Where set, that database is used and none is started. */
  databaseUrl?: string | undefined;
  redisUrl?: string | undefined;
  /** False: a Redis is used where there is one, but none is started. */
  startsRedis?: boolean;
  log: (message: string) => void;
}

export interface Services {
  databaseUrl: string;
  /** Null in single-process mode. */
  redisUrl: string | null;
  /** What `stop` will end: what this process started, or took over from one that died. */
  owned: { postgres: boolean; redis: boolean };
  stop(): Promise<void>;
}

/** Where the engine of a data folder listens, for the commands that call it. */
export interface EngineAddress {
  pid: number;
  grpc: string;
  http: string;
}

/** What services.json tells other processes. It holds passwords, so it is readable by its owner alone. */
interface State {
  owner: { pid: number; startedAt: string };
  databaseUrl: string | null;
  redisUrl: string | null;
  postgresPid?: number | undefined;
  redisPid?: number | undefined;
  engine?: EngineAddress;
}

/** The names of what is kept in a data folder; a TALLYSTICK_DATA that names somebody's home must not cost them more. */
const OURS = /^(postgres|redis|services|admin-token|demo-|password\.new)/;
const LOCK_TIMEOUT_MS = 120_000;
const ourselves = () => ({ pid: process.pid, startedAt: startedAt(process.pid) });
const stateFile = (dataDir: string) => join(dataDir, 'services.json');

/** The environment's say in where data and services are; TALLYSTICK_DATA moves everything the embedded services write. */
export function servicesFromEnvironment(): Omit<ServiceOptions, 'log'> {
  const { TALLYSTICK_DATA, DATABASE_URL, REDIS_URL } = process.env;
  return { dataDir: resolve(TALLYSTICK_DATA || join(projectRoot(), '.tallystick')), databaseUrl: DATABASE_URL, redisUrl: REDIS_URL };
}

/** Runs from src and from dist alike: the project is the nearest folder above with a package.json. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/** The state another living process wrote; a state whose owner died is worth nothing but its orphans, which are found by their own files. */
function livingState(dataDir: string): State | null {
  const state = readJson<State>(stateFile(dataDir));
  if (state === null || !isAlive(state.owner.pid) || startedAt(state.owner.pid) !== state.owner.startedAt) return null;
  return state;
}

/** The services and the engine that run on this data folder, or null. */
export function locateServices(
  dataDir: string,
): { databaseUrl: string | null; redisUrl: string | null; engine: EngineAddress | null } | null {
  const state = livingState(dataDir);
  if (state === null) return null;
  const engine = state.engine !== undefined && isAlive(state.engine.pid) ? state.engine : null;
  return { databaseUrl: state.databaseUrl, redisUrl: state.redisUrl, engine };
}

/** Called by the process that started an engine, once that listens. */
export function recordEngine(dataDir: string, engine: EngineAddress): void {
  const state = livingState(dataDir) ?? { owner: ourselves(), databaseUrl: null, redisUrl: null };
  writePrivate(stateFile(dataDir), JSON.stringify({ ...state, engine }));
}

/** Two starts at once on one data folder take turns; the second then finds what the first has started. */
async function locked<Result>(dataDir: string, work: () => Promise<Result>): Promise<Result> {
  const file = join(dataDir, 'services.lock');
  mkdirSync(dataDir, { recursive: true });
  const taken = await waitUntil(() => {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = existsSync(file) ? readFileSync(file, 'utf8') : '';
      if (holder !== '' && !isAlive(Number(holder))) rmSync(file, { force: true });
      return false;
    }
  }, LOCK_TIMEOUT_MS);
  if (!taken) throw new Error(`another process holds ${file}; remove it if that process is gone`);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/**
 * Postgres and Redis for this process: the ones named by URL, else those another living process runs on the data folder, else our own,
 * started now or taken over from a process that died. `stop` ends only what is ours.
 */
export async function ensureServices(options: ServiceOptions): Promise<Services> {
  const dataDir = resolve(options.dataDir);
  if (options.databaseUrl && options.redisUrl) return borrow(options.databaseUrl, options.redisUrl);
  return locked(dataDir, async () => {
    const running = await lender(dataDir, Boolean(options.databaseUrl));
    if (running === null) return startServices(options, dataDir);
    return borrow(options.databaseUrl || running.databaseUrl || '', options.redisUrl || running.redisUrl);
  });
}

/**
 * The services of a command such as `verify`: those of the environment, else those the engine of the data folder uses, else a Postgres for
 * as long as the command runs. With DATABASE_URL nothing is written to disk. It starts no Redis, for no engine would listen there.
 */
export async function servicesForCommand(log: (message: string) => void): Promise<Services> {
  const given = servicesFromEnvironment();
  if (!given.databaseUrl) return ensureServices({ ...given, startsRedis: false, log });
  return borrow(given.databaseUrl, given.redisUrl || (livingState(given.dataDir)?.redisUrl ?? null));
}

/**
 * The state of the process to borrow from. Servers are borrowed only from one that has an engine, for a command such as `verify` takes
 * its own away when it is done: it is waited for. Who brings a database needs no more than a Redis, and waits for nobody.
 */
async function lender(dataDir: string, bringsDatabase: boolean): Promise<State | null> {
  let state = livingState(dataDir);
  if (bringsDatabase) return state;
  const settled = await waitUntil(() => {
    state = livingState(dataDir);
    return state === null || state.engine !== undefined;
  }, LOCK_TIMEOUT_MS);
  if (!settled) throw new Error(`process ${state?.owner.pid} is using ${dataDir} and does not end`);
  if (state?.databaseUrl === null) throw new Error('the running engine uses a database that was given to it: set DATABASE_URL to the same');
  return state;
}

function borrow(databaseUrl: string, redisUrl: string | null): Services {
  return { databaseUrl, redisUrl, owned: { postgres: false, redis: false }, stop: async () => undefined };
}

async function startServices({ databaseUrl, redisUrl, startsRedis = true, log }: ServiceOptions, dataDir: string): Promise<Services> {
  await endLeftEngine(dataDir);
  const account = serviceAccount();
  const home = serviceHome(dataDir, account);
  if (home !== dataDir) log(`the services keep their files in ${home}, because their account cannot reach ${dataDir}`);
  const postgres = databaseUrl ? null : await ensurePostgres(home, account);
  if (postgres !== null) announce(log, 'Postgres', postgres);
  const redis = redisUrl || !startsRedis ? null : await ensureRedis(home, account).catch(giveUpRedis(log));
  if (redis !== null) announce(log, 'Redis', redis);
  if (!redisUrl && startsRedis && redis === null)
    log('NO REDIS: running in single-process mode. Install redis-server or set REDIS_URL to run more than one engine.');
  const owned = { postgres: postgres !== null, redis: redis !== null };
  const state: State = {
    owner: ourselves(),
    databaseUrl: postgres?.url ?? null,
    redisUrl: redis?.url ?? null,
    postgresPid: postgres?.pid,
    redisPid: redis?.pid,
  };
  writePrivate(stateFile(dataDir), JSON.stringify(state));
  const stop = async () => {
    if (redis !== null) await stopRedis(redis.pid);
    if (postgres !== null) await stopPostgres(postgres.pid);
    rmSync(stateFile(dataDir), { force: true });
  };
  return { databaseUrl: databaseUrl || (postgres?.url ?? ''), redisUrl: redisUrl || (redis?.url ?? null), owned, stop };
}

/** An engine outlives a killed `npm start`, still holding its ports and connections; asked to stop, it drains first. */
async function endLeftEngine(dataDir: string): Promise<void> {
  const pid = readJson<State>(stateFile(dataDir))?.engine?.pid;
  if (pid === undefined || !commandLine(pid).includes('main.js')) return;
  await terminate(pid, [
    { signal: 'SIGTERM', waitMs: 30_000 },
    { signal: 'SIGKILL', waitMs: 5_000 },
  ]);
}

function announce(log: (message: string) => void, name: string, server: Server): void {
  const { port } = new URL(server.url);
  log(
    `${name} ${server.adopted ? 'found running, left by a process that died: taken over' : 'started'}, 127.0.0.1:${port}, pid ${server.pid}`,
  );
}

/** Losing Redis is not an outage, and neither is not having it. */
function giveUpRedis(log: (message: string) => void): (error: Error) => null {
  return (error) => {
    log(error.message);
    return null;
  };
}

/** Stops what a killed process left running on the folder and removes the data, wherever it is kept. Refuses under a living owner. */
export async function removeData(dataDir: string): Promise<void> {
  const owner = livingState(dataDir)?.owner.pid;
  if (owner !== undefined) throw new Error(`process ${owner} is using ${dataDir}: stop it first`);
  await endLeftEngine(dataDir);
  for (const home of [resolve(dataDir), fallbackHome(dataDir)]) {
    const redis = await runningRedis(home);
    if (redis !== null) await stopRedis(redis.pid);
    const postgres = runningPostgres(home);
    if (postgres !== null) await stopPostgres(postgres);
    for (const name of existsSync(home) ? readdirSync(home) : []) {
      if (OURS.test(name)) rmSync(join(home, name), { recursive: true, force: true });
    }
    if (existsSync(home) && readdirSync(home).length === 0) rmdirSync(home);
  }
}
