/** A ledger that the first release wrote, brought to the schema of today: nothing that was booked changes, and it goes on from there. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { returnSale } from '../../src/checkout/return.js';
import { voidSale } from '../../src/checkout/void.js';
import { milli } from '../../src/core/money.js';
import { compile } from '../../src/core/rules/compile.js';
import { migrate } from '../../src/edge/cli/migrate.js';
import { streamExport } from '../../src/edge/export/write-export.js';
import { recomputeSales } from '../../src/jobs/recompute/recompute-sales.js';
import { verifyLedger } from '../../src/jobs/verify/verify-ledger.js';
import { EXPORT_KINDS } from '../../src/ledger/export/read-pages.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { Turns } from '../../src/checkout/turns.js';
import { hashOf, PROGRAMME, TILL, type OpenCheckout } from '../checkout/open-checkout.js';
import { ok, sell } from '../finance/traffic.js';
import { dropDatabase } from '../support/database.js';
import { fixedRulebook } from '../../src/rulebook/fixed-rulebook.js';

const LAST_OF_OLD = 'Admin1763800006000';
const NOW = Date.parse('2026-11-23T12:00:00Z');
const ALL = { from: null, to: null, at: null, since: null };
const VIEWS = ['discount', 'sale', 'operation', 'posting', 'lot', 'balance', 'control_total', 'roll_forward', 'liability'];

let url: string;
let pool: pg.Pool;
let open: OpenCheckout;
let before: Record<string, unknown[]>;
let cutBefore: number[];

async function admin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: process.env['TEST_DATABASE_URL'] });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

async function finance(): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {};
  for (const view of VIEWS) all[view] = (await pool.query(`SELECT v.* FROM finance.${view} v ORDER BY v::text`)).rows;
  return all;
}

beforeAll(async () => {
  const name = `test_old_${process.pid}_${randomBytes(4).toString('hex')}`;
  await admin(`CREATE DATABASE ${name}`);
  url = Object.assign(new URL(process.env['TEST_DATABASE_URL']!), { pathname: `/${name}` }).href;
  const last = migrations.findIndex((migration) => migration.name === LAST_OF_OLD);
  const options = { type: 'postgres', url, migrations: migrations.slice(0, last + 1), migrationsTransactionMode: 'each' } as const;
  const source = await new DataSource(options).initialize();
  await source.runMigrations();
  await source.destroy();
  pool = new pg.Pool({ connectionString: url, max: 2 });
  await pool.query(readFileSync('test/migrations/ledger-of-november.sql', 'utf8'));
  before = await finance();
  const cut = await pool.query<{ link: string }>('SELECT link FROM ledger.chain ORDER BY bucket');
  cutBefore = cut.rows.map(({ link }) => Number(link));
  await migrate(url);
  const ruleSet = compile(PROGRAMME, 1, 'hash');
  const rulebook = fixedRulebook(ruleSet);
  const limits = { holdTtlMsDefault: 900_000, holdTtlMsMax: 900_000, clockAheadMsMax: 60_000, clockBehindMsMax: 0 };
  const timeouts = { queryTimeoutMs: 5000, connectTimeoutMs: 2000 };
  const ledger = new Ledger({ databaseUrl: url, lanes: 2, batchMax: 64, queueMax: 100, readConnectionsMax: 2, ...timeouts });
  const deps = { ledger, rulebook, turns: new Turns(), clock: () => NOW, limits, onRetry: () => undefined };
  open = { databaseUrl: url, deps, at: () => undefined, newCard: () => Promise.reject(new Error('not here')), close: () => ledger.close() };
});
afterAll(async () => {
  await open.close();
  await pool.end();
  await dropDatabase(new URL(url).pathname.slice(1));
});

const wrong = async () => (await verifyLedger(pool, { parts: 5 })).checks.filter((check) => check.wrong > 0);
const span = { from: new Date('2026-01-01'), to: new Date('2027-01-01') };
const differing: unknown[] = [];
const recomputed = () => recomputeSales(pool, open.deps.rulebook, span, (sold, found) => differing.push([sold.saleId, found]));

it('finance sees what it saw', async () => {
  expect(before['discount']!.length).toBeGreaterThan(5);
  expect(await finance()).toEqual(before);
});

it('it is whole, and every sale computes to the stored quote', async () => {
  expect(await wrong()).toEqual([]);
  const done = await recomputed();
  expect(differing).toEqual([]);
  expect(done.sales).toBeGreaterThan(10);
});

/** What verify says of the chains while a damage is there, which is undone afterwards. */
async function saidOf(damage: string): Promise<string> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN; SET LOCAL session_replication_role = replica');
    await client.query(damage);
    // The check begins and ends a transaction of its own; here it runs inside the one that holds the damage.
    const query = (text: string, values?: unknown[]) =>
      /^(BEGIN|ROLLBACK)/.test(text) ? Promise.resolve({ rows: [] }) : client.query(text, values);
    const inside = { query, release: () => undefined } as unknown as pg.PoolClient;
    const report = await verifyLedger({ connect: (() => Promise.resolve(inside)) as pg.Pool['connect'] });
    const found = report.checks.filter((check) => check.name === 'hash chains').flatMap(({ first }) => first);
    return found.map(({ id, wrong: why }) => `${id}: ${why}`).join('\n');
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

