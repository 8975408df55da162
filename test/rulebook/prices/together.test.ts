/** Prices published with a version of the rules: no engine ever has one without the other. */
import type pg from 'pg';
import { publish } from '../../../src/rulebook/publish.js';
import { change } from '../../../src/rulebook/access/change.js';
import { RulesFollower } from '../../../src/rulebook/follow-rules.js';
import { PricesFollower } from '../../../src/rulebook/prices/follow-prices.js';
import { publishList } from '../../../src/rulebook/prices/publish-list.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { pool, programme, startEngine, within, type Engine } from '../engines.js';
import { done, MIA, newList, publishPrices, put, upload } from './desk.js';

let database: TestDatabase;
let db: pg.Pool;
let engines: Engine[];
beforeAll(async () => {
  database = await freshDatabase();
  db = pool(database.url);
  await publishRules('first', null);
  await newList(db, 'base');
  await put(db, 'base', 'sku,price_minor\nA,1\n');
  engines = [await startEngine(database.url), await startEngine(database.url)];
});
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.stop()));
  await db.end();
  await database.drop();
});

async function publishRules(name: string, liveFromMs: number | null): Promise<number> {
  const at = liveFromMs === null ? {} : { liveFromMs };
  const result = await publish(db, null, programme(name), { by: 'test', comment: '', ...at });
  if (result.outcome !== 'published') throw new Error(JSON.stringify(result));
  return result.published.version;
}
const pairOf = ({ rulebook }: Engine): string => `${rulebook.current()!.version}/${rulebook.prices().revision}`;

