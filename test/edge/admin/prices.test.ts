/** Price lists as a marketer uploads and publishes them, and as tills then sell by them. */
import { request as httpRequest } from 'node:http';
import pg from 'pg';
import { PROGRAMME } from '../../support/engine.js';
import { line, receipt } from '../receipts.js';
import { sendQueue } from '../stream-caller.js';
import { startAdminEngine, told, TOKEN, type AdminClient, type AdminEngine, type Reply } from './client.js';

let at: AdminEngine;
let mia: AdminClient;
let pat: AdminClient;
beforeAll(async () => {
  at = await startAdminEngine({ UPLOAD_ROWS_MAX: '1000', UPLOAD_BYTES_MAX: '200000' });
  [mia, pat] = [await at.as('mia', 'marketer'), await at.as('pat', 'publisher')];
  await at.grpc.enrol('EnrolMembers', { members: [{ cardNumber: '7001' }] });
});
afterAll(() => at.close());

const csv = { 'content-type': 'text/csv' };
const upload = (listId: string, file: string, mode = 'replace', headers = {}): Promise<Reply> =>
  mia.call('POST', `/v1/price-lists/${listId}/uploads?mode=${mode}`, file, { ...csv, ...headers });
const publish = (listId: string, body: object): Promise<Reply> =>
  pat.post(`/v1/price-lists/${listId}/publish`, { comment: 'why', ...body });
const make = (listId: string, settings: object = {}): Promise<Reply> => mia.post('/v1/price-lists', { listId, name: listId, ...settings });
async function put(listId: string, file: string, mode = 'replace'): Promise<Reply> {
  const { body } = await upload(listId, file, mode);
  return publish(listId, { uploadId: body['uploadId'] });
}
let counter = 0;
const sell = (sku: string, over: object = {}) =>
  at.grpc.call('Sale', { receipt: receipt({ receiptNumber: `p${counter++}`, lines: [line({ sku, unitPriceMinor: 1000 })], ...over }) });

interface Line {
  readonly cardPriceMinor: number | string;
  readonly discounts: readonly { readonly ruleId: string }[];
}
async function charged(sku: string, over: object = {}): Promise<[number, string]> {
  const answer = await at.grpc.call('Quote', { receipt: receipt({ lines: [line({ sku, unitPriceMinor: 1000 })], ...over }) });
  if (!answer.ok) throw new Error(answer.message);
  const { cardPriceMinor, discounts } = (answer.response['quote'] as { lines: Line[] }).lines[0]!;
  return [Number(cardPriceMinor), discounts[0]?.ruleId ?? ''];
}

test('a list is made, filled, published, sold by, replaced and rolled back', async () => {
  expect(told(await make('spring'))).toEqual([201]);
  expect(told(await make('spring'))).toEqual([409, 'list_exists']);
  const sent = await upload('spring', 'sku,price\nbread,8.00\n');
  expect([told(sent), sent.body['status'], sent.body['rows']]).toEqual([[201], 'staged', 1]);
  expect(await charged('bread')).toEqual([1000, '']);
  expect(told(await mia.post('/v1/price-lists/spring/publish', { comment: 'mine' }))).toEqual([403, 'role_not_allowed']);
  const first = await publish('spring', { uploadId: sent.body['uploadId'] });
  expect([told(first), first.body['rowCount']]).toEqual([[200], 1]);
  expect(told(await publish('spring', { uploadId: sent.body['uploadId'] }))).toEqual([409, 'upload_closed']);
  expect(await charged('bread')).toEqual([800, 'spring']);
  const sold = await sell('bread');
  await put('spring', 'sku,price_minor\nbread,700\nmilk,900\n');
  expect([await charged('bread'), await charged('milk')]).toEqual([
    [700, 'spring'],
    [900, 'spring'],
  ]);
  if (!sold.ok) throw new Error(sold.message);
  const why = await at.admin.get(`/v1/sales/${String(sold.response['saleId'])}/explain`);
  const quote = why.body['quote'] as { lines: Line[] };
  expect([why.body['same'], quote.lines[0]!.cardPriceMinor, quote.lines[0]!.discounts[0]!.ruleId]).toEqual([true, 800, 'spring']);
  const back = await pat.post('/v1/price-lists/spring/revisions/1/rollback', { comment: 'too cheap' });
  expect([told(back), back.body['hash']]).toEqual([[200], first.body['hash']]);
  expect([await charged('bread'), await charged('milk')]).toEqual([
    [800, 'spring'],
    [1000, ''],
  ]);
  const rows = await mia.get('/v1/price-lists/spring/prices?listRevision=2&limit=1');
  const rest = await mia.get(`/v1/price-lists/spring/prices?listRevision=2&cursor=${String(rows.body['next'])}`);
  expect([rows.body['items'], rest.body['items']]).toMatchObject([
    [{ sku: 'bread', unitPriceMinor: 700 }],
    [{ sku: 'milk', unitPriceMinor: 900 }],
  ]);
  const audit = await at.admin.get('/v1/audit');
  expect(JSON.stringify(audit.body)).toContain('prices.rollback');
});

