/**
 * A whole engine on a Redis of the test's own: whatever becomes of that Redis, tills are answered by what was published, and the operator
 * sees it in a count, a log line and, where something is wanted and not had, in readiness.
 */
import type { Redis } from 'ioredis';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'pg';
import type { Announcer } from '../../src/rulebook/announce.js';
import { publish } from '../../src/rulebook/publish.js';
import { pointerKey, rulesetKey } from '../../src/rulebook/redis-keys.js';
import { connectAnnouncer } from '../rulebook/engines.js';
import { OwnRedis } from '../rulebook/own-redis.js';
import { PROGRAMME, startTestEngine, type TestEngine } from '../support/engine.js';
import { line, receipt } from './receipts.js';

const NAMESPACE = 'edge';
const own = new OwnRedis();
let found = false;
let at: TestEngine;
let db: Pool;
let to: Announcer & { close(): void };

beforeAll(async () => {
  found = await own.start();
  if (!found) return process.stderr.write('No Redis here: the tests of its failures are skipped.\n');
  at = await startTestEngine({ REDIS_URL: own.url, REDIS_NAMESPACE: NAMESPACE, RULES_POLL_MS: '200' });
  db = new Pool({ connectionString: at.databaseUrl, max: 2 });
  to = await connectAnnouncer(own.url, NAMESPACE);
  return until(async () => (await ready()).redis === 'up');
}, 60_000);

afterAll(async () => {
  to?.close();
  await db?.end();
  await at?.close();
  await own.remove();
});

interface Report {
  readonly ready: boolean;
  readonly degraded: boolean;
  readonly rule_set_version: number;
  readonly rule_set_version_wanted: number;
  readonly last_error: string;
  readonly redis: string;
}

async function ready(): Promise<Report & { readonly status: number }> {
  const response = await fetch(`${at.http}/health/ready`);
  return { ...((await response.json()) as Report), status: response.status };
}

/** A series of /metrics: `redis_down_total`, `redis_repaired_total{reason="stale"}`. */
async function count(series: string): Promise<number> {
  const text = await (await fetch(`${at.http}/metrics`)).text();
  const row = text.split('\n').find((one) => one.startsWith(`tallystick_${series} `));
  if (row === undefined) throw new Error(`there is no ${series}`);
  return Number(row.split(' ')[1]);
}

const said = (text: string): number => at.logged.filter((one) => one.includes(text)).length;
const DOWN = 'Redis does not answer; new rules are found by polling Postgres';
const UP = 'Redis answers';
const REPAIRED = 'Redis held another rule set than the published one; repaired';
const REFUSED = 'rule set refused, the old one stays';

async function until(is: () => boolean | Promise<boolean>): Promise<void> {
  for (let k = 0; k < 400; k++) {
    if (await is()) return;
    await pause(25);
  }
  throw new Error(`waited in vain; the engine said:\n${at.logged.slice(-10).join('')}`);
}

/** Coffee of 10.00 at the till, and the version it is priced by. */
async function till(): Promise<readonly [net: number, version: number]> {
  const answer = await at.grpc.call('Quote', { receipt: receipt({ lines: [line({ sku: 'coffee', unitPriceMinor: 1000 })] }) });
  if (!answer.ok) throw new Error(answer.message);
  const { totals, ruleSetVersion } = answer.response['quote'] as { totals: { netMinor: number }; ruleSetVersion: number };
  return [totals.netMinor, ruleSetVersion];
}

/** So many per cent off coffee. Returns the version. */
async function publishRate(percent: number, announcer: Announcer | null = to): Promise<number> {
  const [coffee, ...others] = PROGRAMME.rules!;
  const rules = [{ ...coffee, benefit: { kind: 'percent', rateBps: percent * 100 } }, ...others];
  const result = await publish(db, announcer, { ...PROGRAMME, rules }, { by: 'test', comment: '' });
  if (result.outcome !== 'published') throw new Error(JSON.stringify(result));
  return result.published.version;
}

async function follows(percent: number, announcer: Announcer | null = to): Promise<void> {
  const version = await publishRate(percent, announcer);
  await until(async () => (await till())[1] === version);
  expect(await till()).toEqual([1000 - percent * 10, version]);
}

const whole = async () => expect(await ready()).toMatchObject({ status: 200, ready: true, degraded: false, redis: 'up', last_error: '' });

const withRedis = (name: string, work: () => Promise<void>) =>
  test(
    name,
    async () => {
      if (!found) return;
      await work();
    },
    60_000,
  );

withRedis('cut connections: counted, told, and taken up again', async () => {
  await follows(11);
  const [downs, told, ups] = [await count('redis_down_total'), said(DOWN), said(UP)];
  for (const type of ['normal', 'pubsub']) await to.redis.call('CLIENT', 'KILL', 'TYPE', type, 'SKIPME', 'yes');
  await until(async () => (await count('redis_down_total')) > downs && said(DOWN) > told);
  await follows(12);
  await until(async () => (await ready()).redis === 'up' && said(UP) > ups);
  await follows(13);
  await whole();
});

