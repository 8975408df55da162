/** Drafts over HTTP: made, edited by several at once, validated, compared. */
import { PROGRAMME } from '../../support/engine.js';
import { startAdminEngine, told, type AdminClient, type AdminEngine, type Reply } from './client.js';

let at: AdminEngine;
let mia: AdminClient;
beforeAll(async () => {
  at = await startAdminEngine();
  mia = await at.as('mia', 'marketer');
});
afterAll(() => at.close());

const match = (reply: Reply): Record<string, string> => ({ 'if-match': String(reply.headers.get('etag')) });
const make = (body: object = {}): Promise<Reply> => mia.post('/v1/drafts', { name: 'Spring', ...body });
const path = (reply: Reply, rest = ''): string => `/v1/drafts/${reply.body['draftId']}${rest}`;
const percent = (id: string, rateBps: number): object => ({ id, name: `Rule ${id}`, stage: 'line', benefit: { kind: 'percent', rateBps } });

test('a draft begins as what is live, and is listed, found and read', async () => {
  const draft = await make({ labels: ['spring', '2027'] });
  expect(draft).toMatchObject({
    status: 201,
    body: { revision: 1, baseVersion: 1, status: 'open', createdBy: 'mia', labels: ['spring', '2027'] },
  });
  const read = await mia.get(path(draft));
  expect(read.body).toMatchObject({ document: PROGRAMME, approvals: [] });
  expect(read.headers.get('etag')).toBe('"1"');
  const found = async (query: string) =>
    ((await mia.get(`/v1/drafts?${query}`)).body['items'] as { draftId: string }[]).map(({ draftId }) => draftId);
  for (const query of ['label=2027', 'search=PRI', 'status=open', '']) expect(await found(query)).toContain(draft.body['draftId']);
  for (const query of ['label=2026', 'search=%25', 'status=published']) expect(await found(query)).toEqual([]);
});

test.each<[string, object, unknown[]]>([
  ['live', {}, [201]],
  ['a version', { from: 'version:1' }, [201]],
  ['nothing', { from: 'empty' }, [201]],
  ['a version that is not there', { from: 'version:9' }, [404, 'unknown_version']],
  ['a draft that is not there', { from: `draft:drf_${'0'.repeat(32)}` }, [404, 'unknown_draft']],
  ['anything else', { from: 'yesterday' }, [400, 'malformed']],
  ['null', { from: null }, [400, 'malformed']],
  ['a name of 201 characters', { name: 'x'.repeat(201) }, [400, 'malformed']],
  ['a name of 200 characters', { name: 'x'.repeat(200) }, [201]],
  ['21 labels', { labels: Array.from({ length: 21 }, (_, i) => `${i}`) }, [400, 'malformed']],
])('made from %s', async (_what, body, expected) => {
  expect(told(await make(body))).toEqual(expected);
});

test('of sixteen who change a draft at once, one wins', async () => {
  const draft = await make();
  const replies = await Promise.all(
    Array.from({ length: 16 }, (_, i) => mia.call('PUT', path(draft, `/rules/r${i}`), percent(`r${i}`, 500), match(draft))),
  );
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(replies.filter(({ status }) => status !== 200).map(told)).toEqual(Array.from({ length: 15 }, () => [412, 'stale_draft']));
  const read = await mia.get(path(draft));
  expect((read.body['document'] as { rules: unknown[] }).rules).toHaveLength(PROGRAMME.rules!.length + 1);
});

test('rules are put, replaced in their place and taken out', async () => {
  const draft = await make();
  const put = await mia.call('PUT', path(draft, '/rules/tea'), percent('tea', 500), match(draft));
  expect([put.status, put.headers.get('etag')]).toEqual([200, '"2"']);
  const replaced = await mia.call('PUT', path(draft, '/rules/coffee'), percent('coffee', 700), match(put));
  const rules = async () =>
    ((await mia.get(`/v1/rules?of=draft:${draft.body['draftId']}`)).body['items'] as { id: string }[]).map(({ id }) => id);
  expect(await rules()).toEqual(['coffee', 'earn', 'tea']);
  const gone = await mia.call('DELETE', path(draft, '/rules/earn'), undefined, match(replaced));
  expect([gone.status, await rules()]).toEqual([200, ['coffee', 'tea']]);
  expect(told(await mia.call('DELETE', path(draft, '/rules/earn'), undefined, match(gone)))).toEqual([404, 'unknown_rule']);
  expect(told(await mia.call('PUT', path(draft, '/rules/a'), percent('b', 1), match(gone)))).toEqual([400, 'malformed']);
  expect(told(await mia.call('PUT', path(draft, '/rules/a'), percent('a', 1)))).toEqual([428, 'if_match_missing']);
  expect(told(await mia.call('PUT', path(draft, '/rules/a'), percent('a', 1), { 'if-match': 'W/"1"' }))).toEqual([400, 'malformed']);
});

