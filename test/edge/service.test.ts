/** What surrounds the calls: health, reflection, deadlines, load shedding, metrics, logs, problem details. */
import { credentials, loadPackageDefinition, status, type Client, type Metadata } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { protoPath } from 'grpc-health-check';
import { once } from 'node:events';
import { connect } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestEngine, type TestEngine } from '../support/engine.js';
import { line, receipt } from './receipts.js';

let at: TestEngine;
beforeAll(async () => {
  at = await startTestEngine({ ADMIN_TOKEN: 'a-token-of-24-characters!' });
});
afterAll(() => at.close());

interface HealthClient extends Client {
  check(request: { service: string }, done: (error: { code: number } | null, answer?: { status: string }) => void): void;
}

function healthOf(port: number, service: string): Promise<string> {
  const loaded = loadPackageDefinition(loadSync(protoPath, { enums: String })) as unknown as {
    grpc: { health: { v1: { Health: new (address: string, channel: unknown) => HealthClient } } };
  };
  const client = new loaded.grpc.health.v1.Health(`127.0.0.1:${port}`, credentials.createInsecure());
  return new Promise((resolve) =>
    client.check({ service }, (error, answer) => {
      client.close();
      resolve(error === null ? answer!.status : status[error.code]!);
    }),
  );
}

test.each([
  ['', 'SERVING'],
  ['tallystick.v1.CheckoutService', 'SERVING'],
  ['tallystick.v1.EnrolmentService', 'SERVING'],
  ['tallystick.v1.Nothing', 'NOT_FOUND'],
])('grpc.health.v1 of "%s" is %s', async (service, expected) => expect(await healthOf(at.engine.grpcPort, service)).toBe(expected));

test('an idle HTTP connection is kept longer than those who call keep theirs', async () => {
  const { headers } = await fetch(`${at.http}/health/live`);
  expect(headers.get('keep-alive')).toBe('timeout=75');
});

test('without rules an engine lives, and is not ready', async () => {
  const bare = await startTestEngine({}, null);
  expect((await fetch(`${bare.http}/health/live`)).status).toBe(200);
  const ready = await fetch(`${bare.http}/health/ready`);
  expect([ready.status, await ready.json()]).toEqual([
    503,
    {
      ready: false,
      degraded: false,
      postgres: 'up',
      rule_set_version: 0,
      rule_set_version_wanted: 0,
      last_error: '',
      redis: 'off',
      processes: 1,
      processes_wanted: 1,
      stopping: false,
    },
  ]);
  expect(await healthOf(bare.engine.grpcPort, '')).toBe('NOT_SERVING');
  await bare.close();
});

const REFLECT = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
/** ServerReflectionRequest { list_services: "" } */
const LIST_SERVICES = Buffer.from([0x3a, 0]);

function reflect(client: Client): Promise<string> {
  return new Promise((resolve) => {
    const stream = client.makeBidiStreamRequest(
      REFLECT,
      (bytes: Buffer) => bytes,
      (bytes: Buffer) => bytes,
    );
    stream.on('data', (bytes: Buffer) => resolve(bytes.toString('latin1')));
    stream.on('error', (error: Error & { code: number; metadata: Metadata }) => resolve(status[error.code]!));
    stream.write(LIST_SERVICES);
    stream.end();
  });
}

test('reflection lists the services outside production', async () => {
  const answer = await reflect(at.grpc.client);
  expect(answer).toContain('tallystick.v1.CheckoutService');
  expect(answer).toContain('tallystick.v1.EnrolmentService');
});

test('reflection is off in production', async () => {
  const production = await startTestEngine({ NODE_ENV: 'production' });
  expect(await reflect(production.grpc.client)).toBe('UNIMPLEMENTED');
  await production.close();
});

test('a deadline that has passed', async () => {
  const answer = await at.grpc.call('Quote', { receipt: receipt() }, { deadline: Date.now() - 1 });
  expect(answer).toMatchObject({ ok: false, code: status.DEADLINE_EXCEEDED });
});