test('whatever the timers do, every look finds a pair that was published', async () => {
  const pairs = [pairOf(engines[0]!)];
  const uploads: string[] = [];
  for (let n = 0; n < 12; n++) uploads.push((await upload(db, 'base', `sku,price_minor\nA,${n + 2}\n`, 'upsert')).uploadId);
  const startMs = Date.now() + 8_000;
  for (const [n, uploadId] of uploads.entries()) {
    // Odd ones between milliseconds of the two clocks of an engine.
    const version = await publishRules(`n${n}`, startMs + n * 97);
    const { revision } = done(await publishPrices(db, 'base', { uploadId, withVersion: version }));
    pairs.push(`${version}/${revision}`);
  }
  const seen = engines.map(() => new Set<string>());
  const look = (): boolean => {
    engines.forEach((engine, k) => seen[k]!.add(pairOf(engine)));
    return engines.every((engine) => pairOf(engine) === pairs.at(-1));
  };
  const limit = startMs + 20_000;
  while (!look()) {
    if (Date.now() > limit) throw new Error(`they stayed at ${engines.map(pairOf).join(' and ')}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const one of seen) {
    expect([...one].filter((pair) => !pairs.includes(pair))).toEqual([]);
    // It is looked at between the turns of the event loop, so most pairs are met.
    expect(one.size).toBeGreaterThan(2);
  }
}, 60_000);

test('what was read for the partner’s sake is no reason not to ask the partner', async () => {
  let asked = 0;
  const follower = new PricesFollower(db, () => undefined, Date.now);
  const learn = (): Promise<void> => {
    asked++;
    // What is published while the partner reads may have come with a version that it has not seen.
    return asked === 2 ? put(db, 'base', 'sku,price_minor\nC,2\n', 'upsert').then(() => follower.learn()) : Promise.resolve();
  };
  follower.partner = { knownAtMs: Infinity, learn, isReadyFor: () => true, switchIfDue: () => undefined };
  await follower.refresh();
  expect(asked).toBe(1);
  await follower.refresh();
  expect(asked).toBe(1);
  await put(db, 'base', 'sku,price_minor\nC,1\n', 'upsert');
  await follower.learn();
  await follower.refresh();
  expect(asked).toBe(3);
  follower.partner = { ...follower.partner, learn: () => Promise.reject(new Error('away')) };
  await put(db, 'base', 'sku,price_minor\nC,3\n', 'upsert');
  await expect(follower.refresh()).rejects.toThrow('away');
  await expect(follower.refresh()).rejects.toThrow('away');
  follower.stop();
});

test('a version that goes live before engines can have read the prices is no company for them', async () => {
  const version = await publishRules('soon', Date.now() + 1_200);
  const { uploadId } = await upload(db, 'base', 'sku,price_minor\nA,900\n', 'upsert');
  expect(await publishPrices(db, 'base', { uploadId, withVersion: version })).toMatchObject({ refusal: 'revision_is_live' });
  await within(20_000, () => engines.every(({ rulebook }) => rulebook.current()!.version === version));
});

test('prices that cannot be read keep their rules back too, and not the ones after those', async () => {
  const before = pairOf(engines[0]!);
  const rows = Array.from({ length: 20_500 }, (_, k) => `B${k},${k}\n`).join('');
  const { uploadId } = await upload(db, 'base', `sku,price_minor\n${rows}`);
  const version = await publishRules('held', Date.now() + 8_000);
  const wish = { comment: '', liveFromMs: null, uploadId, withVersion: version, secondPerson: false };
  const request = { actor: MIA, operation: 'publish', idempotencyKey: null, body: null };
  const changed = await change(db, request, async (tx) => {
    const published = await publishList(tx, MIA, 'base', wish);
    await tx.query(`UPDATE prices.price SET unit_price_minor = 1 WHERE sku = 'B9'`);
    return published;
  });
  expect(done(changed).answer.rowCount).toBe(20_500);
  await within(20_000, () =>
    engines.every(({ rulebook }) => rulebook.status().lastError.startsWith(`version ${version} waits for the prices`)),
  );
  expect(engines.map(pairOf)).toEqual([before, before]);
  expect(engines.map(({ rulebook }) => rulebook.status().wantedVersion)).toEqual([version, version]);
  // A rule is switched off: that does not wait for any price.
  const next = await publishRules('off', null);
  await within(20_000, () => engines.every(({ rulebook }) => rulebook.current()!.version === next));
  await put(db, 'base', 'sku,price_minor\nA,5\n');
  await within(20_000, () => engines.every(({ rulebook }) => rulebook.status().lastError === '' && rulebook.status().prices === 1));
}, 60_000);

describe('two that are due at once, the first of them held back', () => {
  const until = async (what: () => boolean): Promise<void> => void (await within(20_000, what));

  test('rules go on to the second in the same turn', async () => {
    const rules = new RulesFollower({ db, link: null, observe: () => undefined }, 4, Date.now);
    let isReady = true;
    rules.partner = { knownAtMs: Infinity, learn: () => Promise.resolve(), isReadyFor: () => isReady, switchIfDue: () => undefined };
    await rules.refresh();
    isReady = false;
    const fromMs = Date.now() + 1_000;
    const [first, second] = [await publishRules('first of two', fromMs), await publishRules('second of two', fromMs + 1_000)];
    await rules.refresh();
    await until(() => rules.whyNot().startsWith(`version ${first} waits`));
    await rules.refresh();
    expect(rules.upcoming()).toMatchObject({ version: second });
    await until(() => Date.now() > fromMs + 1_100);
    isReady = true;
    rules.switchIfDue(Date.now());
    expect(rules.live!.published.version).toBe(second);
    rules.stop();
  });

  test('prices do so too, and never go back', async () => {
    for (const list of ['one', 'two']) await newList(db, list);
    const prices = new PricesFollower(db, () => undefined, Date.now);
    let isReady = true;
    prices.partner = { knownAtMs: Infinity, learn: () => Promise.resolve(), isReadyFor: () => isReady, switchIfDue: () => undefined };
    await prices.refresh();
    const before = prices.book.revision;
    isReady = false;
    const fromMs = Date.now() + 3_000;
    const revisions: number[] = [];
    for (const [k, list] of ['one', 'two'].entries()) {
      const { uploadId } = await upload(db, list, 'sku,price_minor\nA,1\n', 'upsert');
      const { revision } = done(await publishPrices(db, list, { uploadId, liveFromMs: fromMs + k * 1_000 }));
      revisions.push(revision);
    }
    await prices.refresh();
    await until(() => Date.now() > fromMs + 100);
    await prices.refresh();
    await until(() => Date.now() > fromMs + 1_100);
    expect(prices.book.revision).toBe(before);
    isReady = true;
    prices.switchIfDue(Date.now());
    expect(prices.book.revision).toBe(revisions[1]);
    prices.stop();
  });
});
