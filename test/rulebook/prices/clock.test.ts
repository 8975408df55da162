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

async function publishRules(name: string, liveFromMs: number): Promise<void> {
  const result = await publish(db, null, programme(name), { by: 'test', comment: '', liveFromMs });
  if (result.outcome !== 'published') throw new Error(JSON.stringify(result));
}

test('what is loaded for a later instant is no company for what goes live at an earlier one', async () => {
  const [soonMs, laterMs] = [Date.now() + 60_000, Date.now() + 120_000];
  const prices = new PricesFollower(db, () => undefined, Date.now);
  const rules = new RulesFollower({ db, link: null, observe: () => undefined }, 4, Date.now);
  await newList(db, 'later');
  await newList(db, 'soon');
  await publishLater('later', laterMs);
  await publishRules('later', laterMs);
  await Promise.all([prices.refresh(), rules.refresh()]);
  await publishLater('soon', soonMs);
  await publishRules('soon', soonMs);
  await Promise.all([prices.learn(), rules.learn()]);
  expect([prices, rules].map((each) => each.isReadyFor(soonMs))).toEqual([false, false]);
  await Promise.all([prices.refresh(), rules.refresh()]);
  expect([prices, rules].map((each) => each.isReadyFor(soonMs))).toEqual([true, true]);
  prices.stop();
  rules.stop();
});
