/** Each thing that can be wrong is made wrong in a copy of a real ledger, and verify names it. */
import { Client, Pool } from 'pg';
import { CHECKS, verifyLedger, type VerifyReport } from '../../src/jobs/verify/verify-ledger.js';
import { dropDatabase, freshDatabase, type TestDatabase } from '../support/database.js';
import { connect } from '../sim/connect.js';
import { startEngineProcess } from '../sim/engine-process.js';
import { seeded } from '../sim/random.js';
import { SimTill } from '../sim/till.js';
import { createWorld } from '../sim/world.js';

let source: TestDatabase;

/** A ledger with sales, holds in every state, returns, voids and balances below zero; the engine is gone when this returns. */
beforeAll(async () => {
  source = await freshDatabase();
  const world = await createWorld(source.url, 3);
  const engine = await startEngineProcess({ databaseUrl: source.url });
  const client = connect(engine.address, world.key);
  const tills = Array.from({ length: 6 }, (_, k) => new SimTill(`V${k}`, client, world.cards, seeded(99 + k)));
  await Promise.all(
    tills.map(async (till) => {
      for (let k = 0; k < 40; k++) await till.act();
    }),
  );
  const card = world.cards[0]!;
  const line = { lineNumber: 1, sku: 'TEA', quantityMilli: 1000, unitPriceMinor: 349 };
  await client.authorize({
    receipt: { businessDate: '2026-03-14', receiptNumber: 'OPEN', cardNumber: card, lines: [line] },
    holdTtlMs: 3_600_000,
  });
  await owe(client, card);
  client.close();
  await engine.stop();
}, 180_000);

/** Earns, spends and gives the goods back, so that points are owed. */
async function owe(client: ReturnType<typeof connect>, cardNumber: string): Promise<void> {
  const line = { lineNumber: 1, sku: 'X', quantityMilli: 1000, unitPriceMinor: 1_000_000 };
  const key = { businessDate: '2026-03-14', receiptNumber: 'OWE-1' };
  const earned = await client.sale({ receipt: { ...key, cardNumber, lines: [line] } });
  const spent = { ...key, receiptNumber: 'OWE-2', cardNumber, lines: [line], burnMax: true };
  await client.sale({ receipt: spent });
  const lines = [{ lineNumber: 1, quantityMilli: 1000 }];
  const back = await client.return({ saleId: earned.saleId, receipt: { ...key, receiptNumber: 'OWE-R' }, lines });
  if (back.balance!.activePoints >= 0) throw new Error('nothing is owed');
}

afterAll(() => source.drop());

const nameOf = (url: string): string => new URL(url).pathname.slice(1);

/** Runs in a copy of the ledger in which triggers do not fire. */
async function inCopy<T>(work: (url: string) => Promise<T>): Promise<T> {
  const copy = `${nameOf(source.url)}_copy`;
  const admin = new Client({ connectionString: process.env['TEST_DATABASE_URL'] });
  await admin.connect();
  try {
    await admin.query(`CREATE DATABASE ${copy} TEMPLATE ${nameOf(source.url)}`);
    const url = new URL(source.url);
    url.pathname = `/${copy}`;
    return await work(url.href);
  } finally {
    await admin.end();
    await dropDatabase(copy);
  }
}

async function verifyDamaged(sql: string): Promise<VerifyReport> {
  return inCopy(async (url) => {
    const pool = new Pool({ connectionString: url, max: 1 });
    // Dropping the copy ends a connection that is just saying goodbye.
    pool.on('error', () => undefined);
    try {
      await pool.query('SET session_replication_role = replica');
      const results = await pool.query(sql);
      const changed = (Array.isArray(results) ? results : [results]).at(-1)?.rowCount;
      if (changed === 0) throw new Error('nothing was damaged: the ledger of this test has no such row');
      return await verifyLedger(pool, { parts: 2 });
    } finally {
      await pool.end();
    }
  });
}

it('finds a ledger that nobody touched whole, and has looked at all of it', async () => {
  const pool = new Pool({ connectionString: source.url, max: 1 });
  const report = await verifyLedger(pool);
  await pool.end();
  expect(report.checks.flatMap((check) => check.first)).toEqual([]);
  expect(report.ok).toBe(true);
  const looked = Object.fromEntries(report.checks.map((check) => [check.name, check.rows]));
  for (const name of ['entries', 'lot history', 'holds', 'sale amounts', 'operations', 'returned lines', 'owed points'])
    expect([name, looked[name]! > 2]).toEqual([name, true]);
});

