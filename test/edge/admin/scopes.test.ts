/** Keys limited to stores or campaigns: what is another's stays unseen and untouched. */
import { PROGRAMME } from '../../support/engine.js';
import { line, receipt } from '../receipts.js';
import { AdminClient, startAdminEngine, told, type AdminEngine, type Reply } from './client.js';

const rule = (id: string, campaign: string, rateBps = 1000) => ({
  id,
  name: id,
  stage: 'line',
  campaign,
  lines: { skus: [id] },
  benefit: { kind: 'percent', rateBps },
});
const DOCUMENT = {
  ...PROGRAMME,
  campaigns: [{ id: 'autumn' }, { id: 'winter' }],
  rules: [...PROGRAMME.rules!, rule('apple', 'autumn'), rule('sledge', 'winter')],
};

let at: AdminEngine;
let north: AdminClient;
let autumn: AdminClient;
let publisher: AdminClient;
const sales: Record<string, string> = {};

async function limited(name: string, body: object): Promise<AdminClient> {
  const made = await at.admin.post('/v1/keys', { name, ...body });
  expect(made.status).toBe(201);
  return new AdminClient(at.http, String(made.body['key']));
}

beforeAll(async () => {
  at = await startAdminEngine({}, DOCUMENT);
  north = await limited('north', { roles: ['finance', 'support', 'marketer', 'operator'], stores: ['S1'] });
  autumn = await limited('autumn', { roles: ['marketer', 'publisher'], campaigns: ['autumn'] });
  publisher = await at.as('pia', 'publisher');
  await at.grpc.enrol('EnrolMembers', { members: [{ cardNumber: '7001' }] });
  for (const [storeId, key] of [
    ['S1', at.keys.t1],
    ['S2', at.keys.t2],
  ] as const) {
    const sold = await at.grpc.call('Sale', { receipt: receipt({ storeId, cardNumber: '7001', receiptNumber: storeId }) }, { key });
    sales[storeId] = String((sold as { response: Record<string, unknown> }).response['saleId']);
  }
});
afterAll(() => at.close());

