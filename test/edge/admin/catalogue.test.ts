/** The catalogue as an assortment team loads it, and what tills then make of it. */
import { PROGRAMME } from '../../support/engine.js';
import { line, receipt } from '../receipts.js';
import { AdminClient, startAdminEngine, told, type AdminEngine, type Reply } from './client.js';

const RULES = [
  { id: 'food10', name: 'Food', stage: 'line', lines: { categories: ['food'] }, benefit: { kind: 'percent', rateBps: 1000 } },
  { id: 'drink50', name: 'Drinks', stage: 'line', lines: { categories: ['drink'] }, benefit: { kind: 'percent', rateBps: 5000 } },
];
const TREE = 'category,name,parent\nfood,Food,\ndrink,Drinks,\nbakery,Bakery,food\nbread,Bread,bakery\nwine,Wine,drink\n';

let at: AdminEngine;
let mia: AdminClient;
let pat: AdminClient;
beforeAll(async () => {
  const limits = { UPLOAD_ROWS_MAX: '1000', UPLOAD_BYTES_MAX: '200000' };
  at = await startAdminEngine(limits, { ...PROGRAMME, rules: [...PROGRAMME.rules!, ...RULES] });
  [mia, pat] = [await at.as('mia', 'marketer'), await at.as('pat', 'publisher')];
  expect(told(await upload('categories', TREE))).toEqual([201]);
});
afterAll(() => at.close());

const upload = (part: string, file: string, mode = 'upsert', headers = {}, by: AdminClient = pat): Promise<Reply> =>
  by.call('POST', `/v1/catalogue/${part}/uploads?mode=${mode}`, file, { 'content-type': 'text/csv', ...headers });
const put = (path: string, body: object, headers: Record<string, string>): Promise<Reply> => pat.call('PUT', `/v1/${path}`, body, headers);
const create = (path: string, body: object = {}): Promise<Reply> => put(path, body, { 'if-none-match': '*' });
async function change(path: string, body: object): Promise<Reply> {
  return put(path, body, { 'if-match': (await pat.get(`/v1/${path}`)).headers.get('etag')! });
}
const listed = async (query: string): Promise<unknown> => {
  const { status, body } = await mia.get(`/v1/products?${query}`);
  return status === 200 ? (body['items'] as { sku: string }[]).map(({ sku }) => sku) : body;
};

let counter = 0;
/** What one unit costs at a till that sends no price, and by which rules; or why not. */
async function charged(sku: string, over: object = {}, call: 'Quote' | 'Sale' = 'Quote'): Promise<{ paid: unknown; saleId: string }> {
  const { unitPriceMinor: _none, ...known } = line({ sku });
  const lines = [{ ...known, ...over }];
  const answer = await at.grpc.call(call, { receipt: receipt({ receiptNumber: `c${counter++}`, lines }) });
  if (!answer.ok) return { paid: answer.message, saleId: '' };
  const [only] = (answer.response['quote'] as { lines: { netMinor: unknown; discounts: { ruleId: string }[] }[] }).lines;
  return {
    paid: [Number(only!.netMinor), ...only!.discounts.map(({ ruleId }) => ruleId)],
    saleId: String(answer.response['saleId'] ?? ''),
  };
}

