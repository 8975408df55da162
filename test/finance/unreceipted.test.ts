/** Goods that came back without a receipt are in the books like everything else: chain, periods, exports, totals, reconciliation. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { writeExport } from '../../src/edge/export/write-export.js';
import { reconcileText } from '../../src/edge/reconcile/reconcile-text.js';
import { closePeriod } from '../../src/jobs/periods/close-period.js';
import { verifyLedger } from '../../src/jobs/verify/verify-ledger.js';
import { EXPORT_KINDS } from '../../src/ledger/export/read-pages.js';
import { openCheckout, type OpenCheckout } from '../checkout/open-checkout.js';
import { LENIENT, sell, takeBackUnreceipted } from './traffic.js';

const at = (text: string): number => Date.parse(text);
const folder = mkdtempSync(join(tmpdir(), 'tallystick-unreceipted-'));
let open: OpenCheckout;

const takeBack = (number: string, unitPriceMinor: number, units = 1) => takeBackUnreceipted(open, number, unitPriceMinor, units);
const ask = async (sql: string) => (await open.deps.ledger.pool.query(sql)).rows;
const damaged = async (pool: Parameters<typeof verifyLedger>[0] = open.deps.ledger.pool) =>
  (await verifyLedger(pool, { parts: 1 })).checks.filter(({ wrong, name }) => wrong > 0 && name !== 'rule-set versions');

beforeAll(async () => {
  open = await openCheckout(LENIENT);
  open.at(at('2026-10-05T12:00:00Z'));
  const returns = Array.from({ length: 6 }, (_, k) => takeBack(`r${k}`, 100 + k, 1 + k));
  await Promise.all([...returns, ...Array.from({ length: 6 }, () => sell(open, {}))]);
  open.at(at('2026-11-02T12:00:00Z'));
  await takeBack('late', 900);
});
afterAll(async () => {
  await open.close();
  rmSync(folder, { recursive: true });
});

it('is booked once under its key, each with a link of the chain, and the ledger is whole', async () => {
  const [first, again] = [await takeBack('again', 250), await takeBack('again', 250)];
  expect([first.replayed, again.replayed, again.returnId]).toEqual([false, true, first.returnId]);
  expect(await ask('SELECT count(*) AS n, count(DISTINCT (bucket, link)) AS links FROM ledger.unreceipted_return')).toEqual([
    { n: 8, links: 8 },
  ]);
  expect(await damaged()).toEqual([]);
});

it.each([
  ['another refund', `UPDATE ledger.unreceipted_return SET refund_minor = refund_minor + 1 WHERE receipt_number = 'r2'`],
  ['another reason', `UPDATE ledger.unreceipted_return SET reason = 'none' WHERE receipt_number = 'r2'`],
  ['another period', `UPDATE ledger.unreceipted_return SET period = period + 31 WHERE receipt_number = 'r2'`],
  ['a row taken out', `DELETE FROM ledger.unreceipted_return WHERE receipt_number = 'r2'`],
])('verify names the batch of %s', async (_what, sql) => {
  const [row] = await ask(`SELECT bucket, link FROM ledger.unreceipted_return WHERE receipt_number = 'r2'`);
  const client = await open.deps.ledger.pool.connect();
  try {
    // verify takes a transaction of its own, so the damage is done and undone around it.
    await client.query('CREATE TABLE IF NOT EXISTS public.kept AS SELECT * FROM ledger.unreceipted_return');
    await client.query(`BEGIN; SET LOCAL session_replication_role = replica; ${sql}; COMMIT`);
    const found = await damaged();
    expect(found.find(({ name }) => name === 'hash chains')?.first[0]?.id).toContain(`link ${row.link}`);
  } finally {
    await client.query(`BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM ledger.unreceipted_return;
      INSERT INTO ledger.unreceipted_return SELECT * FROM public.kept; COMMIT`);
    client.release();
  }
  expect(await damaged()).toEqual([]);
});

it('is exported with the control totals of the view', async () => {
  const kind = EXPORT_KINDS.get('unreceipted-returns')!;
  const wanted = { from: '2026-10-01', to: '2026-10-01', at: null, since: null };
  const { file, totals } = await writeExport(open.deps.ledger.pool, { ...kind, keysPerPage: 2 }, wanted, {
    folder,
    name: 'october',
    format: 'csv',
  });
  const rows: Record<string, string>[] = parse(readFileSync(join(folder, file)), { columns: true });
  expect(rows.map((row) => row['receipt_number']).sort()).toEqual(['r0', 'r1', 'r2', 'r3', 'r4', 'r5']);
  const refund = [0, 1, 2, 3, 4, 5].reduce((sum, k) => sum + (100 + k) * (1 + k), 0);
  expect(totals).toEqual({ rows: 6, refund_minor: refund });
  expect(
    await ask(`SELECT name, value FROM finance.control_total WHERE kind = 'unreceipted-returns' AND period = '2026-10-01' ORDER BY name`),
  ).toEqual([
    { name: 'refund_minor', value: refund },
    { name: 'rows', value: 6 },
  ]);
});

it('is reconciled with what the till says, and named where the till does not know it', async () => {
  const head = 'store_id,terminal_id,business_date,receipt_number,kind,refund_minor';
  const rows = ['r0', 'r1', 'r2', 'r3', 'r4', 'again', 'late'].map((number, k) => {
    const refund = number === 'again' ? 250 : number === 'late' ? 901 : (100 + k) * (1 + k);
    return `s1,t1,2026-10-05,${number},return,${refund}`;
  });
  const result = await reconcileText(open.deps.ledger.pool, [head, ...rows].join('\n'));
  expect(result).toMatchObject({ agrees: 6, differs: 1, missingHere: 0, missingThere: 1 });
  expect(result.verdicts.find(({ verdict }) => verdict === 'missing_there')).toMatchObject({ receiptNumber: 'r5', kind: 'return' });
  expect(result.verdicts.find(({ verdict }) => verdict === 'differs')?.differences).toEqual([
    { amount: 'refundMinor', claimed: 901, booked: 900, by: -1 },
  ]);
});

it('a closed period takes none, and none of it changes', async () => {
  await closePeriod(open.deps, '2026-10-01', { by: 'test' });
  open.at(at('2026-10-06T12:00:00Z'));
  await takeBack('in October', 500);
  expect(await ask(`SELECT period::text AS period FROM ledger.unreceipted_return WHERE receipt_number = 'in October'`)).toEqual([
    { period: '2026-11-01' },
  ]);
  await expect(ask(`UPDATE ledger.unreceipted_return SET reason = '' WHERE receipt_number = 'r1'`)).rejects.toThrow('append-only');
  const client = await open.deps.ledger.pool.connect();
  try {
    await client.query('BEGIN; SET LOCAL session_replication_role = replica');
    await expect(
      client.query(`INSERT INTO ledger.unreceipted_return SELECT bucket, gen_random_uuid(), 'new', body_hash, store_id, terminal_id,
        business_date, receipt_number, rule_set_version, refund_minor, reason, created_at, answer, DATE '2026-10-01', link FROM ledger.unreceipted_return LIMIT 1`),
    ).rejects.toThrow('period_not_closed');
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
  expect(await damaged()).toEqual([]);
});
