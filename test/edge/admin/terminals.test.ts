/** Terminals over REST: a till is let in by the key that was told, and no longer once that is taken away; and the audit log as a file. */
import { line, receipt } from '../receipts.js';
import { AdminClient, startAdminEngine, told, type AdminEngine } from './client.js';

let at: AdminEngine;
beforeAll(async () => {
  at = await startAdminEngine();
});
afterAll(() => at.close());

const quote = async (key: unknown, storeId = 'S1'): Promise<unknown> => {
  const answer = await at.grpc.call('Quote', { receipt: receipt({ storeId, lines: [line()] }) }, { key: String(key) });
  return answer.ok ? 'let in' : answer.code;
};
const UNAUTHENTICATED = 16;

test('made, rotated, limited to its newest key, renamed and revoked: each in force at the next call', async () => {
  const made = await at.admin.post('/v1/terminals', { terminalId: 'T3', storeId: 'S1', name: 'till 3' });
  const first = made.body['key'];
  expect([made.status, await quote(first)]).toEqual([201, 'let in']);
  const second = (await at.admin.post('/v1/terminals/T3/rotate')).body['key'];
  expect([await quote(first), await quote(second)]).toEqual(['let in', 'let in']);
  expect((await at.admin.post('/v1/terminals/T3/retire-older-key')).body).toEqual({ terminalId: 'T3', changed: true });
  expect([await quote(first), await quote(second)]).toEqual([UNAUTHENTICATED, 'let in']);
  expect((await at.admin.post('/v1/terminals/T3/retire-older-key')).body).toEqual({ terminalId: 'T3', changed: false });
  expect(told(await at.admin.call('PATCH', '/v1/terminals/T3', { name: 'by the door', mayEnrol: true }))).toEqual([200]);
  const enrolled = await at.grpc.enrol('EnrolMembers', { members: [{ cardNumber: '7009' }] }, { key: String(second) });
  expect(enrolled.ok).toBe(true);
  const shown = (await at.admin.get('/v1/terminals/T3')).body;
  expect(shown).toMatchObject({
    storeId: 'S1',
    name: 'by the door',
    mayEnrol: true,
    mayOperate: false,
    revokedAt: null,
    keys: [{ slot: 2 }],
  });
  expect(JSON.stringify(shown)).not.toContain('ash');
  expect((await at.admin.call('DELETE', '/v1/terminals/T3')).body).toEqual({ terminalId: 'T3', changed: true });
  expect(await quote(second)).toBe(UNAUTHENTICATED);
  expect((await at.admin.call('DELETE', '/v1/terminals/T3')).body).toEqual({ terminalId: 'T3', changed: false });
  expect(told(await at.admin.post('/v1/terminals/T3/rotate'))).toEqual([409, 'terminal_revoked']);
  expect(told(await at.admin.post('/v1/terminals', { terminalId: 'T3', storeId: 'S1' }))).toEqual([409, 'terminal_exists']);
  const log = (await at.admin.get('/v1/audit?subject=T3')).body['items'] as { action: string }[];
  expect(log.map(({ action }) => action.replace('terminal.', ''))).toEqual(['revoke', 'describe', 'retire_key', 'rotate', 'create']);
});

test('a key is told once and stored nowhere', async () => {
  const headers = { 'idempotency-key': 'terminal-1' };
  const made = await at.admin.post('/v1/terminals', { terminalId: 'T4', storeId: 'S2' }, headers);
  const again = await at.admin.post('/v1/terminals', { terminalId: 'T4', storeId: 'S2' }, headers);
  expect([made.status, again.status, again.body]).toEqual([201, 201, { terminalId: 'T4', key: null }]);
});