test('rules are searched, filtered and paged', async () => {
  const draft = await make({ from: 'empty' });
  const rules = Array.from({ length: 5 }, (_, i) => ({ ...percent(`r${i}`, 100), campaign: i % 2 === 0 ? 'even' : 'odd' }));
  const document = { ...((await mia.get(path(draft))).body['document'] as object), rules };
  await mia.call('PUT', path(draft), document, match(draft));
  const page = async (query: string) =>
    (await mia.get(`/v1/rules?of=draft:${draft.body['draftId']}&${query}`)).body as { items: { id: string }[]; next: string };
  const first = await page('limit=2&campaign=even');
  const second = await page(`limit=2&campaign=even&cursor=${first.next}`);
  expect([first, second].map(({ items }) => items.map(({ id }) => id))).toEqual([['r0', 'r2'], ['r4']]);
  expect(second.next).toBeNull();
  expect((await page('search=RULE%20r3')).items).toHaveLength(1);
  expect((await page('stage=earn')).items).toEqual([]);
});

test('validation tells everything at once, with pointers', async () => {
  const draft = await make();
  expect((await mia.post(path(draft, '/validate'))).body).toMatchObject({ valid: true, errors: [] });
  const wrong = { ...PROGRAMME, currency: 'pound', rules: [percent('a', 12_000), { ...percent('b', 1), group: 'nowhere' }] };
  await mia.call('PUT', path(draft), wrong, match(draft));
  const { body } = await mia.post(path(draft, '/validate'));
  expect(body['valid']).toBe(false);
  const pointers = (body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer);
  expect(pointers).toEqual(expect.arrayContaining(['/currency', '/rules/0/benefit/rateBps', '/rules/1/group']));
});

test('a copy goes its own way; a discarded draft is not changed again', async () => {
  const draft = await make();
  const copy = await mia.post(path(draft, '/copy'), { name: 'Copy' });
  expect(copy).toMatchObject({ status: 201, body: { name: 'Copy', revision: 1, baseVersion: 1 } });
  const gone = await mia.call('DELETE', path(draft), undefined, match(draft));
  expect(gone.body).toMatchObject({ status: 'discarded' });
  expect(told(await mia.call('PUT', path(draft, '/rules/a'), percent('a', 1), { 'if-match': '"2"' }))).toEqual([409, 'draft_closed']);
  expect(told(await mia.call('PUT', path(copy, '/rules/a'), percent('a', 1), match(copy)))).toEqual([200]);
});

test('name and labels change; remarks are kept in order', async () => {
  const draft = await make();
  const described = await mia.call('PATCH', path(draft), { name: 'Summer', labels: ['s'] }, match(draft));
  expect(described.body).toMatchObject({ name: 'Summer', labels: ['s'], revision: 2 });
  for (const text of ['one', 'two\nlines', 'three']) expect((await mia.post(path(draft, '/comments'), { text })).status).toBe(201);
  const first = await mia.get(path(draft, '/comments?limit=2'));
  const rest = await mia.get(path(draft, `/comments?limit=2&cursor=${first.body['next']}`));
  const texts = [first, rest].map(({ body }) => (body['items'] as { text: string }[]).map(({ text }) => text));
  expect(texts).toEqual([['three', 'two\nlines'], ['one']]);
});

test('the difference is told in words', async () => {
  const draft = await make();
  const rules = [{ ...PROGRAMME.rules![0], benefit: { kind: 'percent', rateBps: 1550 } }, percent('tea', 500)];
  const document = { ...PROGRAMME, rules, settings: { ...PROGRAMME.settings, burn: { ...PROGRAMME.settings!.burn, minMoneyMinor: 250 } } };
  await mia.call('PUT', path(draft), document, match(draft));
  const { body } = await mia.get(`/v1/diff?from=live&to=draft:${draft.body['draftId']}`);
  expect((body['changes'] as { sentence: string }[]).map(({ sentence }) => sentence).sort()).toEqual([
    'Rule coffee (10 % off coffee) changed: rate of the benefit: 10 % → 15.5 %.',
    'Rule earn (A point for each 1.00) removed.',
    'Rule tea (Rule tea) added.',
    'Settings changed: min money of the burn of the settings: 1.00 → 2.50.',
  ]);
  expect((await mia.get(`/v1/diff?from=live&to=version:1`)).body).toEqual({ same: true, count: 0, changes: [] });
  expect(told(await mia.get('/v1/diff?from=live&to=version:99'))).toEqual([404, 'unknown_version']);
  expect(told(await mia.get('/v1/diff?from=live'))).toEqual([400, 'malformed']);
});

test('a request that is repeated after a lost reply makes one draft', async () => {
  const headers = { 'idempotency-key': 'draft-1' };
  const replies = await Promise.all(Array.from({ length: 4 }, () => mia.post('/v1/drafts', { name: 'Once' }, headers)));
  expect(new Set(replies.map(({ body }) => body['draftId'])).size).toBe(1);
  expect(replies.map(({ headers }) => headers.get('etag'))).toEqual(['"1"', '"1"', '"1"', '"1"']);
});
