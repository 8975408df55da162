/** Keys, roles, limits and the audit log. */
import { Client } from 'pg';
import { AdminClient, startAdminEngine, told, TOKEN, type AdminEngine } from './client.js';

let at: AdminEngine;
beforeAll(async () => {
  at = await startAdminEngine();
});
afterAll(() => at.close());

test('the token of the settings makes a key, which works until it is revoked', async () => {
  const made = await at.admin.post('/v1/keys', { name: 'ann', roles: ['operator'] });
  expect(made).toMatchObject({ status: 201, body: { name: 'ann', roles: ['operator'], key: expect.stringMatching(/^tsa_.{43}$/) } });
  const ann = new AdminClient(at.http, String(made.body['key']));
  expect((await ann.get('/v1/keys')).status).toBe(200);
  const path = `/v1/keys/${made.body['keyId']}`;
  expect(told(await ann.call('DELETE', path))).toEqual([200]);
  expect(told(await ann.get('/v1/keys'))).toEqual([401, 'unauthenticated']);
  expect(told(await at.admin.call('DELETE', path))).toEqual([200]);
  expect(told(await at.admin.call('DELETE', `/v1/keys/key_${'0'.repeat(32)}`))).toEqual([404, 'unknown_key']);
});

test('a secret is stored nowhere', async () => {
  const headers = { 'idempotency-key': 'secret-1' };
  const made = await at.admin.post('/v1/keys', { name: 'bob', roles: ['viewer'] }, headers);
  const again = await at.admin.post('/v1/keys', { name: 'bob', roles: ['viewer'] }, headers);
  expect(again).toMatchObject({ status: 201, body: { keyId: made.body['keyId'], key: null } });
  const client = new Client({ connectionString: at.databaseUrl });
  await client.connect();
  for (const table of ['api_key', 'audit', 'answered']) {
    const { rows } = await client.query(`SELECT t::text FROM access.${table} t`);
    expect(JSON.stringify(rows)).not.toContain(String(made.body['key']).slice(4));
  }
  await client.end();
});

test.each<[string, string | null]>([
  ['no key', null],
  ['a word', 'x'],
  ['a key that nobody has', `tsa_${'x'.repeat(43)}`],
  ['a terminal key', 'terminal'],
])('%s is not let in', async (_what, token) => {
  const client = new AdminClient(at.http, token === 'terminal' ? at.keys.t1 : token);
  const reply = await client.get('/v1/keys');
  expect(told(reply)).toEqual([401, 'unauthenticated']);
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(reply.headers.get('www-authenticate')).toBe('Bearer');
});

test.each<[string, unknown, string]>([
  ['no name', { roles: ['viewer'] }, '/name'],
  ['no role', { name: 'x', roles: [] }, '/roles'],
  ['an unknown role', { name: 'x', roles: ['root'] }, '/roles'],
  ['a role twice', { name: 'x', roles: ['viewer', 'viewer'] }, '/roles'],
  ['a name of 65 characters', { name: 'x'.repeat(65), roles: ['viewer'] }, '/name'],
  ['a line break', { name: 'a\nb', roles: ['viewer'] }, '/name'],
  ['an unknown field', { name: 'x', roles: ['viewer'], admin: true }, '/admin'],
])('a wrong body: %s', async (_what, body, pointer) => {
  expect(await at.admin.post('/v1/keys', body)).toMatchObject({ status: 400, body: { code: 'malformed', errors: [{ pointer }] } });
});

test('a body that is no JSON, and one that is none at all', async () => {
  expect(told(await at.admin.post('/v1/keys', '{'))).toEqual([400, 'malformed']);
  expect(told(await at.admin.call('POST', '/v1/keys'))).toEqual([400, 'malformed']);
});

test('one idempotency key is good for one request', async () => {
  const headers = { 'idempotency-key': 'once' };
  expect(told(await at.admin.post('/v1/keys', { name: 'c', roles: ['viewer'] }, headers))).toEqual([201]);
  expect(told(await at.admin.post('/v1/keys', { name: 'd', roles: ['viewer'] }, headers))).toEqual([409, 'key_reused']);
  expect(told(await at.admin.post('/v1/keys', { name: 'd', roles: ['viewer'] }, { 'idempotency-key': 'a b' }))).toEqual([400, 'malformed']);
});

test('eight repetitions at once make one key', async () => {
  const headers = { 'idempotency-key': 'race' };
  const replies = await Promise.all(
    Array.from({ length: 8 }, () => at.admin.post('/v1/keys', { name: 'race', roles: ['viewer'] }, headers)),
  );
  expect(new Set(replies.map(({ body }) => body['keyId'])).size).toBe(1);
  expect(replies.filter(({ body }) => body['key'] !== null)).toHaveLength(1);
});

test('the audit log says who did what, in pages, and cannot be altered', async () => {
  const eve = await at.as('eve', 'operator');
  for (const name of ['f', 'g', 'h']) await eve.post('/v1/keys', { name, roles: ['finance'] });
  const first = await eve.get('/v1/audit?actor=eve&limit=2');
  const second = await eve.get(`/v1/audit?actor=eve&limit=2&cursor=${first.body['next']}`);
  const names = [first, second].flatMap(({ body }) => (body['items'] as { facts: { name: string } }[]).map(({ facts }) => facts.name));
  expect([names, second.body['next']]).toEqual([['h', 'g', 'f'], null]);
  expect(told(await eve.get('/v1/audit?cursor=bm90YW51bWJlcg'))).toEqual([400, 'malformed']);
  const client = new Client({ connectionString: at.databaseUrl });
  await client.connect();
  await expect(client.query(`UPDATE access.audit SET actor = 'x'`)).rejects.toThrow('append-only');
  await expect(client.query('DELETE FROM access.audit')).rejects.toThrow('append-only');
  await client.end();
});

test('a key has a rate of its own', async () => {
  const slow = await startAdminEngine({ ADMIN_CALLS_PER_MINUTE_MAX: '3' });
  const ann = await slow.as('ann', 'viewer');
  const replies = [];
  for (let i = 0; i < 4; i++) replies.push(await ann.get('/v1/keys'));
  expect(replies.map(told)).toEqual([...Array.from({ length: 3 }, () => [403, 'role_not_allowed']), [429, 'rate_limited']]);
  expect(Number(replies[3]!.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await slow.admin.get('/v1/keys')).status).toBe(200);
  await slow.close();
});

test('exports are for finance and operators, and for the token of the settings', async () => {
  const path = '/v1/exports/journal?from=2020-01-01&to=2100-01-01';
  const [finance, viewer] = [await at.as('fin', 'finance'), await at.as('vic', 'viewer')];
  expect(told(await finance.get(path))).toEqual([200]);
  expect(told(await new AdminClient(at.http, TOKEN).get(path))).toEqual([200]);
  expect(told(await viewer.get(path))).toEqual([403, 'role_not_allowed']);
});

test('nothing of a body is read before it is known who sends it and that he may', async () => {
  const { request } = await import('node:http');
  const viewer = await at.as('big', 'viewer');
  const begin = (token: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const call = request(`${at.http}/v1/drafts`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': 60_000_000 },
      });
      // The rest never comes: only an answer that waits for nothing arrives.
      call.on('error', reject).on('response', (response) => {
        resolve(response.statusCode);
        call.destroy();
      });
      call.write('{"name":"');
    });
  expect([await begin('nobody'), await begin(viewer.token!)]).toEqual([401, 403]);
});
