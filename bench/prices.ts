/**
 * What special prices cost: in the engine's memory and in Redis, by their number; and the way of a file into the database. `--quick` stops at 1,000,000.
 * With `BENCH_DATABASE_URL` (migrated, with a programme published) an engine is started and 1,000,000 rows are uploaded over REST and published;
 * with `BENCH_REDIS_URL` (a database of its own, which is emptied) the same prices are looked up there.
 */
import { Readable } from 'node:stream';
import { Redis } from 'ioredis';
import { loadConfig } from '../src/config.js';
import { NO_ASSORTMENT } from '../src/core/assortment.js';
import { normalise } from '../src/core/normalise.js';
import { priceCards } from '../src/core/pricing/price-cards.js';
import { priceReceipt } from '../src/core/pricing/price.js';
import type { RawReceipt } from '../src/core/raw-receipt.js';
import { isRejection } from '../src/core/rejection.js';
import { compile } from '../src/core/rules/compile.js';
import { startEngine } from '../src/engine.js';
import { LoadedBook, tableOnly } from '../src/rulebook/prices/price-book.js';
import { PriceTable, skuKey } from '../src/rulebook/prices/price-table.js';
import { createLogger } from '../src/telemetry/logger.js';
import { MEMBER, programmeOf, receiptOf, universeOf } from './rule-mix.js';

const QUICK = process.argv.includes('--quick');
const SIZES = QUICK ? [10_000, 1_000_000] : [10_000, 1_000_000, 10_000_000];
const RULES = 10_000;
const OPEN = { fromMs: -Infinity, toMs: Infinity };
const SETTINGS = {
  ...{ name: 'bench', active: true, stores: [], zones: [], channels: [], membersOnly: false, tiers: [], segments: [] },
  ...{ fromMs: null, toMs: null },
};
const ruleSet = compile(programmeOf(RULES), 1, 'bench');
const universe = universeOf(RULES);
const shown = (value: number, digits = 1): string => new Intl.NumberFormat('en', { maximumFractionDigits: digits }).format(value);
const rssMb = (): number => process.memoryUsage().rss / 2 ** 20;

/** Prices of the SKUs that receipts name, and of as many others as it takes. */
function skuOf(index: number): string {
  return index < universe.skus ? `p${index}` : `sku-${index}`;
}

function bookOf(prices: number): { readonly book: LoadedBook; readonly table: PriceTable; readonly ms: number } {
  const started = performance.now();
  const table = new PriceTable(prices);
  for (let i = 0; i < prices; i++) table.add(skuKey(skuOf(i)), { unitPriceMinor: 50 + (i % 900), ...OPEN });
  const book = new LoadedBook(1, [{ listId: 'bench', settings: SETTINGS, prices: tableOnly(1, table) }]);
  return { book, table, ms: performance.now() - started };
}

/** Spread over the table, so that every look-up leaves the processor's cache. */
function receiptsFor(prices: number): RawReceipt[] {
  return Array.from({ length: 500 }, (_, seed) => {
    const receipt = receiptOf(10, seed, universe);
    const lines = receipt.lines.map((line, k) => (k % 2 === 0 ? line : { ...line, sku: skuOf((seed * 7_919 + k * 104_729) % prices) }));
    return { ...receipt, lines };
  });
}

function quoteMicros(receipts: readonly RawReceipt[], book: LoadedBook, ms: number): number {
  let quotes = 0;
  const started = performance.now();
  while (performance.now() - started < ms) {
    for (const raw of receipts) {
      const receipt = normalise(raw, ruleSet, NO_ASSORTMENT, book);
      if (isRejection(receipt)) throw new Error(receipt.message);
      priceReceipt({ receipt, ruleSet, member: MEMBER, explain: false, coupons: [], budgets: {} });
      quotes++;
    }
  }
  return ((performance.now() - started) * 1_000) / quotes;
}

