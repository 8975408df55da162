/** The specification: complete, and true. Each operation is called by each role and by nobody; every answer has a listed status and shape. */
import { randomUUID } from 'node:crypto';
import { ROLES, type Role } from '../../../src/rulebook/access/roles.js';
import { operationsOf, type Document, type Operation } from '../../spec/document.js';
import { Judge } from '../../spec/judge.js';
import { AdminClient, startAdminEngine, type AdminEngine, type Reply } from './client.js';
import { LIMITED, MATRIX } from './role-matrix.js';

const NOBODY = '00000000-0000-7000-8000-000000000000';

const BODIES: Readonly<Record<string, object>> = {
  'post /v1/keys': { name: 'made', roles: ['viewer'] },
  'post /v1/drafts': { name: 'made' },
  'post /v1/terminals': { terminalId: 'T9', storeId: 'S1' },
  'patch /v1/terminals/{terminalId}': { name: 'till 9' },
  'put /v1/drafts/{draftId}': { format: 'tallystick/1' },
  'patch /v1/drafts/{draftId}': { labels: ['x'] },
  'post /v1/drafts/{draftId}/copy': { name: 'copy' },
  'put /v1/drafts/{draftId}/rules/{ruleId}': { id: 'coffee' },
  'post /v1/drafts/{draftId}/comments': { text: 'remark' },
  'post /v1/drafts/{draftId}/approve': { reason: 'read' },
  'post /v1/drafts/{draftId}/publish': { comment: 'why' },
  'post /v1/versions/{version}/rollback': { comment: 'why' },
  'post /v1/rules/{ruleId}/switch-off': { reason: 'why' },
  'post /v1/campaigns/{campaignId}/switch-off': { reason: 'why' },
  'post /v1/simulations': { against: 'live', from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' },
  'post /v1/price-lists': { listId: 'made', name: 'Made' },
  'put /v1/price-lists/{listId}': { name: 'Made' },
  'post /v1/price-lists/{listId}/approve': { reason: 'read' },
  'post /v1/price-lists/{listId}/publish': { comment: 'why' },
  'post /v1/price-lists/{listId}/revisions/{listRevision}/rollback': { comment: 'why' },
  'post /v1/price-lists/{listId}/revisions/{listRevision}/call-off': { comment: 'why' },
  'put /v1/products/{sku}': { name: 'Made' },
  'post /v1/products/{sku}/retire': { reason: 'why' },
  'put /v1/categories/{categoryId}': { name: 'Made' },
  'post /v1/try': { receipt: { storeId: 'S1', lines: [{ lineNumber: 1, sku: 'A', quantityMilli: 1000, unitPriceMinor: 100 }] } },
  'post /v1/coupon-series': { seriesId: 'matrix', name: 'Matrix' },
  'patch /v1/coupon-series/{seriesId}': { name: 'Matrix' },
  'post /v1/coupon-series/{seriesId}/block': { reason: 'why' },
  'post /v1/coupon-series/{seriesId}/unblock': { reason: 'why' },
  'post /v1/coupon-series/{seriesId}/batches': { count: 2 },
  'post /v1/coupon-series/{seriesId}/batches/{batchId}/cancel': { reason: 'why' },
  'post /v1/coupon-series/{seriesId}/issue': { memberId: `mbr_${NOBODY}`, reason: 'why' },
  'post /v1/coupons/{code}/block': { reason: 'why' },
  'post /v1/coupons/{code}/unblock': { reason: 'why' },
  'post /v1/uploads/{uploadId}/cancel': { reason: 'why' },
  'post /v1/members': { cards: [{ number: '9000000001' }] },
  'post /v1/members/find': { number: '9000000001' },
  'patch /v1/members/{memberId}': { name: 'Jane' },
  'post /v1/members/{memberId}/cards': { number: '9000000002' },
  'post /v1/members/{memberId}/cards/{cardId}/block': { reason: 'why' },
  'post /v1/members/{memberId}/cards/{cardId}/unblock': { reason: 'why' },
  'post /v1/members/{memberId}/cards/{cardId}/replace': { number: '9000000003', reason: 'why' },
  'post /v1/members/{memberId}/adjust': { direction: 'add', points: 1, reason: 'why' },
  'post /v1/members/{memberId}/grant': { points: 1, reason: 'why' },
  'post /v1/members/{memberId}/transfer': { toMemberId: `mbr_${NOBODY}`, points: 1, reason: 'why' },
  'post /v1/members/{memberId}/block': { reason: 'why' },
  'post /v1/members/{memberId}/unblock': { reason: 'why' },
  'post /v1/members/{memberId}/merge': { intoMemberId: `mbr_${NOBODY}`, reason: 'why' },
  'post /v1/members/{memberId}/erase': { reason: 'why' },
  'post /v1/operations/{operationId}/reverse': { reason: 'why' },
};
/** Bodies that are files. */
const FILES: Readonly<Record<string, string>> = {
  'post /v1/coupon-series/{seriesId}/codes': 'code\nMATRIX-1\n',
  'post /v1/members/uploads': 'card_number,tier\n9000000001,gold\n',
  'post /v1/grants': 'card_number,points\n9000000001,5\n',
  'post /v1/catalogue/{part}/uploads': 'sku,name\nmade,Made\n',
};
const QUERIES: Readonly<Record<string, string>> = {
  'get /v1/exports/journal': '?from=2020-01-01&to=2100-01-01',
  'get /v1/diff': '?from=live&to=version:1',
  'get /v1/sales': '?storeId=S1&terminalId=T1&businessDate=2026-11-22&receiptNumber=none',
  'post /v1/members/uploads': '?reason=why',
  'post /v1/grants': '?reason=why',
  'get /v1/prices/look-up': '?sku=coffee',
};

let at: AdminEngine;
let spec: Document;
let judge: Judge;
let keyId = '';
/** A member with a card and an operation, for those that need one. */
const members: Record<string, string> = {};
const clients = new Map<Role, AdminClient>();
const limited = {} as Record<'stores' | 'campaigns', AdminClient>;
beforeAll(async () => {
  // A simulation that was made for a call waits until it is asked about.
  at = await startAdminEngine({ SIMULATIONS_MAX: '0' });
  spec = (await new AdminClient(at.http, null).get('/v1/openapi.json')).body as unknown as Document;
  judge = new Judge(spec);
  for (const role of ROLES) clients.set(role, await at.as(`only-${role}`, role));
  for (const limit of ['stores', 'campaigns'] as const) {
    const made = await at.admin.post('/v1/keys', { name: limit, roles: ROLES, [limit]: ['S1'] });
    limited[limit] = new AdminClient(at.http, String(made.body['key']));
  }
  keyId = String((await at.admin.post('/v1/keys', { name: 'spare', roles: ['viewer'] })).body['keyId']);
  await at.admin.post('/v1/coupon-series', { seriesId: 'spare', name: 'Spare' });
  const memberId = String((await at.admin.post('/v1/members', { cards: [{ number: '9000000009' }] })).body['memberId']);
  const added = await at.admin.post(`/v1/members/${memberId}/cards`, { number: '9000000010' });
  const key = { 'idempotency-key': 'spare' };
  const granted = await at.admin.post(`/v1/members/${memberId}/grant`, { points: 5, reason: 'why' }, key);
  Object.assign(members, { memberId, cardId: String(added.body['cardId']), operationId: String(granted.body['operationId']) });
});
afterAll(() => at.close());

const operations = (): [string, Operation][] => operationsOf(spec).map(({ name, operation }) => [name, operation]);

/** Calls an operation with good values, on a draft of its own. */
async function call(name: string, client: AdminClient): Promise<Reply> {
  const [method, template] = name.split(' ') as [string, string];
  let etag = '"1"';
  let draftId = '';
  if (template.includes('{draftId}')) {
    const made = await at.admin.post('/v1/drafts', { name: 'for a call' });
    draftId = String(made.body['draftId']);
    etag = made.headers.get('etag') ?? '';
  }
  const values: Record<string, string> = {
    draftId,
    keyId,
    ruleId: 'coffee',
    campaignId: 'c',
    version: '1',
    kind: 'journal',
    terminalId: 'T2',
  };
  values['saleId'] = `rcp_${NOBODY}`;
  Object.assign(values, members, { seriesId: 'spare', code: 'NOBODY-7', batchId: '1', uploadId: `upl_${'0'.repeat(32)}` });
  if (template.includes('{simulationId}')) {
    const made = await at.admin.post('/v1/simulations', BODIES['post /v1/simulations']);
    values['simulationId'] = String(made.body['simulationId']);
  }
  Object.assign(values, { listId: 'made', listRevision: '1', part: 'products', sku: 'made', categoryId: 'made' });
  const path = template.replace(/\{(\w+)\}/g, (_all, one: string) => values[one] ?? `no value for ${one}`);
  const file = FILES[name];
  const headers = { 'if-match': etag, 'idempotency-key': randomUUID(), ...(file === undefined ? {} : { 'content-type': 'text/csv' }) };
  return client.call(method.toUpperCase(), path + (QUERIES[name] ?? ''), file ?? BODIES[name], headers);
}

/** POST, and yet no change. */
const CALCULATES: readonly string[] = ['post /v1/drafts/{draftId}/validate', 'post /v1/try'];
/** Booked in the ledger, apart from the audit log: what is asked for is written before it, also where it is refused then. */
const ASKS = /^post \/v1\/(members\/\{memberId\}\/(adjust|grant|transfer|block|unblock|merge|erase)|operations\/)/;
/** What was so already leaves no trace. */
const SILENT = { has: (body: string): boolean => /"changed":false|"published":\[\]/.test(body) || revokedAgain(body) };
const revokedAgain = (body: string): boolean => body === JSON.stringify({ keyId });

async function audited(): Promise<number> {
  const items = (await at.admin.get('/v1/audit?limit=1')).body['items'] as { sequence: string }[];
  return Number(items[0]!.sequence);
}

test('it is OpenAPI 3.1, names every operation once, and the page to browse it is there', async () => {
  expect(spec.openapi).toBe('3.1.0');
  expect(
    operations()
      .map(([name]) => name)
      .sort(),
  ).toEqual(Object.keys(MATRIX).sort());
  const ids = operations().map(([, { operationId }]) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [name, { summary, parameters = [] }] of operations()) {
    const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, one]) => one);
    expect([
      name,
      typeof summary,
      parameters
        .filter((one) => one.in === 'path')
        .map((one) => one.name)
        .sort(),
    ]).toEqual([name, 'string', inPath.sort()]);
  }
  const page = await new AdminClient(at.http, null).get('/v1/docs');
  expect([page.status, String(page.body['text'])]).toEqual([200, expect.stringContaining('swagger-ui')]);
});

