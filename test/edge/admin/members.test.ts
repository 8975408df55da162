/** Members over REST: enrolled, found, masked, changed, with their cards and their history. */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { verifyLedger } from '../../../src/jobs/verify/verify-ledger.js';
import { AdminClient, startAdminEngine, told, type AdminEngine } from './client.js';

let at: AdminEngine;
let sue: AdminClient;
let mia: AdminClient;
let fin: AdminClient;
let db: Pool;
beforeAll(async () => {
  at = await startAdminEngine();
  sue = await at.as('sue', 'support');
  mia = await at.as('mia', 'marketer');
  fin = await at.as('fin', 'finance');
  db = new Pool({ connectionString: at.databaseUrl, max: 2 });
});
afterAll(async () => {
  await db?.end();
  await at?.close();
});

const key = (name: string = randomUUID()) => ({ 'idempotency-key': name });
let numbers = 9_000_000_000;

async function enrol(more: object = {}): Promise<{ memberId: string; number: string; cardId: string }> {
  const number = String(++numbers);
  const { body } = await sue.post('/v1/members', { cards: [{ number }], ...more });
  const memberId = String(body['memberId']);
  const cards = (await sue.get(`/v1/members/${memberId}`)).body['cards'] as { cardId: string }[];
  return { memberId, number, cardId: cards[0]!.cardId };
}

let receipts = 0;
const sell = (cardNumber: string, coins = 0) =>
  at.grpc.call('Sale', {
    receipt: {
      storeId: 'S1',
      terminalId: 'T1',
      businessDate: '2026-11-22',
      receiptNumber: `m${++receipts}`,
      cardNumber,
      lines: [{ lineNumber: 1, sku: 'tea', quantityMilli: 1000, unitPriceMinor: 1000 + coins }],
    },
  });
const codeOf = async (cardNumber: string): Promise<string> => {
  const answer = await sell(cardNumber);
  return answer.ok ? 'ok' : (answer.info?.reason ?? '');
};

test('a member is found by any of its numbers, at the till too; no two members have one number', async () => {
  const cards = [
    { number: '9000123401' },
    { kind: 'phone', number: '+447700900123' },
    { kind: 'external', number: 'shop:4711' },
    { kind: 'wallet', number: 'wlt_AbCdEf123456' },
  ];
  const made = await sue.post(
    '/v1/members',
    { cards, name: 'Jane Smith', email: 'jane@example.com', birthDate: '1990-04-17' },
    key('jane'),
  );
  expect(told(made)).toEqual([201]);
  expect(
    (await sue.post('/v1/members', { cards, name: 'Jane Smith', email: 'jane@example.com', birthDate: '1990-04-17' }, key('jane'))).body,
  ).toEqual(made.body);
  for (const { number } of cards) {
    expect((await mia.post('/v1/members/find', { number })).body).toEqual(made.body);
    expect(await codeOf(number)).toBe('ok');
  }
  expect(told(await sue.post('/v1/members', { cards: [{ number: '9999999999' }, cards[1]] }))).toEqual([409, 'card_taken']);
  expect(told(await sue.post('/v1/members/find', { number: '9999999999' }))).toEqual([404, 'unknown_member']);
  for (const [kind, number] of [
    ['phone', '0770'],
    ['external', '4711'],
    ['card', '+44'],
    ['wallet', 'a b c d e f'],
  ])
    expect([kind, ...told(await sue.post('/v1/members', { cards: [{ kind, number }] }))]).toEqual([kind, 400, 'malformed']);
  expect(told(await sue.post('/v1/members', { cards: [], birthDate: '2001-02-31' }))).toEqual([400, 'malformed']);
});

test('masked by default; all of it for support, with a reason; each look is in the audit log', async () => {
  const { body } = await sue.post('/v1/members/find', { number: '9000123401' });
  const path = `/v1/members/${body['memberId']}`;
  const shown = (await fin.get(path)).body;
  expect(shown).toMatchObject({ masked: true, name: 'J••• S•••', email: 'j•••@e•••.com', birthDate: '1990-••-••' });
  const masks = (shown['cards'] as { number: string }[]).map(({ number }) => number);
  expect(masks.sort()).toEqual(['+447••••23', '9000••••01', 'sh••••11', 'wlt_••••56']);
  expect(told(await fin.get(`${path}?full=yes&reason=audit`))).toEqual([403, 'role_not_allowed']);
  expect(told(await sue.get(`${path}?full=yes`))).toEqual([400, 'malformed']);
  const full = (await sue.get(`${path}?full=yes&reason=she%20called`)).body;
  expect(full).toMatchObject({
    masked: false,
    name: 'Jane Smith',
    email: 'jane@example.com',
    birthDate: '1990-04-17',
    balance: { activePoints: 40 },
  });
  const { rows } = await db.query(
    'SELECT actor, action, reason, facts FROM access.audit WHERE subject = $1 ORDER BY sequence DESC LIMIT 2',
    [`member:${body['memberId']}`],
  );
  expect(rows).toEqual([
    { actor: 'sue', action: 'member.look', reason: 'she called', facts: { full: true } },
    { actor: 'fin', action: 'member.look', reason: '', facts: { full: false } },
  ]);
  const all = await db.query('SELECT a::text FROM access.audit a');
  expect(JSON.stringify(all.rows)).not.toMatch(/Jane|jane@|9000123401|447700900123|wlt_AbC/);
});