test('products are loaded, sold by the rules of what is above them, listed, changed and retired', async () => {
  const file = [
    'sku;name;brand;categories;tags;attributes;unit_price;min_unit_price;cost;earning',
    'rye;Rye bread;Mill;bread;vegan|fresh;"{""grain"": ""rye"", ""salt"": 12}";4.00;3.80;2.50;',
    'rose;Rosé 0,75 l;Hill;wine;;;9.99;;;no',
  ];
  const sent = await upload('products', file.join('\n'));
  expect([told(sent), sent.body['status'], sent.body['applied']]).toEqual([[201], 'applied', { created: 2, changed: 0, retired: 0 }]);
  expect((await charged('rye')).paid).toEqual([380, 'food10']);
  expect((await charged('rose')).paid).toEqual([499, 'drink50']);
  // The line wins over the catalogue, and its category is found in the tree too.
  expect((await charged('rye', { categories: ['wine'], unitPriceMinor: 1000 })).paid).toEqual([500, 'drink50']);

  const { body, headers } = await pat.get('/v1/products/rye');
  expect(body).toMatchObject({
    ...{ sku: 'rye', name: 'Rye bread', brand: 'Mill', categories: ['bread'], countsAs: ['bread', 'bakery', 'food'] },
    ...{ tags: ['vegan', 'fresh'], attributes: { grain: 'rye', salt: 12 }, unitPriceMinor: 400, minUnitPriceMinor: 380, costMinor: 250 },
    ...{ weighed: false, discountable: true, burnable: true, earning: true, retiredAt: null },
  });
  expect(headers.get('etag')).toBe(`"${String(body['revision'])}"`);

  // A file that has some columns leaves the others as they are.
  const cheaper = await upload('products', 'sku,min_unit_price_minor\nrye,200\nrose,0\n');
  expect(cheaper.body['applied']).toEqual({ created: 0, changed: 1, retired: 0 });
  expect((await charged('rye')).paid).toEqual([360, 'food10']);
  expect((await pat.get('/v1/products/rye')).body).toMatchObject({ name: 'Rye bread', costMinor: 250 });

  expect(told(await pat.post('/v1/products/rose/retire', { reason: 'sold out' }))).toEqual([200]);
  expect(String((await charged('rose')).paid)).toContain('has no price in the catalogue');
  // What restricts it holds for the last bottles.
  expect((await charged('rose', { unitPriceMinor: 500 })).paid).toEqual([250, 'drink50']);
  expect([await listed('brand=Hill'), await listed('brand=Hill&retired=true')]).toEqual([[], ['rose']]);
  expect(told(await pat.post('/v1/products/none/retire', { reason: 'x' }))).toEqual([404, 'unknown_product']);

  const {
    revision: _revision,
    sku: _sku,
    countsAs: _as,
    retiredAt: _at,
    updatedAt: _when,
    ...rose
  } = (await pat.get('/v1/products/rose')).body;
  expect(told(await change('products/rose', { ...rose, unitPriceMinor: 800 }))).toEqual([200]);
  expect((await charged('rose')).paid).toEqual([400, 'drink50']);
  const audit = JSON.stringify((await at.admin.get('/v1/audit')).body);
  for (const action of ['catalogue.upload', 'catalogue.retire', 'catalogue.product']) expect(audit).toContain(action);
});

test('a past sale stays what it was after its category moved and its product changed', async () => {
  await upload('products', 'sku,categories,unit_price,min_unit_price\nbun,bread,1.00,0.95\n');
  const { paid, saleId } = await charged('bun', {}, 'Sale');
  expect(paid).toEqual([95, 'food10']);
  expect(told(await change('categories/bakery', { name: 'Bakery', parent: 'drink' }))).toEqual([200]);
  await upload('products', 'sku,min_unit_price_minor\nbun,0\n');
  expect((await charged('bun')).paid).toEqual([50, 'drink50']);
  const { body } = await at.admin.get(`/v1/sales/${saleId}/explain`);
  const [sold] = (body['quote'] as { lines: { netMinor: number }[] }).lines;
  expect([body['same'], sold!.netMinor]).toEqual([true, 95]);
  expect((await mia.get('/v1/categories/bread')).body['path']).toEqual(['bread', 'bakery', 'drink']);
  await change('categories/bakery', { name: 'Bakery', parent: 'food' });
  expect((await charged('bun')).paid).toEqual([90, 'food10']);
});

