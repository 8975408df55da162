/**
 * What the hash chain costs: durable sales of ten lines with the chain and without, in turns, in one run on one server. Without means the
 * same ledger.post with the statements of the chain taken out; every one that is to go must be found, else the bench refuses to run.
 *
 * On a busy machine the processor time of this process and of the Postgres backends together says more than sales a second do.
 *
 * Needs BENCH_DATABASE_URL of a server on which databases may be made. `--quick` runs short rounds.
 */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { sale } from '../src/checkout/sale.js';
import { isRejection } from '../src/core/rejection.js';
import { costOf, median, medianCost, openSide, readMeter, type Cost, type DurableSide } from './durable-side.js';
import { receiptOf, universeOf } from './rule-mix.js';

const QUICK = process.argv.includes('--quick');
const ROUNDS = QUICK ? 3 : 9;
const ROUND_MS = QUICK ? 1_500 : 5_000;
const WARM_MS = 1_000;
const IN_FLIGHT = 256;
const CARDS = 20_000;
const RULES = 300;
const LINES = 10;

const server = process.env['BENCH_DATABASE_URL'];
if (server === undefined) throw new Error('Set BENCH_DATABASE_URL to a Postgres on which databases may be made');

/** Everything that ledger.post does for the chain, and what stands there without it. */
const CHAIN: readonly (readonly [RegExp, string])[] = [
  [/SELECT array_agg\(h\.link \+ 1 ORDER BY h\.bucket\) INTO links\s+FROM \([^;]*\) h;/, `links := array_fill(0::bigint, ARRAY[16]);`],
  [/ledger\.sale_digest_2\(k\)/, `''::bytea`],
  [/ledger\.operation_digest\(k\)/, `''::bytea`],
  [/ledger\.entry_digest\(k\)/, `''::bytea`],
  [/ledger\.member_operation_digest\(k\)/, `''::bytea`],
  [/ledger\.lot_digest\(k\)/, `''::bytea`],
  [/WITH linked AS \([^;]*WHERE c\.bucket = l\.bucket;/, ''],
];

interface Side extends DurableSide {
  readonly name: string;
  readonly costs: Cost[];
}

async function open(name: string, isChained: boolean): Promise<Side> {
  const side = await openSide(server!, { cards: CARDS, rules: RULES, lanes: 2, batchMax: 128 });
  if (!isChained) await unchain(side.db);
  return { ...side, name, costs: [] };
}

async function unchain(db: pg.Pool): Promise<void> {
  const { rows } = await db.query<{ text: string }>(`SELECT pg_get_functiondef('ledger.post'::regproc) AS text`);
  let text = rows[0]!.text;
  for (const [statement, instead] of CHAIN) {
    if (!statement.test(text)) throw new Error(`ledger.post has no ${statement}: bring this bench up to date`);
    text = text.replace(statement, instead);
  }
  await db.query(text);
}

let counter = 0;
const universe = universeOf(RULES);

async function sell({ deps }: Side): Promise<void> {
  const number = ++counter;
  const raw = {
    ...receiptOf(LINES, number % 1000, universe),
    cardNumber: `c${number % CARDS}`,
    receiptNumber: `r${number}`,
    purchasedAtMs: Date.now(),
    burn: { kind: 'none' as const },
  };
  const bodyHash = createHash('sha256').update(String(number)).digest().subarray(0, 16);
  const caller = { terminalId: raw.terminalId, storeId: raw.storeId, mayEnrol: false };
  const result = await sale(deps, { caller, deadlineMs: null, idempotencyKey: '', bodyHash, receipt: raw, expectedFingerprint: '' });
  if (isRejection(result)) throw new Error(`${result.rejection}: ${result.message}`);
}

/** IN_FLIGHT tills that each send the next receipt when the last is answered. */
async function round(side: Side, ms: number): Promise<Cost> {
  let sold = 0;
  const before = await readMeter(side.db);
  const from = performance.now();
  const till = async (): Promise<void> => {
    while (performance.now() - from < ms) {
      await sell(side);
      sold++;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, till));
  return costOf(before, await readMeter(side.db), sold);
}

const processorMicros = ({ nodeMicros, postgresMicros }: Cost): number => nodeMicros + postgresMicros;
const percent = (share: number): number => Math.ceil(share * 1000) / 10;

const without = await open('without', false);
const withIt = await open('with', true);
const sides = [without, withIt];
try {
  for (const side of sides) await round(side, WARM_MS);
  for (let k = 0; k < ROUNDS; k++)
    for (const side of k % 2 === 0 ? sides : [...sides].reverse()) side.costs.push(await round(side, ROUND_MS));
  for (const { name, costs } of sides) {
    const { perSecond, walBytes } = medianCost(costs);
    const all = costs.map((cost) => Math.floor(cost.perSecond)).join(' ');
    const micros = median(costs.map(processorMicros));
    console.log(
      `${name.padEnd(8)} chain  ${Math.floor(perSecond)} sales/s  ${Math.floor(micros)} µs of processor  ${Math.floor(walBytes)} bytes of WAL a sale  (${all})`,
    );
  }
  const pairs = without.costs.map((cost, k) => [cost, withIt.costs[k]!] as const);
  const throughput = median(pairs.map(([bare, chained]) => 1 - chained.perSecond / bare.perSecond));
  const processor = median(pairs.map(([bare, chained]) => 1 - processorMicros(bare) / processorMicros(chained)));
  console.log(
    `cost of the chain: ${percent(throughput)} % of throughput (median of ${ROUNDS} pairs), ${percent(processor)} % by processor time`,
  );
} finally {
  for (const side of sides) await side.drop();
}
