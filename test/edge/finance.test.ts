/** The books over REST. */
import { parquetMetadata } from 'hyparquet';
import { startTestEngine, type TestEngine } from '../support/engine.js';
import { line, receipt } from './receipts.js';

const TOKEN = 'a-token-of-24-characters!';
let at: TestEngine;
beforeAll(async () => {
  at = await startTestEngine({ ADMIN_TOKEN: TOKEN });
  await at.grpc.enrol('EnrolMembers', { members: [{ cardNumber: '7001' }] });
  for (let i = 0; i < 5; i++) {
    const sold = await at.grpc.call('Sale', {
      receipt: receipt({ cardNumber: '7001', receiptNumber: `${i}`, lines: [line({ unitPriceMinor: 1000 })] }),
    });
    if (!sold.ok) throw new Error(sold.message);
  }
});
afterAll(() => at.close());

const get = (path: string, token = TOKEN) =>
  fetch(`${at.http}/v1/finance/exports/${path}`, { headers: { authorization: `Bearer ${token}` } });
const post = (body: string, type = 'text/csv') =>
  fetch(`${at.http}/v1/finance/reconciliations`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': type },
  });

it.each([
  ['journal', 5],
  ['postings', 10],
  ['sales', 5],
  ['lots', 5],
  ['balances', 1],
  ['roll-forward', 1],
  ['liability', 1],
  ['discounts', null],
  ['operations', 0],
])('%s as CSV', async (kind, rows) => {
  const response = await get(kind);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  const lines = (await response.text()).trimEnd().split('\n');
  if (rows !== null) expect(lines.length - 1).toBe(rows);
});

it('as NDJSON and Parquet', async () => {
  const rows = (await (await get('sales?format=ndjson')).text())
    .trimEnd()
    .split('\n')
    .map((row) => JSON.parse(row) as { payable_minor: number });
  expect(rows.map((row) => row.payable_minor)).toEqual([1000, 1000, 1000, 1000, 1000]);
  const parquet = await (await get('sales?format=parquet')).arrayBuffer();
  expect(Number(parquetMetadata(parquet).num_rows)).toBe(5);
});

it('reconciles an upload', async () => {
  const answer = (await (await post(`store_id,business_date,receipts,payable_minor\nS1,2026-11-02,5,4900\n`)).json()) as object;
  expect(answer).toMatchObject({
    agrees: 0,
    differs: 1,
    verdicts: [{ level: 'store', differences: [{ amount: 'payableMinor', claimed: 4900, booked: 5000, by: 100 }] }],
  });
});

it.each([
  [() => get('journal', 'wrong'), 401],
  [() => get('everything'), 404],
  [() => get('sales?from=2026-13'), 400],
  [() => get('sales?format=xlsx'), 400],
  [() => get('sales?limit=1'), 400],
  [() => post('a,b\n1,2\n'), 400],
  [() => post('store_id,business_date,receipts\nS1,2026-02-30,5\n'), 400],
  [() => post('store_id,business_date,receipts\nS1,0000-01-01,5\n'), 400],
  [() => post('{}', 'application/json'), 415],
])('refuses what is wrong', async (call, status) => {
  const response = await call();
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toMatch('application/problem+json');
});