describe('limited to a store', () => {
  test('its own sale is explained; the other one is answered like one that is not there', async () => {
    expect((await north.get(`/v1/sales/${sales['S1']}/explain`)).body).toMatchObject({ storeId: 'S1', same: true });
    const foreign = await north.get(`/v1/sales/${sales['S2']}/explain`);
    const nothing = await north.get('/v1/sales/rcp_00000000-0000-7000-8000-000000000000/explain');
    const { request_id: _a, ...seen } = foreign.body;
    const { request_id: _b, ...missing } = nothing.body;
    expect([foreign.status, seen]).toEqual([404, missing]);
    expect((await at.admin.get(`/v1/sales/${sales['S2']}/explain`)).status).toBe(200);
  });

  test.each([
    ['sales', 'store_id'],
    ['operations', 'store_id'],
    ['journal', 'store_id'],
    ['postings', 'store_id'],
    ['discounts', 'store_id'],
    ['lots', 'store_id'],
    ['roll-forward', 'store_id'],
    ['liability-detail', 'store_id'],
  ])('the export %s has its rows alone', async (kind, column) => {
    const rows = async (client: AdminClient) => {
      const { status, body } = await client.get(`/v1/finance/exports/${kind}?format=ndjson`);
      expect(status).toBe(200);
      const text = String(body['text']);
      return text
        .split('\n')
        .filter(Boolean)
        .map((one) => (JSON.parse(one) as Record<string, string>)[column]!);
    };
    const all = await rows(at.admin);
    expect(await rows(north)).toEqual(all.filter((storeId) => storeId === 'S1'));
    if (!['operations', 'discounts'].includes(kind)) expect([...new Set(all)].sort()).toEqual(expect.arrayContaining(['S1', 'S2']));
  });

  test('an export of all stores together is refused, and so is the journal of others', async () => {
    expect(told(await north.get('/v1/finance/exports/balances'))).toEqual([403, 'scope_not_allowed']);
    const { body } = await north.get('/v1/exports/journal?from=2020-01-01&to=2100-01-01');
    const stores = String(body['text'])
      .split('\n')
      .filter(Boolean)
      .map((one) => (JSON.parse(one) as { store_id: string }).store_id);
    expect([stores.length > 0, new Set(stores)]).toEqual([true, new Set(['S1'])]);
  });

  test('reconciliation takes its own store alone', async () => {
    const send = (store: string) =>
      north.call('POST', '/v1/finance/reconciliations', `store_id,business_date,receipts\n${store},2026-11-02,1\n`, {
        'content-type': 'text/csv',
      });
    expect((await send('S1')).body).toMatchObject({ agrees: 1 });
    expect(told(await send('S2'))).toEqual([403, 'scope_not_allowed']);
  });

  test('a receipt is tried in its own store alone', async () => {
    const attempt = (storeId: string) => north.post('/v1/try', { receipt: { storeId, lines: [line()] } });
    expect([told(await attempt('S1')), told(await attempt('S2'))]).toEqual([[200], [403, 'scope_not_allowed']]);
  });

  describe('members', () => {
    const find = async (client: AdminClient): Promise<string> =>
      String((await client.post('/v1/members/find', { number: '7001' })).body['memberId']);
    type Item = { kind: string; balance: object; sale: { storeId: string; saleId: string } | null };

    test('are of the programme: found and shown masked, whichever store enrolled them', async () => {
      const memberId = await find(north);
      expect(memberId).toBe(await find(at.admin));
      const shown = (await north.get(`/v1/members/${memberId}`)).body;
      const all = (await at.admin.get(`/v1/members/${memberId}`)).body;
      expect(shown).toMatchObject({ masked: true, balance: all['balance'] });
      const salesOf = (body: Reply['body']) => (body['lots'] as { saleId: string | null }[]).map(({ saleId }) => saleId).sort();
      expect([salesOf(shown), salesOf(all)]).toEqual([[null, null], Object.values(sales).sort()]);
      expect(told(await north.get(`/v1/members/${memberId}?full=yes&reason=x`))).toEqual([403, 'scope_not_allowed']);
    });

    test('have the history of its own store alone: what was bought elsewhere is not there', async () => {
      const memberId = await find(north);
      // Goods of the other store come back to this one: the return is its own, the sale behind it is not.
      const goods = { saleId: sales['S2'], lines: [{ lineNumber: 1, quantityMilli: 1000 }] };
      const own = { storeId: 'S1', businessDate: '2026-11-02', receiptNumber: 'back' };
      const returned = await at.grpc.call('Return', { ...goods, receipt: own }, { key: at.keys.t1 });
      expect(returned).toMatchObject({ ok: true });
      const gift = await at.admin.post(
        `/v1/members/${memberId}/grant`,
        { points: 5, reason: 'of the centre' },
        { 'idempotency-key': 'gift' },
      );
      expect(gift.status).toBe(200);
      const items = async (client: AdminClient): Promise<Item[]> => {
        const found: Item[] = [];
        for (let cursor = ''; ;) {
          const { body } = await client.get(`/v1/members/${memberId}/history?limit=1${cursor}`);
          found.push(...(body['items'] as Item[]));
          if (body['next'] === null) return found;
          cursor = `&cursor=${String(body['next'])}`;
        }
      };
      const all = await items(at.admin);
      expect(all.map(({ kind, sale }) => [kind, sale?.storeId])).toEqual([
        ['grant', undefined],
        ['return', 'S2'],
        ['sale', 'S2'],
        ['sale', 'S1'],
      ]);
      const [, back, there, here] = all;
      expect(await items(north)).toEqual([{ ...back, sale: null }, here]);
      const south = await limited('south', { roles: ['support'], stores: ['S2', 'S3'] });
      expect(await items(south)).toEqual([there]);
    });

    test('are enrolled, and their lost cards blocked and replaced; the rest stays with those who have no limit', async () => {
      const made = await north.post('/v1/members', { cards: [{ number: '7002' }], name: 'Jane Smith' }, { 'idempotency-key': 'jane' });
      expect(told(made)).toEqual([201]);
      const member = `/v1/members/${String(made.body['memberId'])}`;
      const { body } = await north.get(member);
      expect(body).toMatchObject({ masked: true, name: 'J••• S•••', cards: [{ blocked: false }] });
      const card = `${member}/cards/${(body['cards'] as { cardId: string }[])[0]!.cardId}`;
      expect(told(await north.post(`${card}/block`, { reason: 'lost' }))).toEqual([200]);
      const refused = await at.grpc.call('Quote', { receipt: receipt({ storeId: 'S2', cardNumber: '7002' }) }, { key: at.keys.t2 });
      expect(refused).toMatchObject({ ok: false, info: { reason: 'card_blocked' } });
      expect(told(await north.post(`${card}/unblock`, { reason: 'found' }))).toEqual([200]);
      expect(told(await north.post(`${card}/replace`, { number: '7003', reason: 'lost again' }))).toEqual([201]);
      const key = { 'idempotency-key': 'closed' };
      for (const closed of [
        north.call('PATCH', member, { tier: 'gold' }),
        north.post(`${member}/cards`, { number: '7004' }),
        north.call('DELETE', card),
        north.post(`${member}/merge`, { intoMemberId: `mbr_${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}`, reason: 'x' }, key),
        north.post(`${member}/erase`, { reason: 'x' }, key),
        north.post(`${member}/grant`, { points: 1, reason: 'x' }, key),
        north.call('POST', '/v1/members/uploads?reason=x', 'card_number,tier\n7001,gold\n', { 'content-type': 'text/csv' }),
        north.get('/v1/uploads'),
        north.get('/v1/audit/export'),
      ])
        expect(told(await closed)).toEqual([403, 'scope_not_allowed']);
    });
  });

  test('what is not of a store is read and not changed', async () => {
    expect(told(await north.get('/v1/rules'))).toEqual([200]);
    expect(told(await north.post('/v1/drafts', { name: 'x' }))).toEqual([403, 'scope_not_allowed']);
    expect(told(await north.post('/v1/keys', { name: 'x', roles: ['operator'] }))).toEqual([403, 'scope_not_allowed']);
    expect(told(await north.get('/v1/audit'))).toEqual([403, 'scope_not_allowed']);
  });
});

