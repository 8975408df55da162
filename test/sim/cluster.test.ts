/** ENGINE_PROCESSES: several processes on one port; one that is killed comes back, metrics are of all, and a stop is graceful. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pauseAfter } from '../../src/cluster.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const REGISTER = new URL('./register.mjs', import.meta.url).href;
/** A limit that stands only for "never": a busy machine takes a minute for what takes seconds. */
const MS_MAX = 240_000;

test.each([
  [0, 0, 100],
  [10, 100, 200],
  [10, 8_000, 10_000],
  [60_000, 10_000, 100],
])('one that lived %d ms, started after a pause of %d, waits %d', (lived, last, wanted) => expect(pauseAfter(lived, last)).toBe(wanted));

let database: TestDatabase;
const children: ChildProcess[] = [];
beforeAll(async () => void (database = await freshDatabase()));
afterAll(async () => {
  // The others end by themselves when the first one is gone.
  for (const child of children) child.kill('SIGKILL');
  await database.drop();
});

interface Line {
  readonly msg?: string;
  readonly http?: string;
  readonly pid?: number;
}

function run(settings: Readonly<Record<string, string>>) {
  const base = { NODE_ENV: 'test', DATABASE_URL: database.url, GRPC_PORT: '0', HTTP_PORT: '0', ENGINE_PROCESSES: '2' };
  const env = { PATH: process.env['PATH'] ?? '', ...base, ...settings };
  const child = spawn(process.execPath, ['--import', REGISTER, MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  child.stderr.resume();
  const lines: Line[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line) as Line));
  const started = () => lines.filter(({ msg }) => msg === 'started');
  return { child, started, gone: once(child, 'exit') as Promise<[number | null]> };
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await sleep(50);
}

async function metricsOf(http: string): Promise<(name: string) => number> {
  const answer = await fetch(`http://${http}/metrics`, { headers: { connection: 'close' } });
  const text = await answer.text();
  return (name) => Number(new RegExp(`^tallystick_${name} ([\\d.]+)$`, 'm').exec(text)?.[1] ?? NaN);
}

test(
  'two processes: metrics of both, a killed one comes back, a stop ends all',
  async () => {
    const { child, started, gone } = run({});
    await until(() => started().length === 2);
    const { http } = started()[0]!;
    await until(async () => (await metricsOf(http!))('processes_heard') === 2);
    const before = await metricsOf(http!);
    expect([before('processes'), before('processes_wanted'), before('process_restarts_total')]).toEqual([2, 2, 0]);
    // The most of both and not their sum, which would be no version at all.
    expect([before('rule_set_version'), before('rule_set_version_wanted')]).toEqual([0, 0]);

    process.kill(started()[0]!.pid!, 'SIGKILL');
    // On a busy machine a start may fail, and is tried again.
    await until(() => started().length >= 3);
    expect(started().at(-1)!.http).toBe(http);
    await until(async () => (await metricsOf(http!))('processes_heard') === 2);
    expect((await metricsOf(http!))('process_restarts_total')).toBeGreaterThanOrEqual(1);

    child.kill('SIGTERM');
    expect((await gone)[0]).toBe(0);
  },
  MS_MAX,
);

test(
  'a port that is taken ends all, as it ends a single process',
  async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const { gone } = run({ HTTP_PORT: String(port) });
    expect((await gone)[0]).toBe(1);
    server.close();
  },
  MS_MAX,
);
