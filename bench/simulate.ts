/**
 * `npm run bench:simulate`: stored receipts that are simulated in a second of processor time, reading and decoding included. Sells
 * receipts of ten lines by 300 rules into a Postgres of its own, then prices them by a draft with a few other rates, a limit for each
 * member and a budget; and by the live rules, which must change nothing. `--quick` sells fewer. `--profile` writes a .cpuprofile.
 */
import { NO_PRICE_BOOK } from '../src/core/price-book.js';
import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { Session, type Profiler } from 'node:inspector';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { CheckoutDeps } from '../src/checkout/deps.js';
import { sale } from '../src/checkout/sale.js';
import { Turns } from '../src/checkout/turns.js';
import { isRejection } from '../src/core/rejection.js';
import { compile } from '../src/core/rules/compile.js';
import type { RuleSet } from '../src/core/rules/rule-set.js';
import type { Programme } from '../src/core/rules/types.js';
import type { SimulationReport } from '../src/core/simulation/report.js';
import { serviceAccount, serviceHome } from '../src/embedded/home.js';
import { ensurePostgres } from '../src/embedded/postgres.js';
import { removeData } from '../src/embedded/services.js';
import { simulate } from '../src/jobs/simulate/simulate.js';
import { createDataSource } from '../src/ledger/datasource.js';
import { enrolMembers } from '../src/ledger/enrol.js';
import { Ledger } from '../src/ledger/ledger.js';
import { programmeOf, receiptOf, universeOf } from './rule-mix.js';
import { machine } from './measure/machine.js';
import { readClocks, usedMs } from './measure/processors.js';

const QUICK = process.argv.includes('--quick');
const PROFILE = process.argv.includes('--profile');
const RECEIPTS = QUICK ? 6_000 : 40_000;
const ROUNDS = QUICK ? 2 : 5;
const CARDS = 5_000;
const RULES = 300;
const IN_FLIGHT = 128;
const SECOND_MS = 1_000;
const START = Date.UTC(2026, 9, 1, 8, 0);

const live: Programme = programmeOf(RULES);
const draft: Programme = {
  ...live,
  rules: [
    ...(live.rules ?? []).map((rule) => (rule.id === 'r1' ? { ...rule, benefit: { kind: 'percent', rateBps: 1500 } as const } : rule)),
    {
      id: 'once-a-week',
      name: '5 % once a week',
      stage: 'receipt',
      group: 'receipt',
      when: { kind: 'member' },
      benefit: { kind: 'percent', rateBps: 500 },
      limits: [{ measure: 'times', max: 1, per: 'member', period: { kind: 'week' } }],
      budgets: [{ measure: 'money', max: 500_000, exceed: 'cut' }],
    },
  ],
};

async function sell(databaseUrl: string): Promise<void> {
  const ruleSet = compile(live, 1, 'bench');
  const ledger = new Ledger({
    databaseUrl,
    ...{ lanes: 2, batchMax: 128, queueMax: 4096, queryTimeoutMs: 60_000, connectTimeoutMs: 5_000, readConnectionsMax: 2 },
  });
  const rulebook = {
    current: () => ruleSet,
    version: () => Promise.resolve(ruleSet),
    liveAt: () => Promise.resolve(ruleSet),
    product: () => undefined,
    withAbove: (categories: readonly string[]) => categories,
    prices: () => NO_PRICE_BOOK,
    pricesAt: () => Promise.resolve(NO_PRICE_BOOK),
  };
  const limits = { holdTtlMsDefault: 900_000, holdTtlMsMax: 900_000, clockAheadMsMax: 60_000, clockBehindMsMax: 0 };
  const deps: CheckoutDeps = { ledger, rulebook, turns: new Turns(), clock: Date.now, limits, onRetry: () => undefined };
  for (let from = 0; from < CARDS; from += 1000)
    await enrolMembers(
      ledger.pool,
      Array.from({ length: 1000 }, (_, k) => ({ cardNumber: `c${from + k}` })),
    );
  let next = 0;
  const till = async (): Promise<void> => {
    for (let k = next++; k < RECEIPTS; k = next++) {
      const cardNumber = k % 5 === 0 ? '' : `c${(k * 7) % CARDS}`;
      const receipt = {
        ...receiptOf(10, k % 1000, universeOf(RULES)),
        receiptNumber: `n${k}`,
        purchasedAtMs: START + k * 20_000,
        cardNumber,
      };
      const bodyHash = createHash('sha256').update(String(k)).digest().subarray(0, 16);
      const caller = { terminalId: receipt.terminalId, storeId: receipt.storeId, mayEnrol: false };
      const sold = await sale(deps, { caller, deadlineMs: null, idempotencyKey: '', bodyHash, receipt, expectedFingerprint: '' });
      if (isRejection(sold)) throw new Error(sold.message);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, till));
  await ledger.close();
}