test('every reference leads somewhere', () => {
  const text = JSON.stringify(spec);
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) expect(spec.components.schemas).toHaveProperty(name!);
});

describe.each(Object.keys(MATRIX))('%s', (name) => {
  test('is open to limited keys where it keeps to the limit', async () => {
    for (const limit of ['stores', 'campaigns'] as const) {
      const closed = (await call(name, limited[limit])).body['code'] === 'scope_not_allowed';
      const operation = operations().find(([one]) => one === name)?.[1];
      const said = operation?.['x-keeps']?.includes(limit);
      expect([name, limit, said, closed]).toEqual([name, limit, LIMITED[limit].includes(name), !LIMITED[limit].includes(name)]);
    }
  });

  test('is for its roles alone, and answers as listed', async () => {
    const operation = operations().find(([one]) => one === name)![1];
    expect([...(operation['x-roles'] ?? [])].sort()).toEqual([...MATRIX[name]!].sort());
    for (const role of [null, ...ROLES]) {
      const before = await audited();
      const reply = await call(name, role === null ? new AdminClient(at.http, null) : clients.get(role)!);
      const expected = role === null ? 401 : MATRIX[name]!.includes(role) ? 'let in' : 403;
      expect([name, role, [401, 403].includes(reply.status) ? reply.status : 'let in']).toEqual([name, role, expected]);
      // What it logged says why, where the machine or the engine is at fault.
      if (reply.status >= 500) expect([name, role, reply.body, at.logged.slice(-2)]).toEqual([name, role, 'no fault', []]);
      // Every change, and every look at personal data, is in the audit log; what only calculates is not.
      const leavesTrace = operation['x-personal'] === true || (!name.startsWith('get ') && !CALCULATES.includes(name));
      const traces = (await audited()) - before - (/{(draft|simulation)Id}/.test(name) ? 1 : 0);
      if (reply.status < 400)
        expect([name, role, 'traces', traces > 0 || SILENT.has(JSON.stringify(reply.body))]).toEqual([name, role, 'traces', leavesTrace]);
      const asked = role !== null && MATRIX[name]!.includes(role) && ASKS.test(name);
      if (reply.status >= 400) expect([name, role, 'traces', traces]).toEqual([name, role, 'traces', asked ? 1 : 0]);
      expect([name, role, judge.wrong(operation, { ...reply, contentType: reply.headers.get('content-type') })]).toEqual([name, role, []]);
    }
  });
});