withRedis('a restart, empty: sold on by Postgres meanwhile, and filled again', async () => {
  const [downs, told] = [await count('redis_down_total'), said(DOWN)];
  const repaired = await count('redis_repaired_total{reason="missing"}');
  await own.kill();
  await until(async () => (await ready()).redis === 'down');
  expect(await ready()).toMatchObject({ status: 200, ready: true });
  expect([(await count('redis_down_total')) > downs, said(DOWN) > told]).toEqual([true, true]);
  await follows(14, null);
  await own.start();
  await until(async () => (await count('redis_repaired_total{reason="missing"}')) > repaired);
  await until(() => to.redis.status === 'ready');
  await follows(15);
  await whole();
});

/** What is spoiled, and the reason it is counted under. */
const SPOILED: readonly [string, string, (redis: Redis, version: number) => Promise<unknown>][] = [
  ['a flush', 'missing', (redis) => redis.flushall()],
  [
    'a stale pointer, as of a replica that was promoted',
    'stale',
    (redis, version) => redis.set(pointerKey(NAMESPACE), JSON.stringify({ version: version - 1, hash: 'a'.repeat(64), liveFromMs: 0 })),
  ],
  ['a pointer to what nobody published', 'ahead', (redis) => redis.set(pointerKey(NAMESPACE), '{"version":99}')],
  ['a corrupted pointer', 'corrupt', (redis) => redis.set(pointerKey(NAMESPACE), '{"version"')],
];

for (const [what, reason, spoil] of SPOILED)
  withRedis(`${what}: repaired, counted as ${reason} and told; tills notice nothing`, async () => {
    await follows(16);
    const [price, series] = [await till(), `redis_repaired_total{reason="${reason}"}`];
    const [repaired, told] = [await count(series), said(REPAIRED)];
    await spoil(to.redis, price[1]);
    await until(async () => (await count(series)) > repaired && said(REPAIRED) > told);
    expect(at.logged.filter((one) => one.includes(REPAIRED)).at(-1)).toContain(`"reason":"${reason}"`);
    expect(await till()).toEqual(price);
    expect(JSON.parse((await to.redis.get(pointerKey(NAMESPACE))) ?? '')).toMatchObject({ version: price[1] });
    await follows(17);
    await whole();
  });

withRedis('a corrupted document is not sold by: the one in Postgres is, and Redis gets it back', async () => {
  const next = (await till())[1] + 1;
  const series = 'redis_repaired_total{reason="corrupt"}';
  const [repaired, told] = [await count(series), said(REPAIRED)];
  await to.redis.set(rulesetKey(NAMESPACE, next), JSON.stringify({ ...PROGRAMME, rules: [] }));
  await follows(18, null);
  await until(async () => (await count(series)) > repaired && said(REPAIRED) > told);
  expect(await to.redis.get(rulesetKey(NAMESPACE, next))).toContain('"rateBps":1800');
  await whole();
});

/** As a newer program, or a damaged database, might leave it: a version that is published and cannot be used. */
const INSERT = `WITH head AS (UPDATE rulebook.head SET version = version + 1, published_at = clock_timestamp() RETURNING *)
  INSERT INTO rulebook.version SELECT version, coalesce($2, encode(sha256(convert_to($1, 'UTF8')), 'hex')), $1::json, 'of another program',
    published_at, '', '', published_at FROM head RETURNING version`;

test.each([
  ['does not know', 'unknown', '{"format":"tallystick/99"}', null, /\/format/],
  ['cannot verify', 'hash_mismatch', '{}', 'f'.repeat(64), /is not the published one/],
])(
  'a wanted set that the engine %s: the old one sells on, and readiness says so until a good one is there',
  async (_what, reason, document, hash, why) => {
    if (!found) return;
    await follows(19);
    const before = await till();
    const [refused, told] = [await count(`rule_sets_refused_total{reason="${reason}"}`), said(REFUSED)];
    // Postgres checks hashes too; only a restored or damaged one can hold another document than the published.
    if (hash !== null) await db.query('ALTER TABLE rulebook.version DROP CONSTRAINT version_has_the_hash_of_its_document');
    const { rows } = await db.query<{ version: number }>(INSERT, [document, hash]);
    const wanted = rows[0]!.version;
    await until(async () => (await ready()).degraded);
    expect(await ready()).toMatchObject({
      ...{ status: 200, ready: true, degraded: true },
      ...{ rule_set_version: before[1], rule_set_version_wanted: wanted, last_error: expect.stringMatching(why) as string },
    });
    expect(await till()).toEqual(before);
    expect(await count(`rule_sets_refused_total{reason="${reason}"}`)).toBe(refused + 1);
    expect(said(REFUSED)).toBe(told + 1);
    await follows(20);
    await until(async () => !(await ready()).degraded);
    expect(await ready()).toMatchObject({ rule_set_version: wanted + 1, rule_set_version_wanted: wanted + 1, last_error: '' });
  },
  60_000,
);