test("another store's terminals are not there for a limited key", async () => {
  const key = (await at.admin.post('/v1/keys', { name: 'south', roles: ['operator'], stores: ['S1'] })).body['key'];
  const south = new AdminClient(at.http, String(key));
  const ids = async (query = '') =>
    ((await south.get(`/v1/terminals${query}`)).body['items'] as { terminalId: string }[]).map(({ terminalId }) => terminalId);
  expect([await ids(), await ids('?storeId=S2')]).toEqual([['T1', 'T3'], []]);
  const unknown = [404, 'unknown_terminal'];
  expect(told(await south.get('/v1/terminals/T2'))).toEqual(unknown);
  expect(told(await south.call('PATCH', '/v1/terminals/T2', { mayEnrol: true }))).toEqual(unknown);
  expect(told(await south.post('/v1/terminals/T2/rotate'))).toEqual(unknown);
  expect(told(await south.call('DELETE', '/v1/terminals/T2'))).toEqual(unknown);
  expect(told(await south.post('/v1/terminals', { terminalId: 'T5', storeId: 'S2' }))).toEqual([403, 'scope_not_allowed']);
  expect(told(await south.post('/v1/terminals', { terminalId: 'T5', storeId: 'S1' }))).toEqual([201]);
  const pages = await at.admin.get('/v1/terminals?limit=2');
  expect((pages.body['items'] as unknown[]).length).toBe(2);
  expect((await at.admin.get(`/v1/terminals?limit=2&cursor=${pages.body['next']}`)).body['items']).toMatchObject([
    { terminalId: 'T3' },
    { terminalId: 'T4' },
  ]);
});

test('the audit log is exported whole, goes on from where it ended, and each export is in it', async () => {
  const lines = async (query: string) =>
    String((await at.admin.get(`/v1/audit/export?${query}`)).body['text'])
      .split('\n')
      .filter(Boolean);
  const all = (await lines('format=ndjson')).map(
    (one) => JSON.parse(one) as { sequence: string; action: string; key_id: string; facts: object },
  );
  expect(all.map(({ sequence }) => Number(sequence))).toEqual(all.map(({ sequence }) => Number(sequence)).sort((a, b) => a - b));
  expect(all.at(-1)).toMatchObject({ action: 'audit.export', key_id: 'bootstrap', facts: { format: 'ndjson' } });
  await at.as('later', 'viewer');
  const more = (await lines(`format=ndjson&after=${all.at(-1)!.sequence}`)).map((one) => JSON.parse(one) as { action: string });
  expect(more.map(({ action }) => action)).toEqual(['key.create', 'audit.export']);
  const [head, ...rows] = await lines('format=csv');
  expect([head, rows.length]).toEqual(['sequence,at,actor,key_id,action,subject,reason,facts', all.length + 3]);
  expect(await lines('format=csv&to=2020-01-01T00:00:00Z')).toHaveLength(1);
  expect(told(await at.admin.get('/v1/audit/export?after=x'))).toEqual([400, 'malformed']);
});

test('a line that is on its way is waited for, not missed', async () => {
  const { Client } = await import('pg');
  const writer = new Client({ connectionString: at.databaseUrl });
  await writer.connect();
  await writer.query('BEGIN');
  await writer.query(
    `INSERT INTO access.audit (actor, key_id, action, subject, reason, facts) VALUES ('slow', 'k', 'slow.change', 's', '', '{}')`,
  );
  await at.as('quick', 'viewer');
  const asked = at.admin.get('/v1/audit/export');
  await new Promise((resolve) => setTimeout(resolve, 200));
  await writer.query('COMMIT');
  await writer.end();
  expect(String((await asked).body['text'])).toContain('slow.change');
});

test('campaigns are listed with their rules', async () => {
  const own = await startAdminEngine(
    {},
    {
      ...(await import('../../support/engine.js')).PROGRAMME,
      campaigns: [{ id: 'autumn', name: 'Autumn', active: false }],
      rules: [
        { id: 'a', name: 'a', stage: 'line', campaign: 'autumn', lines: { skus: ['a'] }, benefit: { kind: 'percent', rateBps: 1 } },
        {
          id: 'b',
          name: 'b',
          stage: 'line',
          campaign: 'autumn',
          active: false,
          lines: { skus: ['b'] },
          benefit: { kind: 'percent', rateBps: 1 },
        },
        { id: 'c', name: 'c', stage: 'line', lines: { skus: ['c'] }, benefit: { kind: 'percent', rateBps: 1 } },
      ],
    },
  );
  expect((await own.admin.get('/v1/campaigns')).body['items']).toMatchObject([
    { id: 'autumn', name: 'Autumn', active: false, rules: 2, activeRules: 1 },
  ]);
  const ids = async (query: string) => ((await own.admin.get(`/v1/rules?${query}`)).body['items'] as { id: string }[]).map(({ id }) => id);
  expect([await ids('campaign=autumn'), await ids('active=false'), await ids('active=true'), await ids('search=C')]).toEqual([
    ['a', 'b'],
    ['b'],
    ['a', 'c'],
    ['c'],
  ]);
  await own.close();
});
