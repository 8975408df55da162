/** What a receipt would cost, and why one cost what it did. */
import { PROGRAMME } from '../../support/engine.js';
import { line, receipt } from '../receipts.js';
import { startAdminEngine, told, type AdminClient, type AdminEngine, type Reply } from './client.js';

interface Quote {
  readonly totals: { readonly netMinor: number; readonly earnPoints: number };
  readonly applied: readonly { readonly ruleId: string; readonly sentence: string }[];
  readonly refused: readonly { readonly ruleId: string; readonly sentence: string }[];
  readonly coupons: readonly { readonly sentence: string }[];
}

const RULES = [
  ...PROGRAMME.rules!,
  {
    id: 'eve',
    name: "New Year's Eve",
    stage: 'receipt',
    when: { kind: 'dates', from: '2026-12-31', to: '2026-12-31' },
    benefit: { kind: 'percent', rateBps: 2000 },
  },
  {
    id: 'gold',
    name: 'Gold',
    stage: 'receipt',
    when: {
      kind: 'all',
      of: [
        { kind: 'tier', in: ['gold'] },
        { kind: 'purchaseNumber', min: 10 },
      ],
    },
    benefit: { kind: 'percent', rateBps: 1000 },
  },
];
const STORES = [{ id: 'S1', timeZone: 'America/New_York' }, { id: 'S2' }];
const TIERS = [{ id: 'gold', rank: 1 }];

let at: AdminEngine;
let mia: AdminClient;
let sue: AdminClient;
let draft: string;
beforeAll(async () => {
  at = await startAdminEngine();
  [mia, sue] = [await at.as('mia', 'marketer'), await at.as('sue', 'support')];
  await at.grpc.enrol('EnrolMembers', { members: [{ cardNumber: '7001' }] });
  const made = await mia.post('/v1/drafts', { name: 'Eve' });
  draft = `draft:${made.body['draftId']}`;
  const document = { ...PROGRAMME, rules: RULES, stores: STORES, tiers: TIERS };
  const put = await mia.call('PUT', `/v1/drafts/${made.body['draftId']}`, document, { 'if-match': '"1"' });
  if (put.status !== 200) throw new Error(JSON.stringify(put.body));
});
afterAll(() => at.close());

const LINES = [line({ sku: 'coffee', unitPriceMinor: 1000 }), line({ lineNumber: 2, sku: 'tea', unitPriceMinor: 500 })];
const attempt = (body: object, over: object = {}): Promise<Reply> =>
  mia.post('/v1/try', { receipt: { storeId: 'S1', lines: LINES, ...over }, ...body });
const quoteOf = (reply: Reply): Quote => reply.body['quote'] as Quote;

test('by what is live: what applied and what did not, each with a sentence', async () => {
  const reply = await attempt({});
  expect(reply).toMatchObject({ status: 200, body: { version: 1, timeZone: 'Europe/London', member: null } });
  const { totals, applied, refused } = quoteOf(reply);
  expect(totals).toMatchObject({ netMinor: 1400, earnPoints: 0 });
  expect(applied.map(({ sentence }) => sentence)).toEqual(['10 % off coffee took 1.00 off line 1.']);
  expect(refused).toMatchObject([{ ruleId: 'earn', sentence: expect.stringMatching(/member/) }]);
});

test.each<[string, string, number]>([
  ['2026-12-30T23:59', '2026-12-31T04:59:00.000Z', 1400],
  ['2026-12-31T00:00', '2026-12-31T05:00:00.000Z', 1120],
  ['2026-12-31T23:59', '2027-01-01T04:59:00.000Z', 1120],
  ['2027-01-01T00:00', '2027-01-01T05:00:00.000Z', 1400],
  ['2026-12-31T23:59:59.999-05:00', '2027-01-01T04:59:59.999Z', 1120],
])("a draft as on %s in the store's zone", async (when, instant, netMinor) => {
  const reply = await attempt({ against: draft, at: when });
  expect([reply.status, reply.body['at'], quoteOf(reply).totals.netMinor]).toEqual([200, instant, netMinor]);
});

test.each<[number, string, number]>([
  [8, 'gold', 1400],
  [9, 'gold', 1260],
  [9, '', 1400],
])('for a member that need not exist: %i purchases, tier "%s"', async (purchases, tier, netMinor) => {
  const reply = await attempt({ against: draft, at: '2026-11-02T12:00', member: { purchases, tier, activePoints: 100 } });
  expect(quoteOf(reply).totals.netMinor).toBe(netMinor);
  expect(reply.body['member']).toMatchObject({ memberId: '', tier, purchases, activePoints: 100 });
});

test('for a card; the look is in the audit log', async () => {
  const reply = await attempt({}, { cardNumber: '7001' });
  expect(quoteOf(reply).totals).toMatchObject({ netMinor: 1400, earnPoints: 14 });
  const log = (await at.admin.get('/v1/audit?action=member.try&limit=1')).body['items'];
  expect(log).toMatchObject([{ actor: 'mia', subject: (reply.body['member'] as { memberId: string }).memberId }]);
  expect((await at.grpc.call('GetMember', { cardNumber: '7001' })) as object).toMatchObject({
    response: { balance: { activePoints: 0, version: 0 } },
  });
});