test('who lost a race is told, and so is who writes what is there already', async () => {
  expect(told(await put('products/tea', {}, {}))).toEqual([428, 'if_match_missing']);
  expect(told(await put('products/tea', {}, { 'if-match': '"7"' }))).toEqual([412, 'stale_product']);
  const made = await create('products/tea', { name: 'Tea' });
  expect([told(made), told(await create('products/tea'))]).toEqual([[200], [412, 'stale_product']]);
  const match = { 'if-match': made.headers.get('etag')! };
  const both = await Promise.all(['Green tea', 'Black tea'].map((name) => put('products/tea', { name }, match)));
  expect(both.map(told).sort()).toEqual([[200], [412, 'stale_product']]);
  expect(told(await put('products/tea', {}, { 'if-match': 'x' }))).toEqual([400, 'malformed']);
  expect(told(await create('products/mate', { categories: ['herbs'] }))).toEqual([409, 'unresolved']);
  expect(told(await create('products/mate', { attributes: { big: [1] } }))).toEqual([400, 'malformed']);
  expect(told(await create('products/mate', { costMinor: -1 }))).toEqual([400, 'malformed']);
  expect(told(await create('products/mate', { price: 1 }))).toEqual([400, 'malformed']);
  expect(told(await mia.get('/v1/products/mate'))).toEqual([404, 'unknown_product']);
});

test('the tree stays a tree', async () => {
  const cycle = await change('categories/food', { name: 'Food', parent: 'bread' });
  expect([told(cycle), cycle.body['detail']]).toEqual([[409, 'cycle'], 'The category lies below itself: food > bakery > bread > food']);
  expect(told(await create('categories/self', { parent: 'self' }))).toEqual([409, 'cycle']);
  expect(told(await create('categories/lost', { parent: 'nowhere' }))).toEqual([409, 'unresolved']);
  const file = await upload('categories', 'category,parent\na,c\nb,a\nc,b\nd,a\ne,nowhere\nf,food\n');
  expect(told(file)).toEqual([422, 'bad_rows']);
  expect((file.body['errors'] as { pointer: string; code: string; sentence: string }[]).map((one) => Object.values(one))).toEqual([
    ['/2', 'cycle', 'The category lies below itself: a > b > c > a'],
    ['/3', 'cycle', 'The category lies below itself: b > c > a > b'],
    ['/4', 'cycle', 'The category lies below itself: c > a > b > c'],
    ['/6', 'unknown_category', 'There is no category `nowhere` above it'],
  ]);
  const chain = (levels: number): string =>
    `category,parent\n${Array.from({ length: levels }, (_, i) => `l${i},${i === 0 ? '' : `l${i - 1}`}`).join('\n')}`;
  expect(told(await upload('categories', chain(33)))).toEqual([422, 'bad_rows']);
  expect(told(await upload('categories', chain(32)))).toEqual([201]);
  expect(told(await upload('categories', chain(32), 'delete'))).toEqual([400, 'malformed']);
  const codes = Array.from({ length: 32 }, (_, i) => `l${i}`).join('\n');
  expect((await upload('categories', `category\n${codes}`, 'delete')).body['applied']).toEqual({ created: 0, changed: 0, retired: 32 });
});

test('a category that is needed stays', async () => {
  await upload('products', 'sku,categories\nroll,bread\n');
  const drop = async (id: string): Promise<Reply> => {
    const { status, headers } = await mia.get(`/v1/categories/${id}`);
    return pat.call('DELETE', `/v1/categories/${id}`, undefined, { 'if-match': status === 200 ? headers.get('etag')! : '"1"' });
  };
  const [bakery, bread, food] = [await drop('bakery'), await drop('bread'), await drop('food')];
  expect([told(bakery), bakery.body['detail']]).toEqual([[409, 'category_in_use'], '`bakery` stays: the category `bread` lies below it']);
  expect([told(bread), String(bread.body['detail'])]).toEqual([[409, 'category_in_use'], expect.stringContaining('is in it')]);
  expect(String(food.body['detail'])).toContain('the live programme names it');
  expect(told(await upload('categories', 'category\nfood\n', 'replace'))).toEqual([409, 'category_in_use']);
  await create('categories/spare');
  expect([told(await drop('spare')), told(await drop('spare'))]).toEqual([[200], [404, 'unknown_category']]);
  expect(told(await mia.get('/v1/categories/spare'))).toEqual([404, 'unknown_category']);
});

