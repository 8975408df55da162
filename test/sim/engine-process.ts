/** A real engine in a process of its own, that can be killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const REGISTER = new URL('./register.mjs', import.meta.url).href;
const START_TIMEOUT_MS = 60_000;

export interface EngineProcess {
  readonly address: string;
  /** Where REST, metrics and health answer. */
  readonly http: string;
  readonly pid: number;
  /** Ends it with no chance to say goodbye; resolves when it is gone. */
  kill(): Promise<void>;
  /** Lets it finish its calls. */
  stop(): Promise<number | null>;
  /** What it logged at `error` and above. */
  readonly complaints: string[];
}

export interface EngineProcessOptions {
  readonly databaseUrl: string;
  readonly redisUrl?: string;
  /** A restarted engine takes the port of the one it follows. */
  readonly grpcPort?: number;
  readonly env?: Readonly<Record<string, string>>;
}

interface LogLine {
  readonly msg?: string;
  readonly grpc?: string;
  readonly http?: string;
  readonly level?: string;
}

export async function startEngineProcess(options: EngineProcessOptions): Promise<EngineProcess> {
  const settings = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'info',
    DATABASE_URL: options.databaseUrl,
    REDIS_URL: options.redisUrl ?? '',
    GRPC_PORT: String(options.grpcPort ?? 0),
    HTTP_PORT: '0',
    ...options.env,
  };
  const env = { PATH: process.env['PATH'] ?? '', ...settings };
  const child = spawn(process.execPath, ['--import', REGISTER, '--enable-source-maps', MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const complaints: string[] = [];
  const { grpc, http } = await started(child, complaints);
  return {
    address: grpc,
    http: `http://${http}`,
    pid: child.pid!,
    complaints,
    kill: () => end(child, 'SIGKILL').then(() => undefined),
    stop: () => end(child, 'SIGTERM'),
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
  return child.exitCode;
}

/** Resolves with its addresses once the engine says that it is there. */
function started(child: ChildProcess, complaints: string[]): Promise<{ readonly grpc: string; readonly http: string }> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    const fail = (why: string): void => {
      child.kill('SIGKILL');
      reject(new Error(`${why}:\n${said.join('\n')}`));
    };
    const timer = setTimeout(() => fail('the engine did not start in time'), START_TIMEOUT_MS);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the engine ended with ${code} before it was there:\n${said.join('\n')}`));
    });
    createInterface({ input: child.stderr! }).on('line', (line) => complaints.push(line) && said.push(line));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const { msg, grpc, http, level } = parse(line);
      if (said.length < 100) said.push(line);
      if (level === 'error' || level === 'fatal') complaints.push(line);
      if (msg !== 'started' || grpc === undefined || http === undefined) return;
      clearTimeout(timer);
      resolve({ grpc, http });
    });
  });
}

function parse(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return {};
  }
}