test('what the till would be told is told here, with the same codes', async () => {
  expect(told(await attempt({}, { cardNumber: '9999' }))).toEqual([404, 'unknown_card']);
  expect(told(await attempt({}, { currency: 'USD' }))).toEqual([400, 'currency_mismatch']);
  expect(await attempt({}, { lines: [line({ quantityMilli: 0 })] })).toMatchObject({
    status: 400,
    body: { code: 'malformed', field: 'receipt.lines[0].quantity_milli' },
  });
  expect(await attempt({}, { lines: [] })).toMatchObject({ status: 400, body: { field: 'receipt.lines' } });
  expect(quoteOf(await attempt({}, { coupons: ['nope'] })).coupons).toMatchObject([{ sentence: 'The code is unknown.' }]);
});

test.each<[string, object, object, string]>([
  ['an unknown field', {}, { cuopons: [] }, '/receipt/cuopons'],
  ['a number that is none', {}, { lines: [line({ quantityMilli: 'x' })] }, '/receipt/lines/0/quantityMilli'],
  ['an attribute that is no text', {}, { attributes: { a: 1 } }, '/receipt/attributes'],
  ['null for a line', {}, { lines: [null] }, '/receipt/lines'],
  ['null for a text', {}, { channel: null }, '/receipt/channel'],
  ['an unknown source', { against: 'tomorrow' }, {}, '/against'],
  ['a time without a day', { at: '23:59' }, {}, '/at'],
])('%s is refused', async (_what, body, over, pointer) => {
  const reply = await attempt(body, over);
  expect([...told(reply), (reply.body['errors'] as { pointer: string }[])[0]?.pointer.startsWith(pointer)]).toEqual([
    400,
    'malformed',
    true,
  ]);
});

test.each<[string, object, object, unknown[]]>([
  ['a day that is not in the calendar', { at: '2026-02-30T10:00' }, {}, [400, 'malformed']],
  ['a card and a member', { member: {} }, { cardNumber: '7001' }, [400, 'malformed']],
  ['a version that is not there', { against: 'version:99' }, {}, [404, 'unknown_version']],
  ['int64 as text, as JSON of protobuf has it', {}, { lines: [line({ quantityMilli: '2000', unitPriceMinor: '250' })] }, [200]],
  ['a year that no till has', { at: '9999-01-01T10:00' }, {}, [400, 'malformed']],
])('%s', async (_what, body, over, expected) => {
  expect(told(await attempt(body, over))).toEqual(expected);
});

test('a draft that is wrong cannot be tried, and says where it is wrong', async () => {
  const made = await mia.post('/v1/drafts', { name: 'Wrong' });
  await mia.call('PUT', `/v1/drafts/${made.body['draftId']}`, { ...PROGRAMME, currency: 1 }, { 'if-match': '"1"' });
  expect(await attempt({ against: `draft:${made.body['draftId']}` })).toMatchObject({
    status: 422,
    body: { code: 'invalid_programme', errors: [{ pointer: '/currency' }] },
  });
});

test('why a sale cost what it did, also after the rules have changed', async () => {
  const sold = await at.grpc.call('Sale', { receipt: receipt({ cardNumber: '7001', lines: LINES, coupons: ['nope'] }) });
  if (!sold.ok) throw new Error(sold.message);
  const id = String(sold.response['saleId']);
  const pia = await at.as('pia', 'publisher');
  await pia.post('/v1/rules/coffee/switch-off', { reason: 'test' });
  const reply = await sue.get(`/v1/sales/${id}/explain`);
  expect(reply).toMatchObject({ status: 200, body: { saleId: id, storeId: 'S1', receiptNumber: '1001', ruleSetVersion: 1, same: true } });
  expect(quoteOf(reply).totals).toMatchObject({ netMinor: 1400, earnPoints: 14 });
  expect(quoteOf(reply).applied.map(({ sentence }) => sentence)).toEqual([
    '10 % off coffee took 1.00 off line 1.',
    'A point for each 1.00 gave 14 points on lines 1, 2.',
  ]);
  expect(quoteOf(reply).coupons).toMatchObject([{ sentence: 'The code is unknown.' }]);
  expect(reply.body['member']).toMatchObject({ purchases: 0 });
  const log = (await at.admin.get(`/v1/audit?subject=${id}`)).body['items'];
  expect(log).toMatchObject([{ actor: 'sue', action: 'sale.explain' }]);
  expect(told(await sue.get('/v1/sales/rcp_00000000-0000-7000-8000-000000000000/explain'))).toEqual([404, 'unknown_sale']);
  expect(told(await sue.get('/v1/sales/x/explain'))).toEqual([400, 'malformed']);
});
