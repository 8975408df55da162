/** From a draft to what tills sell by, on two engines, and back. */
import { hasRedis, redisUrl } from '../../support/database.js';
import { PROGRAMME } from '../../support/engine.js';
import { startEngine } from '../../rulebook/engines.js';
import { line, receipt } from '../receipts.js';
import { startAdminEngine, told, type AdminClient, type AdminEngine, type Reply } from './client.js';

let at: AdminEngine;
let mia: AdminClient;
let pia: AdminClient;
let other: Awaited<ReturnType<typeof startEngine>>;
beforeAll(async () => {
  const namespace = `p${Date.now()}`;
  const redis = hasRedis ? await redisUrl() : '';
  at = await startAdminEngine({ REDIS_URL: redis, REDIS_NAMESPACE: namespace });
  other = await startEngine(at.databaseUrl, { redisUrl: redis === '' ? null : redis, namespace, pollMs: 500 });
  [mia, pia] = [await at.as('mia', 'marketer'), await at.as('pia', 'publisher')];
});
afterAll(async () => {
  await other.stop();
  await at.close();
});

const match = (reply: Reply): Record<string, string> => ({ 'if-match': String(reply.headers.get('etag')) });
const COFFEE = [line({ sku: 'coffee', unitPriceMinor: 1000 })];

/** What coffee of 10.00 costs at the till now. */
async function coffee(): Promise<unknown> {
  const answer = await at.grpc.call('Quote', { receipt: receipt({ lines: COFFEE }) });
  return answer.ok ? (answer.response['quote'] as { totals: { netMinor: number } }).totals.netMinor : answer.message;
}

/** A draft of what is live in which coffee is cheaper by so much. */
async function draftOf(rateBps: number, change: object = {}): Promise<{ path: string; reply: Reply }> {
  const draft = await mia.post('/v1/drafts', { name: 'Coffee' });
  const path = `/v1/drafts/${draft.body['draftId']}`;
  const { document } = (await mia.get(path)).body as { document: typeof PROGRAMME };
  const rules = document.rules!.map((rule) => (rule.id === 'coffee' ? { ...rule, benefit: { kind: 'percent', rateBps } } : rule));
  return { path, reply: await mia.call('PUT', path, { ...document, rules, ...change }, match(draft)) };
}

async function publish(rateBps: number, body: object = {}): Promise<Reply> {
  const { path, reply } = await draftOf(rateBps);
  return pia.post(`${path}/publish`, { comment: `coffee ${rateBps}`, ...body }, match(reply));
}

const versionOf = (reply: Reply): number => (reply.body['published'] as { version: number }).version;
const upTo = async (version: number): Promise<number> => {
  const began = Date.now();
  while ((other.rulebook.current()?.version ?? 0) < version && Date.now() - began < 3_000)
    await new Promise((resolve) => setTimeout(resolve, 5));
  return Date.now() - began;
};

test('published: the next receipt is priced by it, on the other engine within a second', async () => {
  expect(await coffee()).toBe(900);
  const published = await publish(2000);
  expect(published.status).toBe(200);
  expect(await coffee()).toBe(800);
  expect(await upTo(versionOf(published))).toBeLessThan(1_000);
  const history = (await mia.get('/v1/versions?limit=1')).body['items'];
  expect(history).toMatchObject([{ version: versionOf(published), publishedBy: 'pia', comment: 'coffee 2000' }]);
});

test('a published draft is closed and says what it became', async () => {
  const { path, reply } = await draftOf(2100);
  const headers = { ...match(reply), 'idempotency-key': 'publish-1' };
  const published = await pia.post(`${path}/publish`, { comment: 'x' }, headers);
  expect((await mia.get(path)).body).toMatchObject({ status: 'published', publishedVersion: versionOf(published) });
  expect((await pia.post(`${path}/publish`, { comment: 'x' }, headers)).body).toEqual(published.body);
  expect(told(await pia.post(`${path}/publish`, { comment: 'x' }, match(reply)))).toEqual([409, 'draft_closed']);
});

test('what was published meanwhile is not overwritten', async () => {
  const { path, reply } = await draftOf(2200);
  const before = versionOf(await publish(2300));
  expect(told(await pia.post(`${path}/publish`, { comment: 'x' }, match(reply)))).toEqual([409, 'base_moved']);
  expect(await coffee()).toBe(770);
  const seen = await mia.call('PATCH', path, { baseVersion: before }, match(reply));
  expect(told(await pia.post(`${path}/publish`, { comment: 'x' }, match(reply)))).toEqual([412, 'stale_draft']);
  expect(versionOf(await pia.post(`${path}/publish`, { comment: 'x' }, match(seen)))).toBe(before + 1);
  expect(await coffee()).toBe(780);
});