test('a card is blocked, freed, lost and replaced, and taken off', async () => {
  const { memberId, number, cardId } = await enrol();
  const card = `/v1/members/${memberId}/cards/${cardId}`;
  expect(told(await sue.post(`${card}/block`, { reason: 'found in the street' }))).toEqual([200]);
  expect(await codeOf(number)).toBe('card_blocked');
  expect(told(await sue.post(`${card}/unblock`, { reason: 'it is hers' }))).toEqual([200]);
  expect(await codeOf(number)).toBe('ok');
  const next = String(++numbers);
  const replaced = await sue.post(`${card}/replace`, { number: next, reason: 'lost' }, key('lost-1'));
  expect(replaced.status).toBe(201);
  expect((await sue.post(`${card}/replace`, { number: next, reason: 'lost' }, key('lost-1'))).body).toEqual(replaced.body);
  expect([await codeOf(number), await codeOf(next)]).toEqual(['card_blocked', 'ok']);
  expect(told(await sue.post(`${card}/unblock`, { reason: 'found again' }))).toEqual([409, 'card_replaced']);
  expect(told(await sue.call('DELETE', `/v1/members/${memberId}/cards/${replaced.body['cardId']}`))).toEqual([200]);
  expect(await codeOf(next)).toBe('unknown_card');
  expect(told(await sue.call('DELETE', `/v1/members/${memberId}/cards/${randomUUID()}`))).toEqual([404, 'unknown_card']);
});

test('eight that give one number to eight members: one has it', async () => {
  const members = await Promise.all(Array.from({ length: 8 }, () => enrol()));
  const replies = await Promise.all(members.map(({ memberId }) => sue.post(`/v1/members/${memberId}/cards`, { number: 'ONE-NUMBER' })));
  expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
});

test('operations for people: once for each key, with author and reason, and in the history with the balance after each', async () => {
  const ann = await enrol();
  const bob = await enrol();
  await sell(ann.number);
  const path = `/v1/members/${ann.memberId}`;
  expect(told(await sue.post(`${path}/adjust`, { direction: 'add', points: 50, reason: 'x' }))).toEqual([400, 'malformed']);
  const adjust = () => sue.post(`${path}/adjust`, { direction: 'add', points: 50, reason: 'sorry' }, key('adjust-1'));
  const both = [await adjust(), await adjust()];
  expect(both.map(({ body }) => [body['replayed'], (body['balance'] as { activePoints: number }).activePoints])).toEqual([
    [false, 60],
    [true, 60],
  ]);
  expect(told(await sue.post(`${path}/adjust`, { direction: 'add', points: 51, reason: 'sorry' }, key('adjust-1')))).toEqual([
    409,
    'key_reused',
  ]);
  expect(told(await sue.post(`${path}/adjust`, { direction: 'take', points: 5000, reason: 'x' }, key()))).toEqual([
    409,
    'not_enough_points',
  ]);
  expect(told(await mia.post(`${path}/adjust`, { direction: 'add', points: 5, reason: 'x' }, key()))).toEqual([403, 'role_not_allowed']);
  expect(told(await sue.post(`${path}/transfer`, { toMemberId: bob.memberId, points: 20, reason: 'a gift' }, key()))).toEqual([200]);
  const granted = await fin.post(`${path}/grant`, { points: 7, reason: 'bonus', expiresAt: '2100-01-01T00:00:00Z' }, key());
  expect(told(await fin.post(`/v1/operations/${granted.body['operationId']}/reverse`, { reason: 'wrong member' }, key()))).toEqual([200]);
  expect(told(await fin.post(`/v1/operations/${granted.body['operationId']}/reverse`, { reason: 'again' }, key()))).toEqual([
    409,
    'already_reversed',
  ]);
  expect(told(await sue.post(`${path}/block`, { reason: 'asked for it' }, key()))).toEqual([200]);
  expect(await codeOf(ann.number)).toBe('card_blocked');
  expect(told(await sue.post(`${path}/unblock`, { reason: 'asked for it' }, key()))).toEqual([200]);

  type Item = {
    kind: string;
    balance: { activePoints: number } | null;
    sale: { explain: string } | null;
    operation: { author: string; reason: string } | null;
  };
  const items: Item[] = [];
  for (let next: unknown = null; ;) {
    const { body } = await sue.get(`${path}/history?limit=2${next === null ? '' : `&cursor=${String(next)}`}`);
    items.push(...(body['items'] as Item[]));
    next = body['next'];
    if (next === null) break;
  }
  expect(
    items.map(({ kind, balance, operation }) => [
      kind,
      balance?.activePoints ?? null,
      operation?.author ?? null,
      operation?.reason ?? null,
    ]),
  ).toEqual([
    ['unblock', null, 'sue', 'asked for it'],
    ['block', null, 'sue', 'asked for it'],
    ['adjust', 40, 'fin', 'wrong member'],
    ['grant', 47, 'fin', 'bonus'],
    ['transfer', 40, 'sue', 'a gift'],
    ['adjust', 60, 'sue', 'sorry'],
    ['sale', 10, null, null],
  ]);
  const explained = await sue.get(items.at(-1)!.sale!.explain);
  expect(explained).toMatchObject({ status: 200, body: { same: true } });
  const found = await sue.get(`/v1/sales?storeId=S1&terminalId=T1&businessDate=2026-11-22&receiptNumber=m${receipts - 1}`);
  expect(found).toMatchObject({ status: 200, body: { memberId: ann.memberId, totals: { payableMinor: 1000 } } });
  const { body } = await at.admin.get(`/v1/audit?subject=member:${ann.memberId}&action=member.adjust`);
  expect((body['items'] as { actor: string; reason: string }[]).map(({ actor, reason }) => [actor, reason])).toEqual([['sue', 'sorry']]);
});

