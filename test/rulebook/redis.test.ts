import type pg from 'pg';
import { pointerText, type Announcer } from '../../src/rulebook/announce.js';
import { publish, rollback } from '../../src/rulebook/publish.js';
import { pointerKey, rulesetKey } from '../../src/rulebook/redis-keys.js';
import type { RulebookEvent } from '../../src/rulebook/rulebook.js';
import type { Published } from '../../src/rulebook/schedule.js';
import { freshDatabase, hasRedis, redisUrl, type TestDatabase } from '../support/database.js';
import { connectAnnouncer, pool, programme, sleep, startEngine, within, type Engine, type EngineOptions } from './engines.js';
import { OwnRedis } from './own-redis.js';

/** Polls of Postgres and Redis are rare here unless a test says otherwise, so that what is quick was announced. */
const RARELY_MS = 60_000;
let database: TestDatabase;
let db: pg.Pool;
let engines: Engine[] = [];

beforeEach(async () => {
  database = await freshDatabase();
  db = pool(database.url);
});
afterEach(async () => {
  await Promise.all(engines.map((engine) => engine.stop()));
  engines = [];
  await db.end();
  await database.drop();
});

async function engine(options: EngineOptions): Promise<Engine> {
  const started = await startEngine(database.url, options);
  engines.push(started);
  if (options.redisUrl != null) await within(2_000, () => started.events.some(({ kind }) => kind === 'redis_up' || kind === 'redis_down'));
  return started;
}

async function publishNow(announcer: Announcer | null, name: string): Promise<Published & { announced: boolean }> {
  const result = await publish(db, announcer, programme(name), { by: 'test', comment: '' });
  if (result.outcome !== 'published') throw new Error(JSON.stringify(result));
  return { ...result.published, announced: result.announced };
}

const live = ({ rulebook }: Engine) => rulebook.current()?.programme.name;
const kinds = (one: Engine, kind: RulebookEvent['kind']) => one.events.filter((event) => event.kind === kind);

(hasRedis ? describe : describe.skip)('with Redis', () => {
  let url: string;
  let to: Announcer & { close(): void };

  beforeEach(async () => {
    url = await redisUrl();
    to = await connectAnnouncer(url, `t${process.pid}`);
  });
  afterEach(() => to.close());

  const joined = (pollMs: number) => engine({ redisUrl: url, namespace: to.namespace, pollMs });

  it('switches two engines at once when a version is announced, whole, by the document in Redis', async () => {
    const both = [await joined(RARELY_MS), await joined(RARELY_MS)];
    // The subscription follows the connection by a moment.
    await within(2_000, () => both.every(({ rulebook }) => rulebook.status().syncedAtMs.rules > 0));
    await sleep(100);
    for (let n = 1; n <= 20; n++) {
      const { version, hash } = await publishNow(to, `n${n}`);
      const tookMs = await Promise.all(both.map((one) => within(1_000, () => live(one) === `n${n}`)));
      expect(Math.max(...tookMs)).toBeLessThan(500);
      for (const { rulebook } of both)
        expect(rulebook.status()).toMatchObject({ version, hash, source: 'redis', redisUp: true, lastError: '' });
    }
    await rollback(db, to, 1, { by: 'test', comment: 'back' });
    await Promise.all(both.map((one) => within(1_000, () => live(one) === 'n1' && one.rulebook.current()?.version === 21)));
  });

  it('finds a version whose announcement was lost', async () => {
    const one = await joined(300);
    await publishNow(null, 'unheard');
    await within(1_000, () => live(one) === 'unheard');
  });

  it.each([
    ['nothing', async () => to.redis.flushdb()],
    ['an older version', async (first: Published) => to.redis.set(pointerKey(to.namespace), JSON.stringify(first))],
    [
      'a version nobody published',
      async (first: Published) => to.redis.set(pointerKey(to.namespace), JSON.stringify({ ...first, version: 99 })),
    ],
    ['rubbish', async () => to.redis.set(pointerKey(to.namespace), '{"version":')],
    [
      'another hash',
      async (_first: Published, second: Published) =>
        to.redis.set(pointerKey(to.namespace), JSON.stringify({ ...second, hash: 'f'.repeat(64) })),
    ],
    ['no document', async (_first: Published, second: Published) => to.redis.del(rulesetKey(to.namespace, second.version))],
  ])('is not led astray by %s in Redis, and repairs it', async (_what, spoil) => {
    const one = await joined(100);
    const { announced: _a, ...first } = await publishNow(to, 'first');
    const { announced: _b, ...second } = await publishNow(to, 'second');
    await within(1_000, () => live(one) === 'second');
    await spoil(first, second);
    await within(2_000, () => kinds(one, 'redis_repaired').length > 0);
    expect(live(one)).toBe('second');
    expect(await to.redis.get(pointerKey(to.namespace))).toBe(pointerText(second));
    expect(await to.redis.get(rulesetKey(to.namespace, 2))).toContain('"name":"second"');
    await sleep(300);
    expect(kinds(one, 'redis_repaired')).toHaveLength(1);
    await publishNow(to, 'third');
    await within(1_000, () => live(one) === 'third');
  });

  it.each([
    ['cut short', (text: string) => text.slice(0, -20)],
    ['another valid programme', () => JSON.stringify(programme('forged'))],
    ['of another type', null],
  ])('refuses a document that was %s and takes the one in Postgres', async (_what, spoil) => {
    const one = await joined(RARELY_MS);
    await publishNow(to, 'a');
    const key = rulesetKey(to.namespace, 1);
    const text = (await to.redis.get(key)) ?? '';
    await to.redis.del(key);
    if (spoil === null) await to.redis.rpush(key, 'list');
    else await to.redis.set(key, spoil(text));
    const two = await joined(RARELY_MS);
    await two.rulebook.refresh();
    // Whichever way they found out, both sell by what was published.
    for (const each of [one, two]) {
      await each.rulebook.refresh();
      expect(live(each)).toBe('a');
    }
    await to.redis.del(key);
    if (spoil !== null) await to.redis.set(key, spoil(text));
    await publishNow(null, 'b');
    await two.rulebook.refresh();
    expect(live(two)).toBe('b');
  });

  it('reports a document with another hash and puts the right one back', async () => {
    const one = await joined(RARELY_MS);
    await to.redis.set(rulesetKey(to.namespace, 1), JSON.stringify(programme('forged')));
    await publishNow(null, 'real');
    await one.rulebook.refresh();
    expect(live(one)).toBe('real');
    expect(one.rulebook.status().source).toBe('postgres');
    await within(1_000, () => kinds(one, 'redis_repaired').length === 1);
    expect(kinds(one, 'redis_repaired')).toEqual([{ kind: 'redis_repaired', version: 1, reason: 'corrupt' }]);
    expect(await to.redis.get(rulesetKey(to.namespace, 1))).toContain('"name":"real"');
  });

  it('tells the other engines of products that one of them enrolled', async () => {
    const one = await joined(RARELY_MS);
    const two = await joined(RARELY_MS);
    await sleep(100);
    expect(await one.rulebook.enrolProducts([{ sku: 'A', name: 'Apple' }])).toEqual({ created: 1, replaced: 0 });
    expect(one.rulebook.product('A')?.name).toBe('Apple');
    await within(1_000, () => two.rulebook.product('A')?.name === 'Apple');
  });

  it('lets no slower publisher move the pointer back', async () => {
    const { announced: _a, ...first } = await publishNow(null, 'first');
    await publishNow(to, 'second');
    const { announceVersion } = await import('../../src/rulebook/announce.js');
    await announceVersion(to, first, 'text of the first');
    expect(JSON.parse((await to.redis.get(pointerKey(to.namespace))) ?? '')).toMatchObject({ version: 2 });
  });
});