test('of eight drafts published at once from one base, one wins', async () => {
  const drafts = await Promise.all(Array.from({ length: 8 }, (_, i) => draftOf(2400 + i)));
  const replies = await Promise.all(drafts.map(({ path, reply }) => pia.post(`${path}/publish`, { comment: 'race' }, match(reply))));
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(replies.filter(({ status }) => status !== 200).map(told)).toEqual(Array.from({ length: 7 }, () => [409, 'base_moved']));
});

test('a wrong programme is refused with all that is wrong, and the draft stays open', async () => {
  const { path, reply } = await draftOf(12_000, { currency: 'x' });
  const refused = await pia.post(`${path}/publish`, { comment: 'x' }, match(reply));
  expect(told(refused)).toEqual([422, 'invalid_programme']);
  const pointers = (refused.body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer);
  expect(pointers).toEqual(expect.arrayContaining(['/currency', '/rules/0/benefit/rateBps']));
  expect((await mia.get(path)).body).toMatchObject({ status: 'open' });
});

test('for an instant: live then and not before; switching off reaches it too', async () => {
  const now = await coffee();
  const later = new Date(Date.now() + 1_500).toISOString();
  const planned = await publish(5000, { liveFrom: later });
  expect((planned.body['published'] as { liveFromMs: number }).liveFromMs).toBe(Date.parse(later));
  expect(await coffee()).toBe(now);
  const off = await pia.post('/v1/rules/coffee/switch-off', { reason: 'too cheap' });
  expect(off.body['published']).toHaveLength(2);
  expect(await coffee()).toBe(1000);
  await new Promise((resolve) => setTimeout(resolve, Date.parse(later) - Date.now() + 200));
  expect(await coffee()).toBe(1000);
  expect((await pia.post('/v1/rules/coffee/switch-off', { reason: 'again' })).body).toEqual({ published: [] });
});

test('switched off without the rest of a draft, within a second on every engine; rolled back in one call', async () => {
  const good = versionOf(await publish(1000, {}));
  const back = await draftOf(1000, { campaigns: [{ id: 'c' }], rules: [{ ...PROGRAMME.rules![0], campaign: 'c' }] });
  const live = versionOf(await pia.post(`${back.path}/publish`, { comment: 'with campaign' }, match(back.reply)));
  expect(await coffee()).toBe(900);
  const began = Date.now();
  const off = await pia.post('/v1/campaigns/c/switch-off', { reason: 'wrong leaflet' });
  expect([off.status, await coffee(), (await upTo(live + 1)) < 1_000, Date.now() - began < 2_000]).toEqual([200, 1000, true, true]);
  const difference = (await mia.get(`/v1/diff?from=version:${live}&to=live`)).body['changes'];
  expect(difference).toMatchObject([{ sentence: 'Campaign c changed: active: none → false.' }]);
  const rolled = await pia.post(`/v1/versions/${live}/rollback`, { comment: 'leaflet was right', expectedVersion: live + 1 });
  expect([rolled.status, versionOf(rolled), await coffee()]).toEqual([200, live + 2, 900]);
  expect(told(await pia.post(`/v1/versions/${good}/rollback`, { comment: 'x', expectedVersion: live }))).toEqual([409, 'base_moved']);
  expect(told(await pia.post('/v1/versions/9999/rollback', { comment: 'x' }))).toEqual([404, 'unknown_version']);
  expect(told(await pia.post('/v1/rules/nothing/switch-off', { reason: 'x' }))).toEqual([404, 'unknown_rule']);
  expect(told(await pia.post('/v1/campaigns/nothing/switch-off', { reason: 'x' }))).toEqual([404, 'unknown_campaign']);
  const log = (await at.admin.get('/v1/audit?actor=pia&limit=2')).body['items'];
  expect(log).toMatchObject([
    { action: 'rules.rollback', subject: `version:${live}`, reason: 'leaflet was right' },
    { action: 'campaign.switch_off', subject: 'campaign:c', reason: 'wrong leaflet', facts: { versions: [live + 1] } },
  ]);
});

test('where the live programme asks for a second person, one who wrote no part of the draft must approve', async () => {
  const first = await draftOf(1000, { settings: { ...PROGRAMME.settings, secondPerson: true } });
  expect((await pia.post(`${first.path}/publish`, { comment: 'two pairs of eyes' }, match(first.reply))).status).toBe(200);
  const { path, reply } = await draftOf(1500, { settings: PROGRAMME.settings });
  const go = () => pia.post(`${path}/publish`, { comment: 'x' }, match(reply));
  expect(told(await go())).toEqual([409, 'approval_needed']);
  const both = await at.as('mia', 'publisher');
  expect(told(await both.post(`${path}/approve`, { reason: 'x' }, match(reply)))).toEqual([409, 'own_approval']);
  expect(told(await pia.post(`${path}/approve`, { reason: 'read it' }, match(reply)))).toEqual([200]);
  expect((await mia.get(path)).body['approvals']).toMatchObject([{ approvedBy: 'pia', revision: 2 }]);
  expect((await go()).status).toBe(200);
  expect(await coffee()).toBe(850);
});