it.each([
  ['a receipt', `UPDATE ledger.sale SET receipt = (receipt::text || ' ')::json`, /bucket \d{1,3} link 1: its rows/],
  [
    'a row that moves to a new link',
    `UPDATE ledger.entry SET link = link + 100 WHERE ctid = (SELECT min(ctid) FROM ledger.entry)`,
    /bucket 10[23]\d link 10\d: 1 rows of a link that does not exist/,
  ],
  [
    'the end of a chain',
    `UPDATE ledger.chain SET digest = sha256('') WHERE bucket < 1024 AND link > 0`,
    /end of the chain is not the digest/,
  ],
])('damage to what is old is named: %s', async (_what, damage, named) => expect(await saidOf(damage)).toMatch(named));

it('goes on: a repeated receipt is answered as it was, an old sale is returned and voided, new ones are booked', async () => {
  const { rows } = await pool.query<{ sale_id: string; card_number: string }>(
    `SELECT s.sale_id, c.card_number FROM ledger.sale s JOIN member.card c USING (bucket, member_id)
     WHERE s.kind = 'sale' AND NOT EXISTS (SELECT FROM ledger.operation o WHERE o.bucket = s.bucket AND o.sale_id = s.sale_id)
     ORDER BY s.sale_id`,
  );
  const [first, second] = rows;
  const stored = (await open.deps.ledger.saleById(first!.sale_id))!;
  expect(stored.quote.totals.netMinor).toBe(stored.quote.lines.reduce((sum, line) => sum + line.netMinor, 0));
  const receipt = { storeId: 's1', terminalId: 't1', businessDate: '2026-11-23', receiptNumber: 'new1' };
  const target = { by: 'sale_id' as const, saleId: `rcp_${first!.sale_id}` };
  const lines = [{ lineNumber: 1, quantityMilli: milli(1000) }];
  const giving = { caller: TILL, deadlineMs: null, idempotencyKey: '', bodyHash: hashOf('return') };
  const back = ok(await returnSale(open.deps, { ...giving, target, receipt, returnedAtMs: 0, lines, reason: 'test' }));
  expect(back.refundMinor).toBeGreaterThan(0);
  const effect = { caller: TILL, deadlineMs: null, idempotencyKey: '', bodyHash: hashOf('void') };
  ok(
    await voidSale(open.deps, {
      ...effect,
      target: { by: 'sale_id', saleId: `rcp_${second!.sale_id}` },
      businessDate: '2026-11-22',
      reason: 'test',
    }),
  );
  const sold = await sell(open, { card: first!.card_number, number: 'new2', lines: [['coffee', 2, 1000]], burn: 5 });
  expect((await open.deps.ledger.saleById(sold.saleId.slice(4)))!.quote).toEqual(JSON.parse(JSON.stringify(sold.quote)));
  expect(await wrong()).toEqual([]);
  differing.length = 0;
  await recomputed();
  expect(differing).toEqual([]);
  const { rows: discounts } = await pool.query('SELECT sku, stage, rule_id, amount_minor FROM finance.discount WHERE sale_id = $1', [
    sold.saleId.slice(4),
  ]);
  expect(discounts).toEqual([{ sku: 'coffee', stage: 'line', rule_id: 'coffee', amount_minor: '200' }]);
});

it('an export of what is new since one of before has the new sale alone', async () => {
  const lines: string[] = [];
  const wanted = { ...ALL, since: cutBefore };
  for await (const chunk of streamExport(pool, EXPORT_KINDS.get('sales')!, wanted, 'csv')) lines.push(String(chunk));
  expect(lines.join('').trim().split('\n')).toHaveLength(2);
});
