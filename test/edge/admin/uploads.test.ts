/** Lists of members: segments, tiers and grants, taken in whole and done in the background, each line once. */
import { request as httpRequest } from 'node:http';
import { Pool } from 'pg';
import { applyMembers } from '../../../src/members/apply-members.js';
import { AdminClient, startAdminEngine, told, type AdminEngine, type Reply } from './client.js';

let at: AdminEngine;
let mia: AdminClient;
let fin: AdminClient;
let db: Pool;
beforeAll(async () => {
  at = await startAdminEngine();
  mia = await at.as('mia', 'marketer');
  fin = await at.as('fin', 'finance');
  db = new Pool({ connectionString: at.databaseUrl, max: 4 });
  const cards = Array.from({ length: 1_000 }, (_, k) => ({ cardNumber: `70000${String(k).padStart(4, '0')}` }));
  const answer = await at.grpc.enrol('EnrolMembers', { members: cards });
  if (!answer.ok) throw new Error(answer.message);
});
afterAll(async () => {
  await db?.end();
  await at?.close();
});

const card = (k: number): string => `70000${String(k).padStart(4, '0')}`;

function send(client: AdminClient, path: string, text: string, headers: Record<string, string> = {}, more = ''): Promise<Reply> {
  return client.call('POST', `${path}?reason=test${more}`, text, { 'content-type': 'text/csv', ...headers });
}