interface Measured {
  readonly report: SimulationReport;
  readonly wallMs: number;
  readonly ownMs: number;
  readonly postgresMs: number;
}

async function run(databaseUrl: string, ruleSet: RuleSet, postgresPid: number): Promise<Measured> {
  const db = new pg.Client({ connectionString: databaseUrl });
  await db.connect();
  const wanted = {
    from: new Date(START),
    to: new Date('2100-01-01'),
    storeIds: null,
    sampleBps: 10_000,
    seed: 1,
    bookedBefore: new Date('2100-01-01'),
  };
  const [before, postgresBefore, began] = [process.cpuUsage(), cpuMs(postgresPid), performance.now()];
  const options = { receiptsMax: 10_000_000, examplesMax: 20, cpuPercent: 100, onProgress: () => undefined, isCancelled: () => false };
  const report = await simulate(db, ruleSet, wanted, options);
  const { user, system } = process.cpuUsage(before);
  const wallMs = performance.now() - began;
  const postgresMs = cpuMs(postgresPid) - postgresBefore;
  await db.end();
  if (report === null) throw new Error('cancelled');
  return { report, wallMs, ownMs: (user + system) / 1_000, postgresMs };
}

async function profiled(work: () => Promise<unknown>): Promise<void> {
  const session = new Session();
  session.connect();
  const post = (method: string): Promise<object | undefined> =>
    new Promise((resolve, reject) =>
      session.post(method, (error: Error | null, answer?: object) => (error ? reject(error) : resolve(answer))),
    );
  await post('Profiler.enable');
  await post('Profiler.start');
  await work();
  const { profile } = (await post('Profiler.stop')) as { profile: Profiler.Profile };
  writeFileSync('simulate.cpuprofile', JSON.stringify(profile));
  session.disconnect();
}

const cpuMs = (pid: number): number => usedMs(readClocks(), [pid]);
const perSecond = (count: number, ms: number): number => Math.floor((count * SECOND_MS) / ms);
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const dataDir = mkdtempSync(join(tmpdir(), `tallystick-bench-${process.pid}-`));
try {
  const account = serviceAccount();
  const postgres = await ensurePostgres(serviceHome(dataDir, account), account);
  const source = await createDataSource(postgres.url).initialize();
  await source.runMigrations();
  await source.destroy();
  await sell(postgres.url);
  console.log(`${machine()}; ${RECEIPTS} receipts of ten lines, ${RULES} rules`);
  const byDraft = compile(draft, 0, '');
  await run(postgres.url, byDraft, postgres.pid);
  const rounds: Measured[] = [];
  for (let k = 0; k < ROUNDS; k++) {
    const one = await run(postgres.url, byDraft, postgres.pid);
    rounds.push(one);
    const { looked } = one.report.receipts;
    console.log(
      `round ${k + 1}: ${perSecond(looked, one.ownMs)}/s of own processor time, ${perSecond(looked, one.wallMs)}/s by the clock; Postgres takes ${Math.floor((one.postgresMs * 100) / one.ownMs)} % beside it`,
    );
  }
  const own = rounds.map(({ report, ownMs }) => perSecond(report.receipts.looked, ownMs));
  const both = rounds.map(({ report, ownMs, postgresMs }) => perSecond(report.receipts.looked, ownMs + postgresMs));
  console.log(
    `median ${median(own)} receipts/s and core (${Math.min(...own)} to ${Math.max(...own)}); with Postgres' share ${median(both)}`,
  );
  console.log(JSON.stringify(rounds[0]!.report.receipts));
  const { report } = await run(postgres.url, compile(live, 1, 'bench'), postgres.pid);
  if (report.receipts.changed + report.receipts.regrouped + report.receipts.notPriced > 0)
    throw new Error('the live rules changed a receipt');
  if (PROFILE) await profiled(() => run(postgres.url, byDraft, postgres.pid));
} finally {
  await removeData(dataDir);
}