test('lists are filtered, searched and paged', async () => {
  await upload(
    'products',
    'sku,name,brand,categories,tags,weighed,burnable\nQ1,Quark,Q,bread,new,yes,\nQ2,Quince,Q,wine,,,no\nq3,Quinoa,Q,food,new,,\n',
  );
  expect(await listed('brand=Q')).toEqual(['Q1', 'Q2', 'q3']);
  expect(await listed('brand=Q&category=food')).toEqual(['Q1', 'q3']);
  expect([await listed('brand=Q&category=drink'), await listed('brand=Q&category=nothing')]).toEqual([['Q2'], []]);
  expect([await listed('brand=Q&tag=new'), await listed('brand=Q&flag=weighed'), await listed('brand=Q&flag=not_burnable')]).toEqual([
    ['Q1', 'q3'],
    ['Q1'],
    ['Q2'],
  ]);
  expect([await listed('search=QUIN'), await listed('search=q'), await listed('search=%25')]).toEqual([
    ['Q2', 'q3'],
    ['Q1', 'Q2', 'q3'],
    [],
  ]);
  const first = await mia.get('/v1/products?brand=Q&limit=2');
  expect([(first.body['items'] as unknown[]).length, await listed(`brand=Q&cursor=${String(first.body['next'])}`)]).toEqual([2, ['q3']]);
  expect(told(await mia.get('/v1/products?flag=nice'))).toEqual([400, 'malformed']);
  const below = await mia.get('/v1/categories?parent=bakery');
  expect((below.body['items'] as { categoryId: string }[]).map(({ categoryId }) => categoryId)).toEqual(['bread']);
});

test('every wrong row is told with its line, and nothing is taken', async () => {
  const file = [
    'sku,name,categories,attributes,unit_price,cost_minor,weighed',
    'w1,Good,bread,,1.00,50,',
    ',No SKU,,,,,',
    'w2,,herbs|bread,,,,',
    'w3,,,"{""a"":[1]}",,,',
    'w4,,,,1.005,,',
    'w5,,,,,1.5,',
    'w6,,,,,,perhaps',
    'w1,Again,,,,,',
    `w7,${'x'.repeat(201)},,,,,`,
    'w8,,,,,200000000000,',
    'w9,short',
  ];
  const reply = await upload('products', file.join('\n'));
  expect(told(reply)).toEqual([422, 'bad_rows']);
  const errors = reply.body['errors'] as { pointer: string; code: string; sentence: string }[];
  expect(errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
    ...['/3 malformed', '/4 unknown_category', '/5 malformed', '/6 malformed', '/7 malformed', '/8 malformed'],
    ...['/9 duplicate_row', '/10 over_limit', '/11 over_limit', '/12 malformed'],
  ]);
  expect(errors[1]!.sentence).toContain('`herbs`');
  expect(await listed('search=w1')).toEqual([]);
  const uploadId = /upl_[0-9a-f]{32}/.exec(String(reply.body['detail']))![0];
  const kept = await mia.get(`/v1/csv-uploads/${uploadId}/problems`);
  expect((kept.body['items'] as unknown[]).length).toBe(10);
  expect((await mia.get(`/v1/csv-uploads/${uploadId}`)).body).toMatchObject({ kind: 'products', status: 'refused', badRows: 10, rows: 11 });
});

test.each([
  ['an unknown column', 'products', 'sku,price\na,1\n', [400, 'malformed']],
  ['no SKU', 'products', 'name\na\n', [400, 'malformed']],
  ['no rows', 'categories', 'category\n', [400, 'malformed']],
  ['too many rows', 'products', `sku\n${'a\n'.repeat(1001)}`, [413, 'over_limit']],
  ['no such part', 'shelves', 'sku\na\n', [400, 'malformed']],
])('a file with %s is refused', async (_name, part, file, expected) => {
  expect(told(await upload(part, file))).toEqual(expected);
});

