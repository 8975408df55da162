/** The journal as finance fetches it. */
import { startTestEngine, type TestEngine } from '../support/engine.js';
import { line, receipt } from './receipts.js';

const TOKEN = 'a-token-of-24-characters!';
const SALES = 25;
let at: TestEngine;
beforeAll(async () => {
  at = await startTestEngine({ ADMIN_TOKEN: TOKEN });
  await at.grpc.enrol('EnrolMembers', { members: [{ cardNumber: '7001' }] });
  for (let i = 0; i < SALES; i++) {
    const sold = await at.grpc.call('Sale', {
      receipt: receipt({ cardNumber: '7001', receiptNumber: `${i}`, lines: [line({ unitPriceMinor: 1000 })] }),
    });
    if (!sold.ok) throw new Error(sold.message);
  }
});
afterAll(() => at.close());

const get = (query: string, token: string | null = TOKEN) =>
  fetch(`${at.http}/v1/exports/journal?${query}`, { headers: token === null ? {} : { authorization: `Bearer ${token}` } });
const ALL = 'from=2020-01-01&to=2100-01-01';

test('NDJSON: debits equal credits, and the sum is what was earned', async () => {
  const response = await get(ALL);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
  const rows = (await response.text())
    .trimEnd()
    .split('\n')
    .map((row) => JSON.parse(row) as Record<string, string & number>);
  const sum = (name: string) => rows.reduce((all, row) => all + row[name]!, 0);
  expect(sum('debit_points')).toBe(sum('credit_points'));
  expect(sum('credit_points')).toBe(SALES * 10);
  expect(rows[0]).toMatchObject({ member_id: expect.stringMatching(/^mbr_/), sale_id: expect.stringMatching(/^rcp_/), store_id: 'S1' });
});

test('a broken export continues after the last entry it has', async () => {
  const rows = (await (await get(ALL)).text()).trimEnd().split('\n');
  const middle = JSON.parse(rows[9]!) as Record<string, string>;
  const rest = (await (await get(`${ALL}&after=${middle['bucket']},${middle['member_id']},${middle['version']}`)).text())
    .trimEnd()
    .split('\n');
  expect(rest).toEqual(rows.filter((row) => (JSON.parse(row) as Record<string, number>)['version']! > Number(middle['version'])));
});

test('CSV has a header, also when there is nothing', async () => {
  const lines = (await (await get(`${ALL}&format=csv`)).text()).trimEnd().split('\n');
  expect(lines[0]).toMatch(/^bucket,member_id,version,position,/);
  expect(lines.length).toBeGreaterThan(SALES * 2);
  expect((await (await get('from=2019-01-01&to=2019-02-01&format=csv')).text()).trimEnd().split('\n')).toHaveLength(1);
});

test.each<[string, string, string | null, number, string]>([
  ['no token', ALL, null, 401, 'unauthenticated'],
  ['a wrong token', ALL, 'x', 401, 'unauthenticated'],
  ['no end', 'from=2020-01-01', TOKEN, 400, 'malformed'],
  ['a bad day', 'from=2020-02-30&to=2020-03-01', TOKEN, 400, 'malformed'],
  ['a bad format', `${ALL}&format=xlsx`, TOKEN, 400, 'malformed'],
  ['a bad cursor', `${ALL}&after=1`, TOKEN, 400, 'malformed'],
  ['a field nobody knows', `${ALL}&limit=1`, TOKEN, 400, 'malformed'],
])('%s', async (_what, query, token, status, code) => {
  const response = await get(query, token);
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(await response.json()).toMatchObject({ status, code });
});

test('without a token in the settings only keys are let in', async () => {
  const closed = await startTestEngine();
  const response = await fetch(`${closed.http}/v1/exports/journal?${ALL}`);
  expect([response.status, await response.json()]).toEqual([401, expect.objectContaining({ code: 'unauthenticated' })]);
  await closed.close();
});
