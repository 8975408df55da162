/** Revisions of price lists: what is in them, from when, for which engine, and the way back. */
import type pg from 'pg';
import { minor } from '../../../src/core/money.js';
import { change } from '../../../src/rulebook/access/change.js';
import { callOff } from '../../../src/rulebook/prices/call-off.js';
import { rollBackList } from '../../../src/rulebook/prices/publish-list.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { pool, sleep, startEngine, within, type Engine } from '../engines.js';
import { done, MIA, newList, publishPrices, put, upload } from './desk.js';

let database: TestDatabase;
let db: pg.Pool;
let one: Engine;
let other: Engine;
beforeAll(async () => {
  database = await freshDatabase();
  db = pool(database.url);
  one = await startEngine(database.url);
  other = await startEngine(database.url);
});
afterAll(async () => {
  await one.stop();
  await other.stop();
  await db.end();
  await database.drop();
});

const PLACE = { storeId: 'S1', zones: ['north'], channel: 'pos' };
const priceOf = (sku: string, engine = one, place = PLACE, atMs = Date.now()): unknown =>
  engine.rulebook
    .prices()
    .at(place, atMs)?.(sku, minor(100_000))
    .map(({ listId, unitPriceMinor, who }) => [listId, unitPriceMinor, who]) ?? null;
const inBoth = (revision: number): Promise<number> =>
  within(10_000, () => [one, other].every(({ rulebook }) => rulebook.prices().revision === revision));
const asMia = { actor: MIA, operation: 'test', idempotencyKey: null, body: null };

test('a list is replaced, updated and cut back; engines follow, and go back in one call', async () => {
  await newList(db, 'base');
  const first = await put(db, 'base', 'sku,price_minor\nA,100\nB,200\nC,300\n');
  expect([first.listRevision, first.rowCount, first.added, first.removed]).toEqual([1, 3, 3, 0]);
  await inBoth(first.revision);
  expect([priceOf('A'), priceOf('B', other), priceOf('D')]).toEqual([[['base', 100, {}]], [['base', 200, {}]], []]);
  const second = await put(db, 'base', 'sku,price\nB,1.50\nD,4\n', 'upsert');
  expect([second.rowCount, second.added, second.removed]).toEqual([4, 2, 1]);
  await inBoth(second.revision);
  expect(['A', 'B', 'D'].map((sku) => priceOf(sku, other))).toEqual([[['base', 100, {}]], [['base', 150, {}]], [['base', 400, {}]]]);
  const third = await put(db, 'base', 'sku\nA\n', 'delete');
  await inBoth(third.revision);
  expect([third.rowCount, priceOf('A')]).toEqual([3, []]);
  const same = await put(db, 'base', 'sku,price_minor\nB,150\nC,300\nD,400\n');
  expect([same.added, same.removed, same.hash]).toEqual([0, 0, third.hash]);
  const back = done(await change(db, asMia, (tx) => rollBackList(tx, MIA, 'base', 1, 'wrong'))).answer;
  expect([back.rowCount, back.hash]).toEqual([3, first.hash]);
  await inBoth(back.revision);
  expect(['A', 'B', 'C', 'D'].map((sku) => priceOf(sku, other))).toEqual([
    [['base', 100, {}]],
    [['base', 200, {}]],
    [['base', 300, {}]],
    [],
  ]);
  const fresh = await startEngine(database.url);
  expect(['A', 'B', 'C', 'D'].map((sku) => priceOf(sku, fresh))).toEqual(['A', 'B', 'C', 'D'].map((sku) => priceOf(sku)));
  await fresh.stop();
});

test('rows have windows, and the lowest that is valid counts', async () => {
  await newList(db, 'windows', { stores: ['W'] });
  const file = 'sku,price_minor,valid_from,valid_to\nX,500,,\nX,400,2026-07-01,2026-08-01\nX,450,2026-07-15T12:00:00Z,\n';
  const { revision } = await put(db, 'windows', file);
  await inBoth(revision);
  const at = (iso: string): unknown => priceOf('X', one, { ...PLACE, storeId: 'W' }, Date.parse(iso));
  // Dates are days of London: July begins at 23:00Z on 30 June.
  const cases = [
    ['2026-06-30T22:59:59.999Z', 500],
    ['2026-06-30T23:00:00Z', 400],
    ['2026-07-31T22:59:59.999Z', 400],
    ['2026-07-31T23:00:00Z', 450],
  ] as const;
  for (const [iso, price] of cases) expect([iso, at(iso)]).toEqual([iso, [['windows', price, {}]]]);
  expect(priceOf('X')).toEqual([]);
});

