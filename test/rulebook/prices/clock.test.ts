/** An engine estimates the database's clock by how long a question took; the estimate is wrong now and then, and prices must not show it. */
import type pg from 'pg';
import { publish } from '../../../src/rulebook/publish.js';
import { change } from '../../../src/rulebook/access/change.js';
import { RulesFollower } from '../../../src/rulebook/follow-rules.js';
import { callOff } from '../../../src/rulebook/prices/call-off.js';
import { PricesFollower } from '../../../src/rulebook/prices/follow-prices.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { pool, programme, within } from '../engines.js';
import { done, MIA, newList, publishPrices, put, upload } from './desk.js';

let database: TestDatabase;
let db: pg.Pool;
beforeAll(async () => {
  database = await freshDatabase();
  db = pool(database.url);
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

/** The next question seems to have been asked so long before or after it was; so the estimate is wrong by half of that. */
class Clock {
  private skewMs = 0;

  readonly read = (): number => {
    const { skewMs } = this;
    this.skewMs = 0;
    return Date.now() + skewMs;
  };

  misleadBy(ms: number): void {
    this.skewMs = 2 * ms;
  }
}

async function publishLater(listId: string, liveFromMs: number) {
  const { uploadId } = await upload(db, listId, `sku,price_minor\nA,${liveFromMs % 1_000}\n`);
  return done(await publishPrices(db, listId, { uploadId, liveFromMs }));
}

test('what is live stays live where the clock seems to have gone back', async () => {
  await newList(db, 'back');
  await put(db, 'back', 'sku,price_minor\nA,1\n');
  const clock = new Clock();
  const follower = new PricesFollower(db, () => undefined, clock.read);
  const { revision } = await publishLater('back', Date.now() + 2_000);
  await follower.refresh();
  await within(10_000, () => follower.book.revision === revision);
  clock.misleadBy(5_000);
  // Of the estimate made by this question, and of the one after it, when the clock is as it was.
  await follower.refresh();
  expect(follower.book.revision).toBe(revision);
  await follower.refresh();
  expect(follower.book.revision).toBe(revision);
  follower.stop();
});

test('what was called off goes, also where an engine whose clock ran ahead has it already', async () => {
  await newList(db, 'ahead');
  await put(db, 'ahead', 'sku,price_minor\nA,1\n');
  const clock = new Clock();
  const follower = new PricesFollower(db, () => undefined, clock.read);
  while (follower.book.revision === 0) await follower.refresh();
  const before = follower.book.revision;
  const planned = await publishLater('ahead', Date.now() + 60_000);
  clock.misleadBy(-120_000);
  await follower.refresh();
  expect(follower.book.revision).toBe(planned.revision);
  const request = { actor: MIA, operation: 'call_off', idempotencyKey: null, body: null };
  done(await change(db, request, (tx) => callOff(tx, MIA, 'ahead', planned.listRevision, 'no')));
  clock.misleadBy(-120_000);
  await follower.refresh();
  expect(follower.book.revision).toBe(before);
  follower.stop();
});

test('prices for a later instant are no company for rules of an earlier one', async () => {
  await newList(db, 'company');
  const liveFromMs = Date.now() + 4_000;
  const result = await publish(db, null, programme('company'), { by: 'test', comment: '', liveFromMs });
  if (result.outcome !== 'published') throw new Error(JSON.stringify(result));
  const { uploadId } = await upload(db, 'company', 'sku,price_minor\nA,1\n');
  const together = done(await publishPrices(db, 'company', { uploadId, withVersion: result.published.version }));
  await publishLater('company', liveFromMs + 60_000);
  const prices = new PricesFollower(db, () => undefined, Date.now);
  await prices.refresh();
  expect(prices.isReadyFor(liveFromMs)).toBe(true);
  expect(prices.isReadyFor(liveFromMs + 60_000)).toBe(false);
  await within(10_000, () => prices.book.revision === together.revision);
  // The one after it is loaded by the next look.
  expect(prices.isReadyFor(liveFromMs + 60_000)).toBe(false);
  await prices.refresh();
  expect(prices.isReadyFor(liveFromMs + 60_000)).toBe(true);
  prices.stop();
  const late = new PricesFollower(
    db,
    () => undefined,
    () => Date.now() - 60_000,
  );
  await late.learn();
  expect(late.isReadyFor(liveFromMs)).toBe(false);
  late.stop();
  const rules = new RulesFollower({ db, link: null, observe: () => undefined }, 4, Date.now);
  await rules.learn();
  expect(rules.isReadyFor(liveFromMs)).toBe(false);
  await rules.refresh();
  expect(rules.isReadyFor(liveFromMs)).toBe(true);
  rules.stop();
});
