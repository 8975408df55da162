/** An engine as it is shipped, compiled, in a process of its own; it and everything else has its default settings. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const ROOT = new URL('../../', import.meta.url);
const START_MS_MAX = 180_000;
/** How V8 keeps its memory where scripts/start.mjs and the Dockerfile start an engine. */
export const MEMORY_FLAGS = [
  '--max-semi-space-size=64',
  '--no-allocation-site-pretenuring',
  '--heap-growing-percent=100',
  '--no-parallel-scavenge',
];
export const ENGINE_FLAGS = ['--enable-source-maps', ...MEMORY_FLAGS];

export interface EngineUnderTest {
  readonly pid: number;
  readonly grpc: string;
  readonly http: string;
  stop(): Promise<void>;
}

/** Of this tree, or of another one that it is compared with. */
export function buildEngine(root = ROOT): void {
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL('scripts/build.mjs', root))], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('the build failed');
}

export async function startEngine(
  databaseUrl: string,
  settings: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
  root = ROOT,
): Promise<EngineUnderTest> {
  const base = { NODE_ENV: 'production', LOG_LEVEL: 'info', DATABASE_URL: databaseUrl, GRPC_PORT: '0', HTTP_PORT: '0' };
  const env = { PATH: process.env['PATH'] ?? '', ...base, ...settings };
  const main = fileURLToPath(new URL('dist/src/main.js', root));
  // Of two flags of one name the last one counts.
  const child = spawn(process.execPath, [...ENGINE_FLAGS, ...flags, main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const { grpc, http } = await started(child);
  return { pid: child.pid!, grpc, http, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

interface Started {
  readonly grpc: string;
  readonly http: string;
}

function started(child: ChildProcess): Promise<Started> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    const fail = (why: string): void => {
      child.kill('SIGKILL');
      reject(new Error(`${why}:\n${said.join('\n')}`));
    };
    const timer = setTimeout(() => fail('the engine did not start in time'), START_MS_MAX);
    child.once('exit', (code) => fail(`the engine ended with ${code} before it was there`));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      if (said.length < 100) said.push(line);
      if (!line.includes('"started"')) return;
      clearTimeout(timer);
      child.removeAllListeners('exit');
      resolve(JSON.parse(line) as Started);
    });
  });
}