(hasRedis ? describe : describe.skip)('when Redis dies', () => {
  const own = new OwnRedis();
  let found = false;

  beforeAll(async () => (found = await own.start()), 60_000);
  afterAll(() => own.remove());

  it('goes on by Postgres, and takes Redis up again when it is back, empty', async () => {
    if (!found) return;
    const one = await engine({ redisUrl: own.url, pollMs: 200 });
    const to = await connectAnnouncer(own.url);
    try {
      await publishNow(to, 'one');
      await within(1_000, () => live(one) === 'one');
      await own.kill();
      await within(1_000, () => kinds(one, 'redis_down').length === 1);
      expect(one.rulebook.status()).toMatchObject({ redisUp: false, version: 1 });
      expect((await publishNow(to, 'two')).announced).toBe(false);
      await within(1_000, () => live(one) === 'two');
      await own.start();
      await within(4_000, () => one.rulebook.status().redisUp && kinds(one, 'redis_repaired').length === 1);
      await within(2_000, () => to.redis.status === 'ready');
      expect(JSON.parse((await to.redis.get(pointerKey('test'))) ?? '')).toMatchObject({ version: 2 });
      expect((await publishNow(to, 'three')).announced).toBe(true);
      await within(1_000, () => live(one) === 'three');
      expect(one.rulebook.status()).toMatchObject({ source: 'redis', lastError: '' });
    } finally {
      to.close();
    }
  });

  it('switches within a second while Redis hangs', async () => {
    if (!found) return;
    const one = await engine({ redisUrl: own.url, pollMs: 200 });
    await publishNow(null, 'one');
    await within(1_000, () => live(one) === 'one');
    own.freeze();
    try {
      await publishNow(null, 'two');
      await within(1_000, () => live(one) === 'two');
      await within(2_000, () => !one.rulebook.status().redisUp);
      await publishNow(null, 'three');
      await within(1_000, () => live(one) === 'three');
    } finally {
      own.thaw();
    }
    await within(3_000, () => one.rulebook.status().redisUp);
  });

  it('starts and works where Redis is not there at all', async () => {
    const one = await engine({ redisUrl: 'redis://127.0.0.1:1', pollMs: 200 });
    await publishNow(null, 'alone');
    await within(1_000, () => live(one) === 'alone');
    expect(one.rulebook.status()).toMatchObject({ redisUp: false, lastError: '' });
  });
});