it('looks at one state of the database over several connections, whatever is done meanwhile', async () => {
  await inCopy(async (url) => {
    const pool = new Pool({ connectionString: url, max: 4 });
    pool.on('error', () => undefined);
    let connected = 0;
    const damagedMeanwhile = {
      connect: async () => {
        if (++connected === 2) await pool.query(`UPDATE ledger.account SET active = active + 1 WHERE member_id = ${A_MEMBER}`);
        return pool.connect();
      },
    };
    const told: string[] = [];
    const before = await verifyLedger(damagedMeanwhile as Pool, { connections: 3, parts: 5, onCheck: ({ name }) => told.push(name) });
    const after = await verifyLedger(pool, { connections: 3, parts: 5 });
    const single = await verifyLedger(pool, { parts: 5 });
    await pool.end();
    expect(connected).toBe(3);
    expect(before.checks.filter(({ wrong }) => wrong > 0)).toEqual([]);
    expect(told).toEqual([...CHECKS.map(({ name }) => name), 'anchors signed']);
    expect(after.ok).toBe(false);
    const found = ({ checks }: VerifyReport) => checks.map(({ name, rows, wrong, first }) => ({ name, rows, wrong, first }));
    expect(found(after)).toEqual(found(single));
  });
});

const A_SALE = `(SELECT sale_id FROM ledger.sale WHERE member_id IS NOT NULL AND kind = 'sale' ORDER BY sale_id LIMIT 1)`;
const A_MEMBER = `(SELECT member_id FROM ledger.account WHERE active > 0 ORDER BY member_id LIMIT 1)`;
const A_LOT = `(SELECT ctid FROM ledger.lot WHERE remaining > 0 AND NOT pending ORDER BY lot_no LIMIT 1)`;
const AN_OPERATION = `(SELECT ctid FROM ledger.operation WHERE kind = 'return' ORDER BY operation_id LIMIT 1)`;

const ADJUST_WITHOUT_ENTRY = `
  INSERT INTO ledger.member_operation (bucket, operation_id, key, body_hash, kind, member_id, author, reason, created_at, link, request, answer)
  SELECT bucket, '00000000-0000-7000-8000-000000000000', 'k', decode(repeat('00', 16), 'hex'), 'adjust', member_id, 'a', 'r', now(), 1, '{}', '{}'
  FROM ledger.account WHERE member_id = ${A_MEMBER}`;