async function finished(uploadId: unknown): Promise<Reply['body']> {
  for (;;) {
    const { body } = await mia.get(`/v1/uploads/${String(uploadId)}`);
    if (body['status'] !== 'running') return body;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const memberOf = async (k: number) => {
  const answer = await at.grpc.call('GetMember', { cardNumber: card(k) });
  if (!answer.ok) throw new Error(answer.message);
  return answer.response as { tier: string; segments: string[]; balance: { activePoints: number } };
};

test('tiers and segments of many members by CSV; where it is asked for, lines that lead to nobody are passed over and told', async () => {
  const lines = Array.from({ length: 1_000 }, (_, k) => `${card(k)},${k % 2 === 0 ? 'gold' : ''},autumn|vip`);
  const list = `card_number,tier,segments\n${lines.join('\n')}\n1234,silver,x\n`;
  const refused = await send(mia, '/v1/members/uploads', list);
  expect(told(refused)).toEqual([422, 'bad_lines']);
  expect(refused.body['errors']).toMatchObject([{ pointer: '/lines/1002' }]);
  expect(await memberOf(0)).toMatchObject({ tier: '', segments: [] });
  const sent = await send(mia, '/v1/members/uploads', list, {}, '&unknown=skip');
  expect([sent.status, sent.body['lines']]).toEqual([202, 1_001]);
  expect(await finished(sent.body['uploadId'])).toMatchObject({ status: 'done', lines: 1_001, done: 1_000, refused: 1 });
  expect(await memberOf(0)).toMatchObject({ tier: 'gold', segments: ['autumn', 'vip'] });
  expect(await memberOf(1)).toMatchObject({ tier: '', segments: ['autumn', 'vip'] });
  const { body } = await mia.get(`/v1/uploads/${String(sent.body['uploadId'])}/errors`);
  expect(body).toMatchObject({ items: [{ line: 1_002, code: 'unknown_member' }], next: null });
  const { rows } = await db.query('SELECT count(*)::integer AS waiting FROM member.upload_line WHERE content IS NOT NULL');
  expect(rows[0]).toEqual({ waiting: 0 });
});

test('by NDJSON: added to, taken from, attributes; two lines for one member count in their order', async () => {
  const lines = [
    { card_number: card(3), segments: ['a', 'b'] },
    { card_number: card(3), add_segments: ['c'], remove_segments: ['a'] },
    { card_number: card(3), attributes: { shoe: '43' }, tier: 'silver', tier_until: '2100-01-01T00:00:00Z' },
  ];
  const text = lines.map((line) => JSON.stringify(line)).join('\n');
  const sent = await send(mia, '/v1/members/uploads', text, { 'content-type': 'application/x-ndjson' });
  expect(await finished(sent.body['uploadId'])).toMatchObject({ done: 3, refused: 0 });
  expect(await memberOf(3)).toMatchObject({ tier: 'silver', segments: ['b', 'c'] });
});

test('an instant of a line counts in any offset, and a day that is not there is told before anything is taken', async () => {
  const list = (until: string): string => `card_number,tier,tier_until\n${card(4)},gold,${until}\n`;
  const wrong = await send(mia, '/v1/members/uploads', list('2100-02-31T00:00:00Z'));
  expect(told(wrong)).toEqual([422, 'bad_lines']);
  expect(wrong.body['errors']).toMatchObject([{ pointer: '/lines/2/tier_until' }]);
  const sent = await send(mia, '/v1/members/uploads', list('2100-01-01T00:00:00-17:26'));
  expect(await finished(sent.body['uploadId'])).toMatchObject({ done: 1, refused: 0 });
  const { rows } = await db.query("SELECT tier_until FROM member.member WHERE tier_until = '2100-01-01T17:26:00Z'");
  expect(rows).toHaveLength(1);
});

test('a list with wrong lines is not taken, and every one of them is told', async () => {
  const text = `card_number,tier,segments\n${card(1)},gold,\n,gold,\n${card(2)},,\n${card(3)},${'x'.repeat(65)},\n`;
  const sent = await send(mia, '/v1/members/uploads', text);
  expect(told(sent)).toEqual([422, 'bad_lines']);
  expect((sent.body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual(['/lines/3', '/lines/4', '/lines/5/tier']);
  expect(told(await send(mia, '/v1/members/uploads', 'nonsense\n1\n'))).toEqual([422, 'bad_lines']);
  expect(told(await send(mia, '/v1/members/uploads', ''))).toEqual([422, 'bad_lines']);
  expect(told(await send(mia, '/v1/members/uploads', '{', { 'content-type': 'application/x-ndjson' }))).toEqual([422, 'bad_lines']);
  expect(told(await mia.call('POST', '/v1/members/uploads', text, { 'content-type': 'text/csv' }))).toEqual([400, 'malformed']);
  expect(told(await mia.post('/v1/members/uploads?reason=x', {}))).toEqual([415, 'malformed']);
});

test('of a list with many wrong lines every one is kept, with all that is wrong with it', async () => {
  const list = Array.from({ length: 3_000 }, (_, k) => (k % 2 === 0 ? `${card(k % 1_000)},gold,spoilt` : `,${'x'.repeat(65)},`));
  const sent = await send(mia, '/v1/members/uploads', `card_number,tier,segments\n${list.join('\n')}\n`);
  expect(told(sent)).toEqual([422, 'bad_lines']);
  const [uploadId] = /upl_[0-9a-f]{32}/.exec(String(sent.body['detail']))!;
  expect((await mia.get(`/v1/uploads/${uploadId}`)).body).toMatchObject({ status: 'refused', lines: 3_000, done: 0, refused: 1_500 });
  const lines: number[] = [];
  for (let cursor = ''; ;) {
    const { body } = await mia.get(`/v1/uploads/${uploadId}/errors?limit=100${cursor}`);
    for (const { line, detail } of body['items'] as { line: number; detail: string }[]) {
      lines.push(line);
      expect(detail).toMatch(
        /tier must have .*; Give one of card_number and member_id|Give one of card_number and member_id; tier must have/,
      );
    }
    if (body['next'] === null) break;
    cursor = `&cursor=${String(body['next'])}`;
  }
  expect(lines).toEqual(Array.from({ length: 1_500 }, (_, k) => 3 + 2 * k));
  expect((await db.query(`SELECT 1 FROM member.member WHERE 'spoilt' = ANY (segments)`)).rowCount).toBe(0);
});

test('a list whose answer was lost is sent again, and was taken once', async () => {
  const list = `card_number,add_segments\n${Array.from({ length: 1_000 }, (_, k) => `${card(k)},lost`).join('\n')}\n`;
  const headers = { 'idempotency-key': 'answer-lost', 'content-type': 'text/csv', authorization: `Bearer ${mia.token}` };
  const uploads = async (): Promise<number> => (await db.query('SELECT count(*)::integer AS n FROM member.upload')).rows[0].n;
  const before = await uploads();
  const cut = httpRequest(`${at.http}/v1/members/uploads?reason=test`, { method: 'POST', headers });
  cut.on('error', () => undefined);
  await new Promise<void>((resolve) => cut.end(list, resolve));
  cut.destroy();
  const again = await send(mia, '/v1/members/uploads', list, { 'idempotency-key': 'answer-lost' });
  expect([again.status, again.body['lines']]).toEqual([202, 1_000]);
  expect(await finished(again.body['uploadId'])).toMatchObject({ done: 1_000, refused: 0 });
  const third = await send(mia, '/v1/members/uploads', list, { 'idempotency-key': 'answer-lost' });
  expect(third.body).toEqual(again.body);
  expect(await uploads()).toBe(before + 1);
  expect((await memberOf(7)).segments).toContain('lost');
});

test('grants: each line once, however often the list is sent or worked on at once', async () => {
  const text = `card_number,points,reason\n${Array.from({ length: 300 }, (_, k) => `${card(500 + k)},10,bonus`).join('\n')}\n999,10,bonus\n`;
  const headers = { 'idempotency-key': 'grants-1' };
  const sent = await Promise.all(Array.from({ length: 4 }, () => send(fin, '/v1/grants', text, headers)));
  expect(new Set(sent.map(({ body }) => body['uploadId'])).size).toBe(1);
  expect(await finished(sent[0]!.body['uploadId'])).toMatchObject({ kind: 'grants', done: 300, refused: 1 });
  expect((await memberOf(500)).balance.activePoints).toBe(10);
  const { rows } = await db.query('SELECT sum(active)::integer AS points FROM ledger.account');
  expect(rows[0]).toEqual({ points: 3_000 });
  expect(told(await send(fin, '/v1/grants', `${text}\n`, headers))).toEqual([409, 'key_reused']);
  expect(told(await send(fin, '/v1/grants', `card_number,points\n${card(1)},-5\n`))).toEqual([422, 'bad_lines']);
  expect(told(await send(mia, '/v1/grants', text))).toEqual([403, 'role_not_allowed']);
});

test('a list that four work on at once is done once, and a cancelled one stops', async () => {
  const text = `card_number,add_segments\n${Array.from({ length: 1_000 }, (_, k) => `${card(k)},spring`).join('\n')}\n`;
  const { body } = await send(mia, '/v1/members/uploads', text);
  const worker = async (): Promise<void> => {
    while (await applyMembers(db, 50));
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  expect(await finished(body['uploadId'])).toMatchObject({ done: 1_000, refused: 0 });
  expect(told(await mia.post(`/v1/uploads/${String(body['uploadId'])}/cancel`, { reason: 'x' }))).toEqual([409, 'already_done']);
});

test('a list is stopped by the roles that may start one of its kind, and by no others', async () => {
  const rows = [
    ['upl_00000000000000000000000000000001', 'grants'],
    ['upl_00000000000000000000000000000002', 'members'],
  ] as const;
  // They are done, so that no engine works on them meanwhile: who may not stop one is told so before that.
  for (const [uploadId, kind] of rows)
    await db.query(
      `INSERT INTO member.upload (upload_id, kind, status, lines, done, finished_at, reason, created_by) VALUES ($1, $2, 'done', 1, 1, now(), 'x', 'x')`,
      [uploadId, kind],
    );
  const cancel = (client: AdminClient, k: 0 | 1) => client.post(`/v1/uploads/${rows[k][0]}/cancel`, { reason: 'x' });
  expect(told(await cancel(mia, 0))).toEqual([403, 'role_not_allowed']);
  expect(told(await cancel(fin, 0))).toEqual([409, 'already_done']);
  expect(told(await cancel(mia, 1))).toEqual([409, 'already_done']);
  expect(told(await cancel(fin, 1))).toEqual([403, 'role_not_allowed']);
});