test('more calls than CALLS_MAX are shed', async () => {
  const small = await startTestEngine({ CALLS_MAX: '1' });
  const answers = await Promise.all(Array.from({ length: 50 }, () => small.grpc.call('GetMember', { cardNumber: '1' })));
  const shed = answers.filter((answer) => !answer.ok && answer.code === status.RESOURCE_EXHAUSTED);
  expect(shed.length).toBeGreaterThan(0);
  expect(shed[0]).toMatchObject({ info: { reason: 'overloaded' } });
  expect(await small.grpc.call('Quote', {})).toMatchObject({ info: { reason: 'malformed' } });
  await small.close();
});

test('a call without room is turned away at its head, before its message has come', async () => {
  const small = await startTestEngine({ CALLS_MAX: '1' });
  const session = connect(`http://127.0.0.1:${small.engine.grpcPort}`);
  const head = { ':method': 'POST', 'content-type': 'application/grpc', te: 'trailers', authorization: `Bearer ${small.keys.t1}` };
  const open = (method: string) => session.request({ ...head, ':path': `/tallystick.v1.${method}` });
  // A stream of receipts takes the only place until it ends.
  const first = open('OfflineService/ReplayReceipts');
  first.on('error', () => undefined);
  await sleep(200);
  const second = open('CheckoutService/Sale');
  const [headers] = (await once(second, 'response')) as [Record<string, string>];
  expect(Number(headers['grpc-status'])).toBe(status.RESOURCE_EXHAUSTED);
  expect(headers['grpc-retry-pushback-ms']).toBe('500');
  session.destroy();
  expect(await (await fetch(`${small.http}/metrics`)).text()).toMatch(
    /tallystick_calls_total\{[^}]*call="Sale"[^}]*RESOURCE_EXHAUSTED[^}]*\} 1\n/,
  );
  await small.close();
});

test('an error names the request, by the caller’s own id where it sent one', async () => {
  expect(await at.grpc.call('Quote', {}, { metadata: { 'x-request-id': 'till-7:42' } })).toMatchObject({
    info: { domain: 'tallystick', metadata: { field: 'receipt', request_id: 'till-7:42' } },
  });
  expect(await at.grpc.call('Quote', {}, { metadata: { 'x-request-id': 'a b' } })).toMatchObject({
    info: { metadata: { request_id: expect.stringMatching(/^[0-9a-f-]{36}$/) } },
  });
});

test('/metrics', async () => {
  await at.grpc.call('Quote', {});
  await at.grpc.call('Sale', { receipt: receipt() });
  const response = await fetch(`${at.http}/metrics`);
  const text = await response.text();
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0.0.4/);
  for (const name of [
    'tallystick_call_duration_seconds_bucket{le="0.001",call="Quote"}',
    ...['decode', 'snapshot', 'price', 'post', 'encode'].map((stage) => `tallystick_stage_duration_seconds_count{stage="${stage}"}`),
    'tallystick_calls_total{call="Quote",status="INVALID_ARGUMENT"}',
    'tallystick_rejections_total{call="Quote",code="malformed"}',
    'tallystick_rule_set_version 1',
    'tallystick_queue_depth 0',
    'tallystick_postgres_connections{state="idle"}',
    'tallystick_batch_size_bucket',
    'tallystick_retries_total',
    'nodejs_eventloop_lag_p99_seconds',
    'process_cpu_seconds_total',
  ]) {
    expect(text).toContain(name);
  }
  expect(text).not.toContain('NaN\n\n');
});

test('neither cards nor keys are logged', async () => {
  const loud = await startTestEngine({ LOG_LEVEL: 'trace' });
  await loud.grpc.call('Sale', { receipt: receipt({ cardNumber: '6001234567891234', lines: [line()] }) });
  await loud.grpc.call('GetMember', { cardNumber: '6001234567891234' });
  const keys = Object.values(loud.keys);
  await loud.close();
  const all = loud.logged.join('');
  expect(all).not.toContain('6001234567891234');
  for (const key of keys) expect(all).not.toContain(key);
});

test('REST answers with problem details', async () => {
  const response = await fetch(`${at.http}/no/such/path`);
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(await response.json()).toMatchObject({ type: 'about:blank', status: 404, code: 'unknown_path', request_id: expect.any(String) });
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});