/** Check that must fail, what is done, and what it says. */
const DAMAGES: readonly (readonly [check: string, what: string, sql: string, wrong: RegExp])[] = [
  [
    'entries',
    'a move between accounts that it cannot join',
    `UPDATE ledger.entry SET debits[1] = 5 WHERE sale_id = ${A_SALE} AND kind = 'sale'`,
    /not in the chart/,
  ],
  [
    'entries',
    'a debit without its credit',
    `ALTER TABLE ledger.entry DROP CONSTRAINT entry_balanced; UPDATE ledger.entry SET credits = '{}' WHERE sale_id = ${A_SALE} AND kind = 'sale'`,
    /no debit, credit/,
  ],
  [
    'entries',
    'a move below zero',
    `ALTER TABLE ledger.entry DROP CONSTRAINT entry_balanced; UPDATE ledger.entry SET points[1] = -5 WHERE sale_id = ${A_SALE} AND kind = 'sale'`,
    /no points/,
  ],
  [
    'trial balance',
    'points in an account out of nowhere',
    `UPDATE ledger.account SET pending = pending + 1 WHERE member_id = ${A_MEMBER}`,
    /postings sum to/,
  ],
  [
    'versions',
    'an entry that is gone',
    `DELETE FROM ledger.entry WHERE version = 2 AND member_id = ${A_MEMBER}`,
    /entries from version 1 to/,
  ],
  [
    'versions',
    'an account that runs ahead',
    `UPDATE ledger.account SET version = version + 1 WHERE member_id = ${A_MEMBER}`,
    /account at version/,
  ],
  [
    'running balances',
    'a wrong balance after an entry',
    `UPDATE ledger.entry SET active_after = active_after + 1 WHERE version = 2`,
    /its moves sum to/,
  ],
  [
    'running balances',
    'more points in a move',
    `UPDATE ledger.entry SET points[1] = points[1] + 1 WHERE sale_id = ${A_SALE} AND kind = 'sale'`,
    /its moves sum to/,
  ],
  [
    'account balances',
    'a balance that is not its last entry',
    `UPDATE ledger.account SET active = active + 1 WHERE member_id = ${A_MEMBER}`,
    /its last entry/,
  ],
  [
    'account balances',
    'a balance below its floor',
    `ALTER TABLE ledger.account DROP CONSTRAINT account_floor; UPDATE ledger.account SET floor = 0 WHERE active < 0`,
    /below its floor/,
  ],
  ['account balances', 'a floor nobody has reached', `UPDATE ledger.account SET floor = -1000000 WHERE active > 0`, /floor -1000000/],
  ['lots', 'a lot that lost a point', `UPDATE ledger.lot SET remaining = remaining - 1 WHERE ctid = ${A_LOT}`, /lots hold/],
  [
    'lot history',
    'a lot that lost a point',
    `UPDATE ledger.lot SET remaining = remaining - 1 WHERE ctid = ${A_LOT}`,
    /left, its moves say/,
  ],
  ['lot history', 'a lot that is not there', `DELETE FROM ledger.lot WHERE ctid = ${A_LOT}`, /does not exist/],
  ['lot history', 'a lot that says it expired', `UPDATE ledger.lot SET expired = 1 WHERE remaining < points`, /expired, its moves say 0/],
  [
    'lot history',
    'a spent lot that says it waits',
    `UPDATE ledger.lot SET pending = true WHERE remaining = 0 AND NOT pending`,
    /pending: true/,
  ],
  [
    'owed points',
    'owed points that were forgotten',
    `UPDATE ledger.entry SET lots = array_replace(lots, 0, 4096) WHERE 0 = ANY (lots)`,
    /owed/,
  ],
  ['due instants', 'a lot that would never activate', `UPDATE ledger.account SET due_at = NULL WHERE pending > 0`, /due at never/],
  [
    'held points',
    'a hold of more points',
    `UPDATE ledger.hold SET points = points + 1 WHERE status = 'open' AND member_id IS NOT NULL`,
    /open holds sum to/,
  ],
  [
    'holds',
    'a captured hold that says it was voided',
    `UPDATE ledger.hold SET status = 'voided' WHERE status = 'captured'`,
    /first operation is capture/,
  ],
  [
    'holds',
    'an open hold of a captured sale',
    `UPDATE ledger.hold SET status = 'open' WHERE status = 'captured'`,
    /first operation is capture/,
  ],
  ['holds', 'a hold that is gone', `DELETE FROM ledger.hold WHERE status = 'captured'`, /without a hold/],
  [
    'holds',
    'a hold that ended and kept its points',
    `UPDATE ledger.entry SET debits = array_replace(debits, 3::smallint, 2::smallint) WHERE kind = 'capture' AND 3 = ANY (debits)`,
    /points held/,
  ],
  [
    'sale amounts',
    'a sale that cost a penny less',
    `UPDATE ledger.sale SET net_minor = net_minor - 1, payable_minor = payable_minor - 1 WHERE sale_id = ${A_SALE} AND payable_minor > 0`,
    /columns/,
  ],
  [
    'sale amounts',
    'a line that cost a penny more',
    `UPDATE ledger.sale SET document = regexp_replace(document, '(\\],\\[\\[\\[)(\\d+)', '\\11\\2') WHERE sale_id = ${A_SALE}`,
    /lines do not sum/,
  ],
  [
    'sale entries',
    'a sale that points to another entry',
    `UPDATE ledger.sale SET account_version = account_version + 1 WHERE sale_id = ${A_SALE}`,
    /another event|does not exist/,
  ],
  [
    'sale entries',
    'a sale that earned more',
    `UPDATE ledger.sale SET earn_points = earn_points + 1 WHERE sale_id = ${A_SALE}`,
    /earns \d+, its entry/,
  ],
  ['entries of sales', 'points of a sale that is gone', `DELETE FROM ledger.sale WHERE sale_id = ${A_SALE}`, /does not exist/],
  [
    'entries of sales',
    'a return without its operation',
    `DELETE FROM ledger.operation WHERE ctid = ${AN_OPERATION}`,
    /without its operation/,
  ],
  [
    'operations',
    'a gap in the operations of a sale',
    `UPDATE ledger.operation SET sequence = sequence + 1 WHERE ctid = ${AN_OPERATION}`,
    /gap|sequence/,
  ],
  [
    'operations',
    'a refund other than was answered',
    `UPDATE ledger.operation SET refund_minor = refund_minor + 1 WHERE ctid = ${AN_OPERATION}`,
    /refunds/,
  ],
  [
    'returned lines',
    'more back than was sold',
    `UPDATE ledger.operation SET state_after = jsonb_set(state_after::jsonb, '{returned,1}', '999999999')::json WHERE kind = 'return'`,
    /came back more often/,
  ],
  ['members', 'a member without an account', `DELETE FROM ledger.account WHERE member_id = ${A_MEMBER}`, /has no account/],
  ['members', 'a card of nobody', `DELETE FROM member.member WHERE member_id = ${A_MEMBER}`, /belongs to no member/],
  [
    'receipt keys',
    'one receipt booked in two buckets',
    `DROP INDEX ledger.sale_receipt_key; UPDATE ledger.sale SET receipt_key = 'twice' WHERE sale_id IN (SELECT sale_id FROM ledger.sale ORDER BY sale_id LIMIT 2)`,
    /2 sales/,
  ],
  [
    'idempotency keys',
    'two operations under one key',
    `DROP INDEX ledger.operation_key; UPDATE ledger.operation SET key = 'twice' WHERE ctid IN (SELECT ctid FROM ledger.operation LIMIT 2)`,
    /2 effects/,
  ],
  ['sale buckets', 'a sale in a foreign bucket', `UPDATE ledger.sale SET bucket = (bucket + 1) % 1024 WHERE sale_id = ${A_SALE}`, /filed/],
  [
    'rule-set versions',
    'a sale of rules nobody published',
    `UPDATE ledger.sale SET rule_set_version = 99 WHERE sale_id = ${A_SALE}`,
    /never published/,
  ],
  [
    'budgets',
    'a budget below zero',
    `ALTER TABLE ledger.budget DROP CONSTRAINT budget_minor_check; UPDATE ledger.budget SET minor = -1`,
    /below zero/,
  ],
  [
    'coupons',
    'a coupon that was used twice',
    `ALTER TABLE ledger.coupon DROP CONSTRAINT coupon_uses; INSERT INTO ledger.coupon (code_bucket, code, series_id, uses) VALUES (1, 'C', 'S', 2)`,
    /2 uses of 1/,
  ],
  [
    'in transit',
    'points on their way to nobody',
    `UPDATE ledger.entry SET credits[1] = 8 WHERE sale_id = ${A_SALE} AND kind = 'sale'`,
    /on their way to nobody/,
  ],
  [
    'merged members',
    'a merged member whose survivor is gone',
    `UPDATE member.member SET merged_into = '00000000-0000-7000-8000-000000000000' WHERE member_id = ${A_MEMBER}`,
    /does not exist/,
  ],
  [
    'erased members',
    'an erased member with a card',
    `UPDATE member.member SET erased_at = now() WHERE member_id = ${A_MEMBER}`,
    /still has/,
  ],
  ['member operations', 'an adjust without its entry', ADJUST_WITHOUT_ENTRY, /has no entry/],
];

it.each(DAMAGES)('%s: %s', async (check, _what, sql, wrong) => {
  const report = await verifyDamaged(sql);
  expect(report.ok).toBe(false);
  const found = report.checks.find(({ name }) => name === check);
  expect(found?.first.map((offence) => offence.wrong).join('\n')).toMatch(wrong);
  expect(found?.first.every(({ id }) => id.length > 0)).toBe(true);
});

it('every check of the ledger was seen to fail', () => {
  // Damaged in test/finance/chain.test.ts and test/finance/unreceipted.test.ts.
  const elsewhere = ['hash chains', 'chain heads', 'anchors', 'unreceipted returns'];
  const seen = new Set<string>(DAMAGES.map(([check]) => check));
  expect(CHECKS.map(({ name }) => name).filter((name) => !seen.has(name) && !elsewhere.includes(name))).toEqual([]);
});
