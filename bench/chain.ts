/**
 * What the hash chain costs: durable sales of ten lines with the chain and without, in turns, in one run on one server. Without means the
 * same ledger.post with the statements of the chain taken out; every one that is to go must be found, else the bench refuses to run.
 *
 * On a busy machine the processor time of this process and of the Postgres backends together says more than sales a second do.
 *
 * Needs BENCH_DATABASE_URL of a server on which databases may be made. `--quick` runs short rounds.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { sale } from '../src/checkout/sale.js';
import type { CheckoutDeps } from '../src/checkout/deps.js';
import { Turns } from '../src/checkout/turns.js';
import { isRejection } from '../src/core/rejection.js';
import { compile } from '../src/core/rules/compile.js';
import { createDataSource } from '../src/ledger/datasource.js';
import { enrolMembers } from '../src/ledger/enrol.js';
import { Ledger } from '../src/ledger/ledger.js';
import { programmeOf, receiptOf, universeOf } from './rule-mix.js';
import { fixedRulebook } from '../src/rulebook/fixed-rulebook.js';

const QUICK = process.argv.includes('--quick');
const ROUNDS = QUICK ? 3 : 9;
const ROUND_MS = QUICK ? 1_500 : 5_000;
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

interface Side {
  readonly name: string;
  readonly deps: CheckoutDeps;
  readonly db: pg.Pool;
  readonly perSecond: number[];
  /** Bytes of write-ahead log of each sale. */
  readonly walBytes: number[];
  /** Processor time of a sale, here and in Postgres. */
  readonly cpuMicros: number[];
  drop(): Promise<void>;
}

async function open(name: string, isChained: boolean): Promise<Side> {
  const database = `bench_chain_${randomBytes(4).toString('hex')}`;
  const admin = new pg.Pool({ connectionString: server, max: 1 });
  await admin.query(`CREATE DATABASE ${database}`);
  const url = new URL(server!);
  url.pathname = `/${database}`;
  const source = await createDataSource(url.href).initialize();
  await source.runMigrations();
  await source.destroy();
  const db = new pg.Pool({ connectionString: url.href, max: 4 });
  if (!isChained) await unchain(db);
  const ids = Array.from({ length: CARDS }, (_, k) => ({ cardNumber: `c${k}` }));
  for (let from = 0; from < CARDS; from += 1000) await enrolMembers(db, ids.slice(from, from + 1000));
  const ruleSet = compile(programmeOf(RULES), 1, 'bench');
  const rulebook = fixedRulebook(ruleSet);
  const options = {
    databaseUrl: url.href,
    lanes: 2,
    batchMax: 128,
    queueMax: 5000,
    queryTimeoutMs: 10_000,
    connectTimeoutMs: 5000,
    readConnectionsMax: 2,
  };
  const ledger = new Ledger(options);
  const limits = { holdTtlMsDefault: 900_000, holdTtlMsMax: 900_000, clockAheadMsMax: 60_000, clockBehindMsMax: Number.MAX_SAFE_INTEGER };
  const deps: CheckoutDeps = { ledger, rulebook, turns: new Turns(), clock: Date.now, limits, onRetry: () => undefined };
  return {
    name,
    deps,
    db,
    perSecond: [],
    walBytes: [],
    cpuMicros: [],
    async drop() {
      await Promise.all([ledger.close(), db.end()]);
      await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
      await admin.end();
    },
  };
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

const TICK_MICROS = 10_000;

/** Processor time of this process and of the backends of a database, which are on this machine; from /proc, so on Linux only. */
async function cpuMicros(db: pg.Pool): Promise<number> {
  const { rows } = await db.query<{ pid: number }>(`SELECT pid FROM pg_stat_activity WHERE datname = current_database()`);
  const own = process.cpuUsage();
  const ticks = rows.map(({ pid }) => {
    const [, rest] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const fields = rest!.split(' ');
    return Number(fields[11]) + Number(fields[12]);
  });
  return own.user + own.system + TICK_MICROS * ticks.reduce((sum, ticked) => sum + ticked, 0);
}

/** Sales a second with IN_FLIGHT tills that each send the next receipt when the last is answered. */
async function round(side: Side, ms: number): Promise<void> {
  let sold = 0;
  const wal = async () =>
    Number((await side.db.query<{ bytes: string }>(`SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS bytes`)).rows[0]!.bytes);
  const walBefore = await wal();
  const cpuBefore = await cpuMicros(side.db);
  const from = performance.now();
  const till = async (): Promise<void> => {
    while (performance.now() - from < ms) {
      await sell(side);
      sold++;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, till));
  side.perSecond.push((sold * 1000) / (performance.now() - from));
  side.cpuMicros.push(((await cpuMicros(side.db)) - cpuBefore) / sold);
  side.walBytes.push(((await wal()) - walBefore) / sold);
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

const sides = [await open('without', false), await open('with', true)];
try {
  for (const side of sides) await round(side, 1_000);
  for (const side of sides) side.perSecond.length = side.walBytes.length = side.cpuMicros.length = 0;
  for (let k = 0; k < ROUNDS; k++) for (const side of k % 2 === 0 ? sides : [...sides].reverse()) await round(side, ROUND_MS);
  for (const { name, perSecond, walBytes, cpuMicros } of sides) {
    const all = perSecond.map((value) => Math.floor(value)).join(' ');
    console.log(
      `${name.padEnd(8)} chain  ${Math.floor(median(perSecond))} sales/s  ${Math.floor(median(cpuMicros))} µs of processor  ${Math.floor(median(walBytes))} bytes of WAL a sale  (${all})`,
    );
  }
  const cpu = sides[0]!.cpuMicros.map((without, k) => 1 - without / sides[1]!.cpuMicros[k]!);
  const pairs = sides[0]!.perSecond.map((without, k) => 1 - sides[1]!.perSecond[k]! / without);
  console.log(
    `cost of the chain: ${Math.ceil(median(pairs) * 1000) / 10} % of throughput (median of ${ROUNDS} pairs), ${Math.ceil(median(cpu) * 1000) / 10} % by processor time`,
  );
} finally {
  for (const side of sides) await side.drop();
}
