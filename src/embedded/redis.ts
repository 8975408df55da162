import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { giveTo, readJson, writePrivate, type Account } from './home.js';
import type { Server } from './postgres.js';
import { commandLine, freePort, isAlive, terminate, waitUntil } from './processes.js';
import { findRedis } from './redis-binary.js';

interface State {
  pid: number;
  port: number;
  password: string;
}

const START_TIMEOUT_MS = 10_000;
const STOP_STEPS = [
  { signal: 'SIGTERM', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
] as const;

const stateFile = (home: string) => join(home, 'redis.json');
const urlOf = ({ port, password }: State) => `redis://:${password}@127.0.0.1:${port}`;

/** Whether a server with our password listens there; two commands by hand are less than a client that reconnects. */
function answers({ port, password }: State): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 1_000 });
    let reply = '';
    const done = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.on('error', () => done(false));
    socket.on('timeout', () => done(false));
    socket.on('end', () => done(false));
    socket.on('data', (data) => {
      reply += data.toString('latin1');
      if (reply.includes('+PONG')) done(true);
      else if (reply.startsWith('-')) done(false);
    });
    socket.write(`AUTH ${password}\r\nPING\r\n`);
  });
}

/** The server of this home, if the process we once started still answers to its password. */
export async function runningRedis(home: string): Promise<State | null> {
  const state = readJson<State>(stateFile(home));
  if (state === null || !isAlive(state.pid) || !/(redis|valkey)-server/.test(commandLine(state.pid))) return null;
  return (await answers(state)) ? state : null;
}

/** Nothing in Redis is worth keeping (Postgres has it all), so it writes no file. The password goes by a file, for arguments are public. */
function configuration(port: number, password: string, folder: string): string {
  return [
    `port ${port}`,
    'bind 127.0.0.1',
    `requirepass ${password}`,
    'save ""',
    'appendonly no',
    'daemonize no',
    `dir "${folder}"`,
    'maxmemory 256mb',
    'maxmemory-policy noeviction',
  ].join('\n');
}

/** Finds the Redis of this home running or starts one. Null where no server can be found: one engine process does without. */
export async function ensureRedis(home: string, account: Account): Promise<Server | null> {
  const left = await runningRedis(home);
  if (left !== null) return { url: urlOf(left), pid: left.pid, adopted: true };
  const binary = await findRedis(home, account);
  if (binary === null) return null;

  const folder = join(home, 'redis');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  giveTo(account, folder);
  const port = await freePort(readJson<State>(stateFile(home))?.port ?? null);
  const password = randomBytes(24).toString('hex');
  const configFile = join(folder, 'redis.conf');
  writePrivate(configFile, configuration(port, password, folder));
  giveTo(account, configFile);

  const logFile = join(home, 'redis.log');
  const log = openSync(logFile, 'w', 0o600);
  const env = { ...process.env, ...(binary.libraries === null ? {} : { LD_LIBRARY_PATH: binary.libraries }) };
  const child = spawn(binary.path, [configFile], { ...account, cwd: '/', env, detached: true, stdio: ['ignore', log, log] });
  child.on('error', () => undefined);
  child.unref();
  closeSync(log);
  if (child.pid === undefined) return null;
  const state: State = { pid: child.pid, port, password };
  const ready = await waitUntil(async () => child.exitCode !== null || (await answers(state)), START_TIMEOUT_MS);
  if (!ready || child.exitCode !== null) {
    if (child.exitCode === null) await terminate(child.pid, STOP_STEPS);
    throw new Error(`Redis did not start; it said:\n${existsSync(logFile) ? readFileSync(logFile, 'utf8').trim() : '(nothing)'}`);
  }
  writePrivate(stateFile(home), JSON.stringify(state));
  return { url: urlOf(state), pid: state.pid, adopted: false };
}

export function stopRedis(pid: number): Promise<void> {
  return terminate(pid, STOP_STEPS);
}