test('only for members, or nobody but a tier; and why', async () => {
  await make('cards', { membersOnly: true });
  await put('cards', 'sku,price_minor\ntea,600\n');
  await make('gold', { tiers: ['gold'] });
  await put('gold', 'sku,price_minor\ntea,500\n');
  expect([await charged('tea'), await charged('tea', { cardNumber: '7001' })]).toEqual([
    [1000, ''],
    [600, 'cards'],
  ]);
  const found = await mia.get('/v1/prices/look-up?sku=tea&storeId=S1&tier=gold');
  expect(found.body['prices']).toMatchObject([
    { listId: 'gold', chosen: true },
    { listId: 'cards', chosen: false },
  ]);
  const anonymous = await mia.get('/v1/prices/look-up?sku=tea&storeId=S1');
  expect(anonymous.body['prices']).toMatchObject([{ why: 'The list is for card holders' }, { why: 'The list is for card holders' }]);
});

test('every wrong row is told with its line, and nothing is taken', async () => {
  await make('wrong');
  const file = [
    'sku;price;valid_from;valid_to',
    'a;1.00;;',
    ';1.00;;',
    'b;1.005;;',
    'c;-1;;',
    'd;1;2026-02-30;',
    'e;1;2026-02-02;2026-02-01',
    'f;1;;;',
    'a;2.00;;',
    `${'x'.repeat(65)};1;;`,
    'g;200000000000;;',
    '"h;1;;',
  ];
  const reply = await upload('wrong', file.join('\n'));
  expect(told(reply)).toEqual([422, 'bad_rows']);
  const errors = reply.body['errors'] as { pointer: string; code: string; sentence: string }[];
  expect(errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
    ...['/3 malformed', '/4 malformed', '/5 malformed', '/6 malformed', '/7 malformed', '/8 malformed'],
    ...['/9 duplicate_row', '/10 over_limit', '/11 over_limit', '/12 malformed'],
  ]);
  expect(errors[6]!.sentence).toContain('line 2');
  const many = ['sku,price_minor', ...Array.from({ length: 300 }, (_, i) => `s${i},x`)].join('\n');
  const refused = await upload('wrong', many);
  expect([(refused.body['errors'] as unknown[]).length, String(refused.body['detail'])]).toEqual([
    100,
    expect.stringContaining('300 of 300'),
  ]);
  const uploadId = /upl_[0-9a-f]{32}/.exec(String(refused.body['detail']))![0];
  let lines = 0;
  for (let next: string | null = ''; next !== null;) {
    const page: Reply = await mia.get(`/v1/csv-uploads/${uploadId}/problems?limit=200${next === '' ? '' : `&cursor=${next}`}`);
    lines += (page.body['items'] as unknown[]).length;
    next = page.body['next'] as string | null;
  }
  expect(lines).toBe(300);
  expect(told(await publish('wrong', { uploadId }))).toEqual([409, 'upload_closed']);
});

test.each([
  ['no such list', 'none', 'sku,price\na,1\n', csv, [404, 'unknown_list']],
  ['not CSV', 'wrong', '{}', { 'content-type': 'application/json' }, [415, 'malformed']],
  ['an unknown column', 'wrong', 'sku,cost\na,1\n', csv, [400, 'malformed']],
  ['no sku', 'wrong', 'price\n1\n', csv, [400, 'malformed']],
  ['no rows', 'wrong', 'sku,price\n', csv, [400, 'malformed']],
  ['nothing', 'wrong', '', csv, [400, 'malformed']],
  ['too many rows', 'wrong', `sku,price\n${'a,1\n'.repeat(1001)}`, csv, [413, 'over_limit']],
  ['too many bytes', 'wrong', `sku,price\n${'a,1\n'.repeat(60_000)}`, csv, [413, 'over_limit']],
])('a file with %s is refused', async (_name, listId, file, headers, expected) => {
  expect(told(await upload(listId, file, 'replace', headers))).toEqual(expected);
});

