/** ENGINE_PROCESSES: several processes on one port; what becomes of connections and sales when one is killed, and a graceful stop. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pauseAfter } from '../../src/cluster.js';
import type { Engine } from '../../src/edge/cli/engine/client.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { connect } from './connect.js';
import { seeded } from './random.js';
import { checkReplay, SimTill, settleByRepeating } from './till.js';
import { createWorld, damages, type World } from './world.js';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const REGISTER = new URL('./register.mjs', import.meta.url).href;
/** A limit that stands only for "never": a busy machine takes a minute for what takes seconds. */
const MS_MAX = 240_000;
const TILLS = 8;

test.each([
  [0, 0, 100],
  [10, 100, 200],
  [10, 8_000, 10_000],
  [60_000, 10_000, 100],
])('one that lived %d ms, started after a pause of %d, waits %d', (lived, last, wanted) => expect(pauseAfter(lived, last)).toBe(wanted));

let database: TestDatabase;
let world: World;
const clients: Engine[] = [];
const children: ChildProcess[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  world = await createWorld(database.url, 20);
});
afterAll(async () => {
  for (const client of clients) client.close();
  // The others end by themselves when the first one is gone.
  for (const child of children) child.kill('SIGKILL');
  await database.drop();
});

interface Started {
  readonly http: string;
  readonly grpc: string;
  readonly pid: number;
}

interface Line {
  readonly msg?: string;
  readonly http?: string;
  readonly grpc?: string;
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

/** Over a connection of its own; one that is cut, because its process died, is made again. */
async function ask(http: string, path: string): Promise<Response> {
  for (;;) {
    const answer = await fetch(`http://${http}${path}`, { headers: { connection: 'close' } }).catch(() => null);
    if (answer !== null) return answer;
    await sleep(20);
  }
}

async function metricsOf(http: string): Promise<(name: string) => number> {
  const text = await (await ask(http, '/metrics')).text();
  return (name) => Number(new RegExp(`^tallystick_${name} ([\\d.]+)$`, 'm').exec(text)?.[1] ?? NaN);
}

/** Open connections of each process, by its id. */
async function connectionsOf(http: string): Promise<Record<number, number>> {
  const text = await (await ask(http, '/metrics')).text();
  return Object.fromEntries(
    [...text.matchAll(/^tallystick_grpc_connections\{process="(\d+)"\} (\d+)$/gm)].map(([, pid, n]) => [pid, Number(n)]),
  );
}

async function readiness(http: string): Promise<Readonly<Record<string, unknown>>> {
  const answer = await ask(http, '/health/ready');
  return { status: answer.status, ...((await answer.json()) as object) };
}

/** A till with a connection of its own, opened before the next one's. */
async function openTill(grpc: string, patienceMs: number): Promise<Engine> {
  const client = connect(grpc, world.key, patienceMs);
  clients.push(client);
  await client.getMember({ cardNumber: world.cards[0]! });
  return client;
}

async function openTills(grpc: string, patienceMs: number): Promise<Engine[]> {
  const tills: Engine[] = [];
  while (tills.length < TILLS) tills.push(await openTill(grpc, patienceMs));
  return tills;
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
    expect([before('rule_set_version'), before('rule_set_version_wanted')]).toEqual([1, 1]);

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
  'a process dies under load: its connections go to the other one, readiness tells, its unfinished sales settle by repeating',
  async () => {
    const { child, started, gone } = run({ SETTLE_EVERY_MS: '200' });
    await until(() => started().length === 2);
    const [{ http, grpc }, dying] = started().map(({ http, grpc, pid }) => ({ http: http!, grpc: grpc!, pid: pid! })) as [Started, Started];
    const engines = await openTills(grpc, 0);
    await until(async () => (await metricsOf(http))('processes_heard') === 2);
    expect(Object.values(await connectionsOf(http))).toEqual([TILLS / 2, TILLS / 2]);
    expect(await readiness(http)).toMatchObject({ status: 200, ready: true, degraded: false, processes: 2, processes_wanted: 2 });

    const tills = engines.map((engine, k) => new SimTill(`P${k}`, engine, world.cards, seeded(20261122 + k), false));
    let open = true;
    const shop = Promise.all(
      tills.map(async (till) => {
        while (open) {
          await till.act();
          await sleep(20);
        }
      }),
    );
    await until(() => tills.every(({ journal }) => journal.some(({ answer }) => answer !== null)));
    process.kill(dying.pid, 'SIGKILL');
    await until(async () => (await readiness(http))['processes'] === 1);
    expect(await readiness(http)).toMatchObject({ status: 200, ready: true, degraded: true, processes_wanted: 2 });
    await until(async () => (await readiness(http))['processes'] === 2);
    expect(await readiness(http)).toMatchObject({ status: 200, ready: true, degraded: false });
    open = false;
    await shop;

    const journal = tills.flatMap((till) => till.journal);
    const patient = await openTill(grpc, 60_000);
    for (const line of journal.filter(({ answer }) => answer !== null).slice(-50)) await checkReplay(patient, line);
    for (const line of journal.filter(({ answer }) => answer === null)) await settleByRepeating(patient, line);
    expect(await damages(database.url)).toEqual([]);
    child.kill('SIGTERM');
    expect((await gone)[0]).toBe(0);
  },
  MS_MAX,
);

test(
  'connections that are made anew in time are shared out again, and no call is harmed',
  async () => {
    const { child, started, gone } = run({ CONNECTION_AGE_MS_MAX: '1000' });
    await until(() => started().length === 2);
    const { http, grpc } = started()[0]!;
    // Every other connection is one that goes away: all that stay are with one process, as they are when the other one is new.
    const impatient: Engine[] = [];
    const others: Engine[] = [];
    while (others.length < TILLS) {
      impatient.push(await openTill(grpc!, 0));
      others.push(await openTill(grpc!, 0));
    }
    for (const other of others) other.close();

    let open = true;
    let calls = 0;
    const shop = Promise.all(
      impatient.map(async (till) => {
        for (; open; calls++) await till.getMember({ cardNumber: world.cards[0]! });
      }),
    );
    const spread = async (): Promise<boolean> => {
      const each = Object.values(await connectionsOf(http!));
      return each.length === 2 && each.every((count) => count >= TILLS / 4);
    };
    await Promise.race([shop, until(spread)]);
    // Long enough for each of them to be made anew some times while calls are in work.
    await Promise.race([shop, sleep(4_000)]);
    open = false;
    await shop;
    expect(calls).toBeGreaterThan(TILLS);
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
