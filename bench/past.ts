/** Receipts sold into a ledger in process, and what simulating them costs. */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { sale } from '../src/checkout/sale.js';
import type { CheckoutDeps } from '../src/checkout/deps.js';
import { Turns } from '../src/checkout/turns.js';
import { isRejection } from '../src/core/rejection.js';
import { compile } from '../src/core/rules/compile.js';
import type { RuleSet } from '../src/core/rules/rule-set.js';
import type { Programme } from '../src/core/rules/types.js';
import type { SimulationReport } from '../src/core/simulation/report.js';
import { simulate } from '../src/jobs/simulate/simulate.js';
import { enrolMembers } from '../src/ledger/enrol.js';
import { Ledger } from '../src/ledger/ledger.js';
import { programmeOf, receiptOf, universeOf } from './rule-mix.js';
import { fixedRulebook } from '../src/rulebook/fixed-rulebook.js';

export const PAST_RULES = 300;
const CARDS = 5_000;
const IN_FLIGHT = 128;
const START = Date.UTC(2026, 9, 1, 8, 0);
const FOR_EVER = new Date('2100-01-01');

export const live: Programme = programmeOf(PAST_RULES);

/** A few other rates, a limit for each member and a budget. */
export const draft: Programme = {
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

/** Sells receipts of ten lines by the live rules, a fifth of them without a card, through October 2026. */
export async function sellPast(databaseUrl: string, receipts: number): Promise<void> {
  const ruleSet = compile(live, 1, 'bench');
  const ledger = new Ledger({
    databaseUrl,
    ...{ lanes: 2, batchMax: 128, queueMax: 4096, queryTimeoutMs: 60_000, connectTimeoutMs: 5_000, readConnectionsMax: 2 },
  });
  const rulebook = fixedRulebook(ruleSet);
  const limits = { holdTtlMsDefault: 900_000, holdTtlMsMax: 900_000, clockAheadMsMax: 60_000, clockBehindMsMax: 0 };
  const deps: CheckoutDeps = { ledger, rulebook, turns: new Turns(), clock: Date.now, limits, onRetry: () => undefined };
  for (let from = 0; from < CARDS; from += 1000)
    await enrolMembers(
      ledger.pool,
      Array.from({ length: 1000 }, (_, k) => ({ cardNumber: `c${from + k}` })),
    );
  let next = 0;
  const till = async (): Promise<void> => {
    for (let k = next++; k < receipts; k = next++) {
      const cardNumber = k % 5 === 0 ? '' : `c${(k * 7) % CARDS}`;
      const receipt = {
        ...receiptOf(10, k % 1000, universeOf(PAST_RULES)),
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

export interface Simulated {
  readonly report: SimulationReport;
  /** Processor time of this process, reading and decoding included. */
  readonly ownMs: number;
}

/** Prices all of them by a rule set, on one core as long as it takes. */
export async function simulatePast(databaseUrl: string, ruleSet: RuleSet): Promise<Simulated> {
  const db = new pg.Client({ connectionString: databaseUrl });
  await db.connect();
  const wanted = { from: new Date(START), to: FOR_EVER, storeIds: null, sampleBps: 10_000, seed: 1, bookedBefore: FOR_EVER };
  const before = process.cpuUsage();
  const options = { receiptsMax: 10_000_000, examplesMax: 20, cpuPercent: 100, onProgress: () => undefined, isCancelled: () => false };
  const report = await simulate(db, ruleSet, wanted, options);
  const { user, system } = process.cpuUsage(before);
  await db.end();
  if (report === null) throw new Error('cancelled');
  return { report, ownMs: (user + system) / 1_000 };
}

/** Throws where the live rules do not give every receipt what it got. */
export async function assertUnchanged(databaseUrl: string): Promise<void> {
  const { report } = await simulatePast(databaseUrl, compile(live, 1, 'bench'));
  const { changed, regrouped, notPriced } = report.receipts;
  if (changed + regrouped + notPriced > 0) throw new Error('the live rules changed a receipt');
}
