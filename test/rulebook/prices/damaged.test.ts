/** Stored prices that are not those that were published: no engine sells by them, each says so, and a replaced list is whole again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { startTestEngine, type TestEngine } from '../../support/engine.js';
import { pool, startEngine, within } from '../engines.js';
import { change } from '../../../src/rulebook/access/change.js';
import { publishList } from '../../../src/rulebook/prices/publish-list.js';
import { done, MIA, newList, put, upload } from './desk.js';

/** For a machine that has much else to do. */
const MS_MAX = 120_000;
/** Longer than that is worth a look at why. */
const SLOW_MS = 10_000;

let at: TestEngine;
let db: pg.Pool;
beforeAll(async () => {
  at = await startTestEngine({ RULES_POLL_MS: '100' });
  db = pool(at.databaseUrl);
});
afterAll(async () => {
  await db.end();
  await at.close();
});

interface Ready {
  readonly ready: boolean;
  readonly degraded: boolean;
  readonly last_error: string;
}
const ready = async (): Promise<Ready> => (await (await fetch(`${at.http}/health/ready`)).json()) as Ready;
const failures = async (): Promise<number> => {
  const text = await (await fetch(`${at.http}/metrics`)).text();
  return Number(/^tallystick_sync_failures_total\{part="prices"\} (\d+)/m.exec(text)![1]);
};
async function priceOf(sku: string): Promise<unknown> {
  const answer = await at.grpc.call('CardPrices', { skus: [sku] });
  if (!answer.ok) throw new Error(answer.message);
  return (answer.response as { prices: { cardPriceMinor: number }[] }).prices[0]!.cardPriceMinor;
}
async function until(what: () => Promise<boolean>): Promise<void> {
  // Longer than an engine waits for a connection that fell silent.
  const [from, logged] = [performance.now(), at.logged.length];
  while (!(await what())) {
    if (performance.now() > from + MS_MAX / 2)
      throw new Error(`it did not come to that: s7 costs ${String(await priceOf('s7'))}, ${JSON.stringify(await ready())}`);
    await sleep(20);
  }
  const tookMs = performance.now() - from;
  if (tookMs > SLOW_MS) console.warn(`it took ${Math.floor(tookMs)} ms; the engine logged meanwhile:`, at.logged.slice(logged));
}

/** Old and new together more than are told one by one, so that engines read the list whole. */
const many = (price: number): string => `sku,price_minor\n${Array.from({ length: 10_500 }, (_, k) => `s${k},${price + k}`).join('\n')}\n`;

test.each([
  ['a price that was flipped', `UPDATE prices.price SET unit_price_minor = unit_price_minor + 1 WHERE sku = 's7' AND until > $1 + 1`],
  [
    'two prices that were exchanged',
    `UPDATE prices.price SET unit_price_minor = CASE sku WHEN 's7' THEN 8 ELSE 7 END WHERE sku IN ('s7', 's8') AND until > $1 + 1`,
  ],
  ['a row that is gone', `DELETE FROM prices.price WHERE sku = 's7' AND until > $1 + 1`],
])(
  '%s: the engine keeps the prices it has, and says so; nobody starts with it; a replaced list is whole again',
  async (what, damage) => {
    const listId = `list-${what.replaceAll(' ', '-')}`;
    await newList(db, listId);
    await put(db, listId, many(100_000));
    await until(async () => (await priceOf('s7')) === 100_007);
    const before = await failures();
    expect(await ready()).toMatchObject({ ready: true, degraded: false });
    const { uploadId } = await upload(db, listId, many(0));
    const request = { actor: MIA, operation: 'publish', idempotencyKey: null, body: null };
    const wish = { comment: '', liveFromMs: null, uploadId, withVersion: null, secondPerson: false };
    // Damaged in the transaction that publishes, so that no engine has read the rows before.
    const changed = await change(db, request, async (tx) => {
      const published = await publishList(tx, MIA, listId, wish);
      await tx.query(damage, [1]);
      return published;
    });
    const { listRevision, liveFrom } = done(changed).answer;
    await until(async () => (await failures()) > before);
    expect(await priceOf('s7')).toBe(100_007);
    const report = await ready();
    expect(report).toMatchObject({ ready: true, degraded: true });
    expect(report.last_error).toMatch(new RegExp(`^prices: revision ${listRevision} of price list ${listId} has`));
    expect(at.logged.some((line) => line.includes('"part":"prices"') && line.includes(listId))).toBe(true);
    await expect(startEngine(at.databaseUrl)).rejects.toThrow(`price list ${listId} has`);
    // Until then the damaged revision waits, and a list has one that waits at most.
    await sleep(Math.max(0, liveFrom.getTime() - Date.now()) + 100);
    await put(db, listId, many(50_000));
    await until(async () => (await priceOf('s7')) === 50_007 && !(await ready()).degraded);
    const fresh = await startEngine(at.databaseUrl);
    expect(fresh.rulebook.status()).toMatchObject({ lastError: '' });
    await fresh.stop();
    await put(db, listId, `sku,price_minor\nnone,1\n`);
    await until(async () => (await priceOf('s7')) === 0);
  },
  MS_MAX,
);

test(
  'a small change over damaged rows is laid over what is held, for that was checked',
  async () => {
    await newList(db, 'small');
    await put(db, 'small', 'sku,price_minor\na,100\nb,200\n');
    await until(async () => (await priceOf('a')) === 100);
    await db.query(`UPDATE prices.price SET unit_price_minor = 1 WHERE sku = 'a'`);
    await put(db, 'small', 'sku,price_minor\nb,150\n', 'upsert');
    await until(async () => (await priceOf('b')) === 150);
    expect([await priceOf('a'), (await ready()).degraded]).toEqual([100, false]);
  },
  MS_MAX,
);

test(
  'with a Redis that is away, prices are found by polling',
  async () => {
    const engine = await startEngine(at.databaseUrl, { redisUrl: 'redis://127.0.0.1:1', pollMs: 100 }).catch(() => null);
    // The damaged list of the test before keeps it from starting until it is replaced.
    expect(engine).toBeNull();
    await put(db, 'small', 'sku,price_minor\na,90\n');
    const one = await startEngine(at.databaseUrl, { redisUrl: 'redis://127.0.0.1:1', pollMs: 100 });
    const { revision } = await put(db, 'small', 'sku,price_minor\na,80\n');
    await within(10_000, () => one.rulebook.prices().revision === revision);
    expect(one.rulebook.status()).toMatchObject({ redisUp: false, lastError: '' });
    await one.stop();
  },
  MS_MAX,
);