test('a repeated upload with its key is the first one again', async () => {
  await make('twice');
  const headers = { 'idempotency-key': 'file-1' };
  const [first, again] = [
    await upload('twice', 'sku,price\na,1\n', 'replace', headers),
    await upload('twice', 'sku,price\na,1\n', 'replace', headers),
  ];
  expect(again.body['uploadId']).toBe(first.body['uploadId']);
  expect(told(await upload('twice', 'sku,price\na,2\n', 'replace', headers))).toEqual([409, 'key_reused']);
});

test('a client that is cut in the middle leaves nothing', async () => {
  await make('cut');
  const before = await mia.get('/v1/csv-uploads?limit=200');
  const url = new URL('/v1/price-lists/cut/uploads', at.http);
  await new Promise<void>((resolve) => {
    const headers = { ...csv, authorization: `Bearer ${TOKEN}`, 'content-length': '100000' };
    const request = httpRequest(url, { method: 'POST', headers });
    request.on('error', () => undefined).on('close', resolve);
    request.write(`sku,price\n${'a,1\n'.repeat(100)}`, () => setTimeout(() => request.destroy(), 100));
  });
  const db = new pg.Client({ connectionString: at.databaseUrl });
  await db.connect();
  for (let open = 1; open > 0;) {
    const { rows } = await db.query<{ n: number }>(`SELECT count(*)::int AS n FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'tallystick-bulk' AND state <> 'idle'`);
    open = rows[0]!.n;
  }
  const staged = await db.query('SELECT 1 FROM prices.staged AS s JOIN upload.file AS f USING (upload_id) WHERE f.list_id = $1', ['cut']);
  await db.end();
  const after = await mia.get('/v1/csv-uploads?limit=200');
  expect([staged.rowCount, after.body['items']]).toEqual([0, before.body['items']]);
  expect(told(await put('cut', 'sku,price\na,1\n'))).toEqual([200]);
});

test('two publications of one list race: both stand, in an order', async () => {
  await make('race', { stores: ['S2'] });
  const uploads = await Promise.all(['a,100', 'b,200'].map((row) => upload('race', `sku,price_minor\n${row}\n`, 'upsert')));
  const replies = await Promise.all(uploads.map(({ body }) => publish('race', { uploadId: body['uploadId'] })));
  expect(replies.map((reply) => told(reply))).toEqual([[200], [200]]);
  expect(replies.map(({ body }) => body['listRevision']).sort()).toEqual([1, 2]);
  expect(replies.map(({ body }) => [body['rowCount'], body['added'], body['removed']]).sort()).toEqual([
    [1, 1, 0],
    [2, 1, 0],
  ]);
});

test('an offline receipt is priced at the prices of its instant', async () => {
  await make('daily');
  await put('daily', 'sku,price_minor\njam,500\n');
  const soldAt = Date.now();
  await put('daily', 'sku,price_minor\njam,400\n');
  expect(await charged('jam')).toEqual([400, 'daily']);
  const lines = [line({ sku: 'jam', unitPriceMinor: 1000 })];
  const item = { itemId: 'o1', receipt: receipt({ receiptNumber: 'off-1', purchasedAtMs: soldAt, lines }), promisedPayableMinor: 500 };
  const { answers } = await sendQueue(at.grpc, at.keys.t1, [item]);
  const saleId = /rcp_[0-9a-f-]+/.exec(JSON.stringify(answers))?.[0];
  const why = await at.admin.get(`/v1/sales/${saleId}/explain`);
  const quote = why.body['quote'] as { lines: Line[] };
  expect([why.body['same'], quote.lines[0]!.cardPriceMinor]).toEqual([true, 500]);
});

test('where the programme asks for a second person, who uploaded cannot be the one who approved', async () => {
  const made = await mia.post('/v1/drafts', { name: 'two' });
  const document = { ...PROGRAMME, settings: { ...PROGRAMME.settings, secondPerson: true } };
  const saved = await mia.call('PUT', `/v1/drafts/${made.body['draftId']}`, document, { 'if-match': '"1"' });
  await pat.post(`/v1/drafts/${made.body['draftId']}/publish`, { comment: 'two' }, { 'if-match': saved.headers.get('etag')! });
  await make('guarded');
  const { body } = await upload('guarded', 'sku,price\na,1\n');
  const uploadId = body['uploadId'];
  expect(told(await publish('guarded', { uploadId }))).toEqual([409, 'approval_needed']);
  expect(told(await pat.post('/v1/price-lists/guarded/approve', { reason: 'read', uploadId }))).toEqual([200]);
  expect(told(await publish('guarded', { uploadId }))).toEqual([200]);
});