test('a file again with its key is the first one; without, it changes nothing', async () => {
  const headers = { 'idempotency-key': 'cat-1' };
  const file = 'sku,name\nonce,Once\n';
  const [first, again] = [await upload('products', file, 'upsert', headers), await upload('products', file, 'upsert', headers)];
  expect(again.body['uploadId']).toBe(first.body['uploadId']);
  expect(told(await upload('products', `${file}more,More\n`, 'upsert', headers))).toEqual([409, 'key_reused']);
  expect((await upload('products', file)).body['applied']).toEqual({ created: 0, changed: 0, retired: 0 });
});

test('what is exported and uploaded in place of everything changes nothing; what is missing then is retired', async () => {
  await upload('products', 'sku,name,categories,tags\nodd,"A, ""b""","[""bread""]","[""x|y"",""z""]"\n');
  for (const part of ['categories', 'products']) {
    const { body } = await pat.get(`/v1/catalogue/${part}/export`);
    const text = String(body['text']);
    expect((await upload(part, text, 'replace')).body['applied']).toEqual({ created: 0, changed: 0, retired: 0 });
    if (part === 'products')
      expect((await upload(part, text.replace(/^odd,.*\n/m, ''), 'replace')).body['applied']).toMatchObject({ retired: 1 });
  }
  expect((await pat.get('/v1/products/odd')).body).toMatchObject({
    name: 'A, "b"',
    tags: ['x|y', 'z'],
    retiredAt: expect.any(String) as string,
  });
  expect((await upload('products', 'sku\nodd\n')).body['applied']).toMatchObject({ changed: 1 });
  expect((await upload('products', 'sku\nodd\n', 'delete')).body['applied']).toMatchObject({ retired: 1 });
});

test('costs are for those who may see them, and changes for those who put things live', async () => {
  await upload('products', 'sku,name,cost\nsecret,Secret,1.23\n');
  const finance = await at.as('fay', 'finance');
  expect((await mia.get('/v1/products/secret')).body).not.toHaveProperty('costMinor');
  expect((await finance.get('/v1/products/secret')).body['costMinor']).toBe(123);
  const exported = async (by: AdminClient): Promise<string> => String((await by.get('/v1/catalogue/products/export')).body['text']);
  expect([await exported(mia), await exported(finance)]).toEqual([
    expect.not.stringContaining('cost'),
    expect.stringMatching(/secret,.*,123\n/),
  ]);
  expect(told(await upload('products', 'sku\na\n', 'upsert', {}, mia))).toEqual([403, 'role_not_allowed']);
  const key = await at.admin.post('/v1/keys', { name: 'shop', roles: ['publisher'], stores: ['S1'] });
  const shop = new AdminClient(at.http, String(key.body['key']));
  expect(told(await shop.get('/v1/products'))).toEqual([200]);
  expect(told(await upload('products', 'sku\na\n', 'upsert', {}, shop))).toEqual([403, 'scope_not_allowed']);
});

test('a draft is told of what it would sell below cost and of categories that nobody knows, without the cost', async () => {
  await upload('products', 'sku,categories,unit_price,cost\ncheese,food,10.00,9.00\n');
  const made = await mia.post('/v1/drafts', { name: 'deep' });
  const rule = { id: 'deep', name: 'Deep', stage: 'line', benefit: { kind: 'percent', rateBps: 2000 } };
  const rules = [
    { ...rule, lines: { categories: ['food'], skus: ['cheese'] } },
    { ...rule, id: 'lost', lines: { categories: ['fooood'] } },
  ];
  await mia.call('PUT', `/v1/drafts/${made.body['draftId']}`, { ...PROGRAMME, rules }, { 'if-match': made.headers.get('etag')! });
  const { body } = await mia.post(`/v1/drafts/${made.body['draftId']}/validate`);
  const warnings = (body['warnings'] as { pointer: string; code: string; sentence: string }[]).map((one) => Object.values(one).join(' '));
  expect(body['valid']).toBe(true);
  expect(warnings).toContain('/rules/0/benefit/rateBps below_cost The rule can sell `cheese` for less than it costs the shop.');
  expect(warnings).toEqual(expect.arrayContaining([expect.stringMatching(/^\/rules\/1\/lines\/categories\/0 unresolved .*`fooood`/)]));
});