test('merge and erase: the person goes, the ledger stays', async () => {
  const old = await enrol({ name: 'Old Name', email: 'old@example.com' });
  const now = await enrol({ name: 'New Name' });
  await sell(old.number);
  expect(told(await sue.post(`/v1/members/${old.memberId}/merge`, { intoMemberId: now.memberId, reason: 'one person' }, key()))).toEqual([
    200,
  ]);
  expect((await sue.get(`/v1/members/${old.memberId}`)).body).toMatchObject({
    mergedInto: now.memberId,
    name: '',
    balance: { memberId: now.memberId, activePoints: 10 },
  });
  expect(told(await sue.call('PATCH', `/v1/members/${old.memberId}`, { name: 'x' }))).toEqual([409, 'member_merged']);
  expect(await codeOf(old.number)).toBe('ok');
  expect(told(await sue.post(`/v1/members/${now.memberId}/erase`, { reason: 'asked for it' }, key()))).toEqual([403, 'role_not_allowed']);
  expect(told(await at.admin.post(`/v1/members/${now.memberId}/erase`, { reason: 'asked for it' }, key()))).toEqual([200]);
  expect((await sue.get(`/v1/members/${now.memberId}?full=yes&reason=look`)).body).toMatchObject({
    erased: true,
    name: '',
    email: '',
    cards: [],
    balance: { activePoints: 20 },
  });
  expect(told(await sue.call('PATCH', `/v1/members/${now.memberId}`, { name: 'x' }))).toEqual([409, 'member_erased']);
  const { rows } = await db.query('SELECT count(*)::integer AS people FROM member.person WHERE name IN ($1, $2)', ['Old Name', 'New Name']);
  expect(rows[0]).toEqual({ people: 0 });
});

test('what is changed is seen by the next quote; a tier given for a time holds', async () => {
  const { memberId, number } = await enrol({
    tier: 'gold',
    tierUntil: '2100-01-01T00:00:00Z',
    segments: ['vip'],
    attributes: { shoe: '42', hat: '7' },
  });
  expect((await sue.get(`/v1/members/${memberId}`)).body).toMatchObject({
    currentTier: 'gold',
    segments: ['vip'],
    attributes: { shoe: '•••', hat: '•••' },
  });
  expect(
    told(
      await sue.call('PATCH', `/v1/members/${memberId}`, { segments: ['family', 'vip'], attributes: { shoe: '', hat: '8' }, name: 'A B' }),
    ),
  ).toEqual([200]);
  expect((await sue.get(`/v1/members/${memberId}?full=yes&reason=look`)).body).toMatchObject({
    segments: ['family', 'vip'],
    attributes: { hat: '8' },
    name: 'A B',
    tier: 'gold',
  });
  const answer = await at.grpc.call('GetMember', { cardNumber: number });
  expect(answer).toMatchObject({ ok: true, response: { tier: 'gold', segments: ['family', 'vip'] } });
  const { rows } = await db.query(`SELECT facts FROM access.audit WHERE action = 'member.change' AND subject = $1`, [`member:${memberId}`]);
  expect(rows).toEqual([{ facts: { fields: ['name', 'segments', 'attributes'] } }]);
});

test('the ledger verifies', async () => {
  const { checks } = await verifyLedger(db);
  expect(checks.filter(({ wrong }) => wrong > 0)).toEqual([]);
});
