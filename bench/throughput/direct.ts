/**
 * The floor of the ledger: the same statement with the same parameters as the engine posts, made beforehand, driven straight from pg.
 * Sales of members that nothing else touches, so that none is stale.
 */
import pg from 'pg';
import { sale } from '../../src/checkout/sale.js';
import type { CheckoutDeps } from '../../src/checkout/deps.js';
import { Turns } from '../../src/checkout/turns.js';
import { isRejection } from '../../src/core/rejection.js';
import { compile } from '../../src/core/rules/compile.js';
import { laneOf } from '../../src/ledger/bucket.js';
import { enrolMembers } from '../../src/ledger/enrol.js';
import { Ledger } from '../../src/ledger/ledger.js';
import type { PostItem } from '../../src/ledger/post-item.js';
import { postBatch } from '../../src/ledger/post.js';
import { receiptOf, universeOf } from '../rule-mix.js';
import { servePart } from './child.js';
import { benchProgramme, LINES, RULES, STORE } from './messages.js';

export interface DirectRequest {
  readonly databaseUrl: string;
  readonly sales: number;
  readonly batch: number;
  readonly lanes: number;
  readonly round: string;
}

export interface DirectAnswer {
  readonly perSecond: number;
  readonly calls: number;
}

/** What the engine would post, caught on its way to the database. */
async function makeItems({ databaseUrl, sales, round }: DirectRequest): Promise<PostItem[]> {
  const pools = { lanes: 2, batchMax: 128, queueMax: 100_000, queryTimeoutMs: 30_000, connectTimeoutMs: 5_000, readConnectionsMax: 2 };
  const ledger = new Ledger({ databaseUrl, ...pools });
  const cards = Array.from({ length: sales }, (_, k) => ({ cardNumber: `${round}-${k}` }));
  for (let from = 0; from < sales; from += 1000) await enrolMembers(ledger.pool, cards.slice(from, from + 1000));
  const items: PostItem[] = [];
  const caught = Object.assign(Object.create(ledger) as Ledger, {
    post: (item: PostItem) => {
      items.push(item);
      return Promise.resolve({ kind: 'posted' as const });
    },
  });
  const ruleSet = compile(benchProgramme(), 1, 'bench');
  const found = Promise.resolve(ruleSet);
  const rulebook = { current: () => ruleSet, version: () => found, liveAt: () => found, product: () => undefined };
  const limits = { holdTtlMsDefault: 1, holdTtlMsMax: 1, clockAheadMsMax: Infinity, clockBehindMsMax: Infinity };
  const deps: CheckoutDeps = { ledger: caught, rulebook, turns: new Turns(), clock: Date.now, limits, onRetry: () => undefined };
  const caller = { terminalId: 'T1', storeId: STORE, mayEnrol: false };
  const goods = universeOf(RULES);
  await Promise.all(
    cards.map(async ({ cardNumber }, k) => {
      const own = { storeId: STORE, terminalId: 'T1', cardNumber, receiptNumber: `${round}-${k}`, purchasedAtMs: 0 };
      const receipt = { ...receiptOf(LINES, k % 1000, goods), ...own };
      const effect = { idempotencyKey: '', bodyHash: Buffer.alloc(16), expectedFingerprint: '' };
      const sold = await sale(deps, { caller, deadlineMs: null, receipt, ...effect });
      if (isRejection(sold)) throw new Error(sold.message);
    }),
  );
  await ledger.close();
  return items;
}

/** The statement the ledger sends for a batch, caught on its way too. */
async function statementOf(batch: readonly PostItem[]): Promise<pg.QueryConfig> {
  let statement: pg.QueryConfig | null = null;
  const query = (config: pg.QueryConfig) => {
    statement = config;
    return Promise.resolve({ rows: [] });
  };
  await postBatch({ query } as unknown as pg.Pool, batch);
  return statement!;
}

async function drive(request: DirectRequest): Promise<DirectAnswer> {
  const { databaseUrl, lanes, batch } = request;
  const items = await makeItems(request);
  const calls = await Promise.all(
    Array.from({ length: lanes }, (_, lane) => {
      const queue = items.filter((item) => laneOf(item.bucket, lanes) === lane);
      const batches = Array.from({ length: Math.ceil(queue.length / batch) }, (_batch, k) => queue.slice(k * batch, (k + 1) * batch));
      return Promise.all(batches.map(statementOf));
    }),
  );
  const pool = new pg.Pool({ connectionString: databaseUrl, max: lanes });
  const from = performance.now();
  await Promise.all(
    calls.map(async (lane) => {
      for (const statement of lane) {
        const refused = await pool.query<object>(statement);
        if (refused.rowCount !== 0) throw new Error(`refused: ${JSON.stringify(refused.rows[0])}`);
      }
    }),
  );
  const seconds = (performance.now() - from) / 1000;
  await pool.end();
  return { perSecond: items.length / seconds, calls: items.length };
}

servePart(drive);