test('of prices that are never chosen none is kept; those for few stay beside the one for all', async () => {
  const stores = ['P'];
  await newList(db, 'p-all', { stores });
  await newList(db, 'p-gold', { stores, tiers: ['gold'] });
  await newList(db, 'p-staff', { stores, segments: ['staff'], membersOnly: true });
  await newList(db, 'p-zone', { stores, zones: ['south'] });
  await newList(db, 'p-web', { stores, channels: ['web'] });
  await put(db, 'p-all', 'sku,price_minor\nY,100\n');
  await put(db, 'p-gold', 'sku,price_minor\nY,90\n');
  await put(db, 'p-staff', 'sku,price_minor\nY,110\n');
  await put(db, 'p-zone', 'sku,price_minor\nY,10\n');
  const { revision } = await put(db, 'p-web', 'sku,price_minor\nY,20\n');
  await inBoth(revision);
  expect(priceOf('Y', one, { ...PLACE, storeId: 'P' })).toEqual([
    ['p-all', 100, {}],
    ['p-gold', 90, { tiers: ['gold'] }],
  ]);
  expect(priceOf('Y', one, { storeId: 'P', zones: ['south'], channel: 'web' })).toEqual([['p-zone', 10, {}]]);
});

test('what is published for an instant goes live then, on both engines; while it waits it can be called off', async () => {
  await newList(db, 'later', { stores: ['L'] });
  const place = { ...PLACE, storeId: 'L' };
  await inBoth((await put(db, 'later', 'sku,price_minor\nZ,100\n')).revision);
  const { uploadId } = await upload(db, 'later', 'sku,price_minor\nZ,80\n', 'upsert');
  const liveFromMs = Date.now() + 4_000;
  const planned = done(await publishPrices(db, 'later', { uploadId, liveFromMs }));
  expect(await publishPrices(db, 'later')).toMatchObject({ refusal: 'revision_waits' });
  await one.rulebook.refresh();
  expect(await one.rulebook.pricesAt(liveFromMs, ['Z']).then((book) => book.at(place, liveFromMs)?.('Z', minor(999)))).toEqual([
    { listId: 'later', unitPriceMinor: 80, who: {} },
  ]);
  const early: unknown[] = [];
  await within(10_000, () => {
    const prices = [one, other].map((engine) => JSON.stringify(priceOf('Z', engine, place)));
    if (Date.now() < liveFromMs - 50) early.push(...prices);
    return prices.every((price) => price === '[["later",80,{}]]');
  });
  expect([...new Set(early)].filter((price) => price !== '[["later",100,{}]]')).toEqual([]);
  const again = await upload(db, 'later', 'sku,price_minor\nZ,70\n', 'upsert');
  const far = done(await publishPrices(db, 'later', { uploadId: again.uploadId, liveFromMs: Date.now() + 3_600_000 }));
  const off = await change(db, asMia, (tx) => callOff(tx, MIA, 'later', far.listRevision, 'no'));
  expect(done(off).answer).toMatchObject({ listRevision: far.listRevision });
  const { revision } = await put(db, 'later', 'sku,price_minor\nQ,60\n', 'upsert');
  await inBoth(revision);
  expect([priceOf('Z', one, place), priceOf('Q', other, place)]).toEqual([[['later', 80, {}]], [['later', 60, {}]]]);
  expect(await change(db, asMia, (tx) => callOff(tx, MIA, 'later', planned.listRevision, 'late'))).toMatchObject({
    refusal: 'unknown_revision',
  });
});

test('the prices of any instant are found again', async () => {
  await newList(db, 'past', { stores: ['H'] });
  const place = { ...PLACE, storeId: 'H' };
  const instants: number[] = [];
  for (const price of [100, 90, 80]) {
    const { liveFrom, revision } = await put(db, 'past', `sku,price_minor\nV,${price}\n`);
    instants.push(liveFrom.getTime());
    await inBoth(revision);
    await sleep(5);
  }
  const at = async (atMs: number): Promise<unknown> =>
    (await other.rulebook.pricesAt(atMs, ['V'])).at(place, atMs)?.('V', minor(999))[0]?.unitPriceMinor;
  expect(await Promise.all(instants.map((instant) => at(instant + 1)))).toEqual([100, 90, 80]);
  expect(await at(instants[0]! - 2)).toBeUndefined();
  expect(one.rulebook.prices().lowest('V', Date.now())).toBe(80);
});

test('a published revision cannot be changed', async () => {
  await expect(db.query('UPDATE prices.revision SET row_count = 0')).rejects.toThrow('immutable');
  await expect(db.query('DELETE FROM prices.revision')).rejects.toThrow('immutable');
});