describe('limited to a campaign', () => {
  const match = (reply: Reply) => ({ 'if-match': String(reply.headers.get('etag')) });
  const draft = async (by: AdminClient = autumn): Promise<{ path: string; made: Reply }> => {
    const made = await by.post('/v1/drafts', { name: 'Autumn' });
    return { path: `/v1/drafts/${made.body['draftId']}`, made };
  };
  const without = (id: string) => DOCUMENT.rules.filter((one) => one.id !== id);

  test.each<[string, string, object]>([
    ["a rule of another's campaign", 'sledge', rule('sledge', 'winter', 9000)],
    ["a rule of another's campaign, taken over", 'sledge', rule('sledge', 'autumn')],
    ['an own rule, given away', 'apple', rule('apple', 'winter')],
    ['a rule of no campaign', 'coffee', { ...DOCUMENT.rules[0], name: 'Coffee' }],
    ['a new rule of no campaign', 'pear', { ...rule('pear', ''), campaign: undefined }],
  ])('%s is refused, naming it', async (_what, id, body) => {
    const { path, made } = await draft();
    const refused = await autumn.call('PUT', `${path}/rules/${id}`, body, match(made));
    expect(told(refused)).toEqual([403, 'out_of_scope']);
    expect(String(refused.body['detail'])).toContain(`Rule \`${id}\``);
    expect((await autumn.get(path)).body['revision']).toBe(1);
  });

  test.each<[string, object, string]>([
    ['a rule taken out', { ...DOCUMENT, rules: without('sledge') }, 'Rule `sledge`'],
    ['a setting', { ...DOCUMENT, settings: { ...DOCUMENT.settings, secondPerson: true } }, 'the settings'],
    ['another campaign', { ...DOCUMENT, campaigns: [{ id: 'autumn' }, { id: 'winter', active: false }] }, 'the campaign `winter`'],
    ['a second rule of the same id', { ...DOCUMENT, rules: [...DOCUMENT.rules, rule('sledge', 'autumn')] }, 'Rule `[4]`'],
    ['the name of the programme', { ...DOCUMENT, name: 'Mine' }, 'the programme'],
  ])('a whole document with %s is refused', async (_what, document, named) => {
    const { path, made } = await draft();
    const refused = await autumn.call('PUT', path, document, match(made));
    expect(told(refused)).toEqual([403, 'out_of_scope']);
    expect(String(refused.body['detail'])).toContain(named);
  });

  test('own rules are changed, added, taken out, published and switched off', async () => {
    const { path, made } = await draft();
    const put = await autumn.call('PUT', `${path}/rules/apple`, rule('apple', 'autumn', 2000), match(made));
    const added = await autumn.call('PUT', `${path}/rules/pear`, rule('pear', 'autumn'), match(put));
    const gone = await autumn.call('DELETE', `${path}/rules/pear`, undefined, match(added));
    expect([put.status, added.status, gone.status]).toEqual([200, 200, 200]);
    const published = await autumn.post(`${path}/publish`, { comment: 'apples' }, match(gone));
    expect(told(published)).toEqual([200]);
    expect(told(await autumn.post('/v1/rules/apple/switch-off', { reason: 'x' }))).toEqual([200]);
    expect(told(await autumn.post('/v1/campaigns/autumn/switch-off', { reason: 'x' }))).toEqual([200]);
    expect(told(await autumn.post('/v1/rules/sledge/switch-off', { reason: 'x' }))).toEqual([403, 'out_of_scope']);
    expect(told(await autumn.post('/v1/campaigns/winter/switch-off', { reason: 'x' }))).toEqual([403, 'out_of_scope']);
    expect(told(await autumn.post('/v1/versions/1/rollback', { comment: 'only own rules differ' }))).toEqual([200]);
  });

  test("a draft with another's changes is neither published nor thrown away by it", async () => {
    const { path, made } = await draft(publisher);
    const put = await publisher.call('PUT', `${path}/rules/sledge`, rule('sledge', 'winter', 500), match(made));
    expect(told(await autumn.post(`${path}/publish`, { comment: 'x' }, match(put)))).toEqual([403, 'out_of_scope']);
    expect(told(await autumn.call('DELETE', path, undefined, match(put)))).toEqual([403, 'out_of_scope']);
    expect(told(await autumn.post(`${path}/approve`, { reason: 'x' }, match(put)))).toEqual([403, 'scope_not_allowed']);
    expect(told(await publisher.post(`${path}/publish`, { comment: 'sledges' }, match(put)))).toEqual([200]);
    expect(told(await autumn.post('/v1/versions/1/rollback', { comment: 'would change sledges' }))).toEqual([403, 'out_of_scope']);
  });
});

test('a limit with nothing in it is no limit and no key', async () => {
  expect(told(await at.admin.post('/v1/keys', { name: 'x', roles: ['viewer'], stores: [] }))).toEqual([400, 'malformed']);
  expect(told(await at.admin.post('/v1/keys', { name: 'x', roles: ['viewer'], campaigns: [] }))).toEqual([400, 'malformed']);
});
