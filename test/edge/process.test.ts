/** The engine as a process: what it says when it cannot start, and how it stops. */
import { status } from '@grpc/grpc-js';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { createTerminal } from '../../src/rulebook/create-terminal.js';
import { publish } from '../../src/rulebook/publish.js';
import { createPool } from '../../src/ledger/pool.js';
import { enrolMembers } from '../../src/ledger/enrol.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { PROGRAMME } from '../support/engine.js';
import { GrpcCaller } from '../support/grpc-caller.js';
import { receipt } from './receipts.js';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const TYPESCRIPT = new URL('../sim/register.mjs', import.meta.url).href;

interface Running {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number>;
}

function run(env: Record<string, string>): Running {
  const settings = { NODE_ENV: 'test', GRPC_PORT: '0', HTTP_PORT: '0', PATH: process.env['PATH'] ?? '', ...env };
  const child = spawn(process.execPath, ['--import', TYPESCRIPT, MAIN], { env: settings, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return {
    child,
    said: () => text,
    ended: once(child, 'exit').then(([code, signal]) => (code as number | null) ?? Number(signal !== null) * -1),
  };
}

async function until(check: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if (await check()) return;
    await sleep(50);
  }
  throw new Error(`waited in vain: ${what}`);
}

let database: TestDatabase;
let key: string;
beforeAll(async () => {
  database = await freshDatabase();
  const pool = createPool({
    databaseUrl: database.url,
    connectionsMax: 1,
    queryTimeoutMs: 5_000,
    connectTimeoutMs: 5_000,
    name: 'test',
    onIdleError: () => undefined,
  });
  const terminal = await createTerminal(pool, null, { terminalId: 'T1', storeId: 'S1', name: 'T1', mayEnrol: true });
  key = terminal.outcome === 'created' ? terminal.key : '';
  await publish(pool, null, PROGRAMME, { by: 'test', comment: '' });
  await enrolMembers(pool, [{ cardNumber: '7001' }]);
  await pool.end();
});
afterAll(() => database.drop());

test('wrong settings are listed, all of them', async () => {
  const { ended, said } = run({ GRPC_PORT: 'many', LANES: '0' });
  expect([await ended, said()]).toEqual([
    2,
    'The settings are wrong:\n  DATABASE_URL: must be set to postgres://user:password@host:port/database\n' +
      '  GRPC_PORT=many: must be a whole number from 0 to 65535\n  LANES=0: must be a whole number from 1 to 64\n',
  ]);
});

test('a database without schema', async () => {
  const { ended, said } = run({ DATABASE_URL: process.env['TEST_DATABASE_URL'] ?? '' });
  expect(await ended).toBe(1);
  expect(said()).toMatch(/^Not started: the database lacks \d+ migration\(s\), first \w+: run `npm run migrate`\n$/);
});

test('a database that is ahead of the program', async () => {
  const ahead = await freshDatabase();
  const client = new Client({ connectionString: ahead.url });
  await client.connect();
  await client.query(`INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'Later9999999999999')`);
  await client.end();
  const { ended, said } = run({ DATABASE_URL: ahead.url });
  expect([await ended, said()]).toEqual([
    1,
    'Not started: the database is ahead of this program by Later9999999999999: start the newer program\n',
  ]);
  await ahead.drop();
});

test('no Postgres', async () => {
  const { ended, said } = run({ DATABASE_URL: 'postgres://user:secret@127.0.0.1:1/db' });
  expect(await ended).toBe(1);
  expect(said()).toMatch(/^Not started: Postgres does not answer: .*ECONNREFUSED/);
  expect(said()).not.toContain('secret');
});

test('a port that is taken', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  for (const variable of ['GRPC_PORT', 'HTTP_PORT']) {
    const { ended, said } = run({ DATABASE_URL: database.url, [variable]: String(port) });
    expect(await ended).toBe(1);
    expect(said()).toContain('Not started: cannot listen there');
  }
  server.close();
});

describe('stopping', () => {
  let grpc: GrpcCaller;
  let running: Running;
  let http = '';
  let lock: Client;

  async function start(env: Record<string, string> = {}): Promise<void> {
    running = run({ DATABASE_URL: database.url, QUERY_TIMEOUT_MS: '20000', ...env });
    await until(() => running.said().includes('"msg":"started"'), 'start');
    const started = JSON.parse(
      running
        .said()
        .split('\n')
        .find((text) => text.includes('"msg":"started"'))!,
    ) as { grpc: string; http: string };
    http = `http://${started.http}`;
    grpc = new GrpcCaller(started.grpc, key);
    // Warm, so that what follows waits for Postgres and nothing else.
    expect(await grpc.call('GetMember', { cardNumber: '7001' })).toMatchObject({ ok: true });
    lock = new Client({ connectionString: database.url });
    await lock.connect();
    await lock.query('BEGIN; LOCK TABLE ledger.sale IN ACCESS EXCLUSIVE MODE');
  }
  const inWork = async () => (await (await fetch(`${http}/metrics`)).text()).includes('tallystick_calls_in_work 1');

  afterEach(async () => {
    grpc.close();
    running.child.kill('SIGKILL');
    await lock.end();
  });

  test('a call in work gets its answer, new ones none, and the exit code is 0', async () => {
    await start();
    const sale = grpc.call('Sale', { receipt: receipt({ receiptNumber: 'drain', cardNumber: '7001' }) });
    await until(inWork, 'the sale');
    running.child.kill('SIGTERM');
    await until(async () => (await fetch(`${http}/health/ready`)).status === 503, 'not ready');
    const late = new GrpcCaller(
      `127.0.0.1:${
        new URL(
          `http://${
            JSON.parse(
              running
                .said()
                .split('\n')
                .find((text) => text.includes('"msg":"started"'))!,
            ).grpc
          }`,
        ).port
      }`,
      key,
    );
    expect(await late.call('GetMember', { cardNumber: '7001' }, { deadline: Date.now() + 1_000 })).toMatchObject({ ok: false });
    late.close();
    await lock.query('COMMIT');
    const answer = await sale;
    if (!answer.ok) throw new Error(`${JSON.stringify(answer)}\n${running.said()}`);
    expect(answer.response).toMatchObject({ outcome: 'BOOKING_OUTCOME_BOOKED' });
    expect(await running.ended).toBe(0);
  });

  test('the wait is bounded by DRAIN_MS', async () => {
    await start({ DRAIN_MS: '300' });
    const sale = grpc.call('Sale', { receipt: receipt({ receiptNumber: 'bounded' }) });
    await until(inWork, 'the sale');
    const began = Date.now();
    running.child.kill('SIGTERM');
    expect(await sale).toMatchObject({ ok: false, code: expect.any(Number) });
    await lock.query('ROLLBACK');
    expect(await running.ended).toBe(0);
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(running.said()).toContain('DRAIN_MS is over');
  });

  test('a second signal does not wait', async () => {
    await start();
    const sale = grpc.call('Sale', { receipt: receipt({ receiptNumber: 'twice' }) });
    await until(inWork, 'the sale');
    running.child.kill('SIGINT');
    await until(() => running.said().includes('"msg":"stopping"'), 'stopping');
    running.child.kill('SIGINT');
    expect(await running.ended).toBe(1);
    expect(await sale).toMatchObject({ ok: false, code: status.UNAVAILABLE });
  });
});