function cardPricesPerSecond(prices: number, book: LoadedBook): number {
  const base = receiptOf(100, 1, universe);
  let done = 0;
  const started = performance.now();
  for (let round = 0; performance.now() - started < 2_000; round++) {
    const lines = base.lines.map((line, k) => ({ ...line, sku: skuOf((round * 31 + k * 7_919) % prices) }));
    const receipt = normalise({ ...base, lines }, ruleSet, NO_ASSORTMENT, book);
    if (isRejection(receipt)) throw new Error(receipt.message);
    done += priceCards({ receipt, ruleSet, member: MEMBER, explain: false, coupons: [], budgets: {} }).length;
  }
  return done / ((performance.now() - started) / 1_000);
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

function inMemory(): void {
  console.log(`in memory, ${RULES} rules, quotes of ten lines`);
  const before = rssMb();
  const books = SIZES.map((prices) => ({ prices, ...bookOf(prices), rss: rssMb() - before }));
  const asked = books.map(({ prices }) => receiptsFor(prices));
  const times = books.map((): number[] => []);
  // Round by round, forwards and backwards, so that other work on the machine meets all sizes alike.
  for (let round = 0; round < 6; round++) {
    const order = books.map((_, i) => i);
    for (const i of round % 2 === 0 ? order : order.reverse()) times[i]!.push(quoteMicros(asked[i]!, books[i]!.book, 700));
  }
  const base = median(times[0]!);
  for (const [i, { prices, table, ms, rss }] of books.entries()) {
    const micros = median(times[i]!);
    const facts = `built ${shown(ms, 0)} ms, ${shown(table.bytes / prices)} bytes each, RSS up to here +${shown(rss, 0)} MB`;
    console.log(`${prices} prices: ${facts}; quote ${shown(micros)} µs, speed ÷ smallest ${shown(base / micros, 3)}`);
    console.log(`  CardPrices of 100 SKUs, stage 1 by itself: ${shown(cardPricesPerSecond(prices, books[i]!.book), 0)} prices/s`);
  }
}

async function inRedis(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushdb();
  const prices = 1_000_000;
  const started = performance.now();
  for (let from = 0; from < prices; from += 10_000) {
    const pairs: string[] = [];
    for (let i = from; i < from + 10_000; i++) pairs.push(`bench:${skuOf(i)}`, String(50 + (i % 900)));
    await redis.mset(pairs);
  }
  const loadMs = performance.now() - started;
  const memory = /used_memory:(\d+)/.exec(await redis.info('memory'))?.[1] ?? '0';
  const times: number[] = [];
  for (let k = 0; k < 5_000; k++) {
    const keys = Array.from({ length: 10 }, (_, i) => `bench:${skuOf((k * 7_919 + i * 104_729) % prices)}`);
    const asked = performance.now();
    await redis.mget(keys);
    times.push((performance.now() - asked) * 1_000);
  }
  const each = Number(memory) / prices;
  console.log(
    `in Redis: ${prices} prices loaded in ${shown(loadMs, 0)} ms, ${shown(each)} bytes each; one MGET of ten ${shown(median(times))} µs`,
  );
  await redis.flushdb();
  redis.disconnect();
}

async function overRest(databaseUrl: string): Promise<void> {
  const token = 'a-token-of-the-bench-only';
  const env = { DATABASE_URL: databaseUrl, ADMIN_TOKEN: token, HTTP_PORT: '0', GRPC_PORT: '0', LOG_LEVEL: 'warn' };
  const engine = await startEngine(loadConfig(env), createLogger('warn'));
  const base = `http://127.0.0.1:${engine.httpPort}/v1/price-lists`;
  const call = async (path: string, body: RequestInit['body'], type: string): Promise<Record<string, unknown>> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': type };
    const response = await fetch(base + path, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  };
  const rows = 1_000_000;
  const listId = `bench-${Date.now()}`;
  await call('', JSON.stringify({ listId, name: 'bench' }), 'application/json');
  let peak = 0;
  const before = rssMb();
  const watch = setInterval(() => (peak = Math.max(peak, rssMb())), 50);
  const started = performance.now();
  const upload = await call(`/${listId}/uploads`, Readable.toWeb(Readable.from(file(rows))) as never, 'text/csv');
  const uploadedMs = performance.now() - started;
  const publication = JSON.stringify({ comment: 'bench', uploadId: upload['uploadId'] });
  const published = await call(`/${listId}/publish`, publication, 'application/json');
  const publishedMs = performance.now() - started - uploadedMs;
  const liveMs = Date.parse(String(published['liveFrom'])) - Date.now();
  clearInterval(watch);
  console.log(
    `over REST: ${rows} rows uploaded in ${shown(uploadedMs / 1_000)} s, published in ${shown(publishedMs / 1_000)} s, ` +
      `live ${shown(liveMs / 1_000)} s later; RSS of engine and client in one process ${shown(before, 0)} → ${shown(peak, 0)} MB at most`,
  );
  await engine.stop();
}

async function* file(rows: number): AsyncGenerator<string> {
  yield 'sku,price_minor\n';
  for (let from = 0; from < rows; from += 1_000) {
    let piece = '';
    for (let i = from; i < from + 1_000; i++) piece += `${skuOf(i)},${50 + (i % 900)}\n`;
    yield piece;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const { BENCH_DATABASE_URL: databaseUrl, BENCH_REDIS_URL: redisUrl } = process.env;
if (databaseUrl !== undefined) await overRest(databaseUrl);
if (redisUrl !== undefined) await inRedis(redisUrl);
inMemory();
