/** Series of unique codes over REST, and what a till is told of them over gRPC. */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { makeChunk } from '../../../src/coupons/make-chunk.js';
import { checkCharacter } from '../../../src/core/rules/code-form.js';
import { verifyLedger } from '../../../src/jobs/verify/verify-ledger.js';
import { PROGRAMME } from '../../support/engine.js';
import { AdminClient, startAdminEngine, told, type AdminEngine } from './client.js';

const programme = {
  ...PROGRAMME,
  couponSeries: ['sum', 'plain', 'bound', 'twice', 'few', 'foreign', 'big', 'gone', 'old'].map((id) => ({ id })),
  rules: [
    ...PROGRAMME.rules!,
    {
      id: 'ticket',
      name: '1.00 off with a code',
      stage: 'receipt',
      coupon: { series: ['sum', 'plain', 'bound', 'twice', 'few', 'foreign', 'big', 'old'] },
      benefit: { kind: 'amountOff', amountMinor: 100, per: 'receipt' },
    },
  ],
};

let at: AdminEngine;
let mia: AdminClient;
let sue: AdminClient;
let db: Pool;
beforeAll(async () => {
  at = await startAdminEngine({}, programme);
  mia = await at.as('mia', 'marketer', 'publisher');
  sue = await at.as('sue', 'support');
  db = new Pool({ connectionString: at.databaseUrl, max: 4 });
});
afterAll(async () => {
  await db?.end();
  await at.close();
});

const series = (seriesId: string, more: object = {}) => mia.post('/v1/coupon-series', { seriesId, name: `Series ${seriesId}`, ...more });

async function codesOf(seriesId: string, count: number): Promise<string[]> {
  const { body } = await mia.post(`/v1/coupon-series/${seriesId}/batches`, { count });
  const path = `/v1/coupon-series/${seriesId}/batches/${body['batchId']}`;
  while ((await mia.get(path)).body['status'] !== 'done') await new Promise((resolve) => setTimeout(resolve, 50));
  const text = String((await mia.get(`/v1/coupon-series/${seriesId}/codes?batch=${body['batchId']}`)).body['text']);
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[0]!);
}

let receipts = 0;
const receipt = (coupons: string[], cardNumber = '') => ({
  storeId: 'S1',
  terminalId: 'T1',
  businessDate: '2026-11-22',
  receiptNumber: `c${++receipts}`,
  cardNumber,
  lines: [{ lineNumber: 1, sku: 'tea', quantityMilli: 1000, unitPriceMinor: 1000 }],
  coupons,
});

/** What a quote says of its first code. */
async function quoted(code: string, cardNumber = ''): Promise<string> {
  const answer = await at.grpc.call('Quote', { receipt: receipt([code], cardNumber) });
  if (!answer.ok) throw new Error(answer.message);
  const { coupons } = answer.response['quote'] as { coupons: { reason: string; why?: { sentence: string } | null }[] };
  return coupons[0]!.reason;
}

const sell = (code: string, cardNumber = '') => at.grpc.call('Sale', { receipt: receipt([code], cardNumber) });

test('codes are made in the background, exactly as many, printed in groups, and one is good for one sale', async () => {
  expect(told(await series('sum', { prefix: 'SUM', length: 12, group: 4 }))).toEqual([201]);
  const codes = await codesOf('sum', 4321);
  expect([codes.length, new Set(codes).size]).toEqual([4321, 4321]);
  for (const code of codes.slice(0, 100)) {
    expect(code).toMatch(/^SUM[2-9A-HJKMNP-Z]{12}$/);
    expect(checkCharacter(code.slice(3, -1))).toBe(code.at(-1));
  }
  const [code] = codes as [string];
  const printed = `SUM-${code.slice(3, 7)}-${code.slice(7, 11)}-${code.slice(11)}`;
  expect([await quoted(code), await quoted(printed), await quoted(printed.toLowerCase().replaceAll('-', ' '))]).toEqual([
    'applied',
    'applied',
    'applied',
  ]);
  const sold = await sell(printed);
  expect(sold.ok).toBe(true);
  expect(await quoted(code)).toBe('used');
  const found = await sue.get(`/v1/coupons/${printed}`);
  expect(found.body).toMatchObject({ code, printed, state: 'used', uses: 1, sales: [{ amountMinor: 100, undone: false }] });
  expect((await mia.get('/v1/coupon-series/sum/statistics')).body).toMatchObject({
    codes: 4321,
    usedCodes: 1,
    usedUpCodes: 1,
    uses: 1,
    usableCodes: 4320,
    blockedCodes: 0,
    expiredCodes: 0,
    sales: 1,
    redeemedMinor: 100,
  });
  expect((await mia.get('/v1/coupon-series/sum')).body).toMatchObject({ rules: ['ticket'], inProgramme: true });
});

test('a mistyped code is told from an unknown one, where the series has a check character', async () => {
  await series('plain', { prefix: 'PLN', checksum: false, length: 12 });
  const [good] = (await codesOf('sum', 1)) as [string];
  const body = good.slice(3);
  const other = (character: string): string => (character === 'A' ? 'B' : 'A');
  const wrongCharacter = `SUM${other(body[0]!)}${body.slice(1)}`;
  const k = [...body].findIndex((character, i) => i > 0 && character !== body[i - 1]);
  const swapped = `SUM${body.slice(0, k - 1)}${body[k]}${body[k - 1]}${body.slice(k + 1)}`;
  const unknown = 'SUM2222222222' + '2';
  const wellFormed = `SUM${'2'.repeat(11)}${checkCharacter('2'.repeat(11))}`;
  expect(
    await Promise.all(
      [wrongCharacter, swapped, `SUM0${body.slice(1)}`, wellFormed, unknown, `PLN${'2'.repeat(12)}`].map((code) => quoted(code)),
    ),
  ).toEqual(['mistyped', 'mistyped', 'mistyped', 'unknown', 'unknown', 'unknown']);
  const answer = await at.grpc.call('Quote', { receipt: receipt([swapped]) });
  expect(JSON.stringify(answer)).toContain('mistyped: its check character');
});

test('every single wrong character and every swap of two is found', () => {
  const body = '7K3W9PQR2XDM';
  const whole = body + checkCharacter(body)!;
  const isGood = (code: string): boolean => checkCharacter(code.slice(0, -1)) === code.at(-1);
  expect(isGood(whole)).toBe(true);
  const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
  for (let i = 0; i < whole.length; i++) {
    for (const character of alphabet)
      if (character !== whole[i]) expect(isGood(whole.slice(0, i) + character + whole.slice(i + 1))).toBe(false);
    for (let j = i + 1; j < whole.length; j++) {
      if (whole[i] === whole[j]) continue;
      const swapped = [...whole];
      [swapped[i], swapped[j]] = [swapped[j]!, swapped[i]!];
      expect(isGood(swapped.join(''))).toBe(false);
    }
  }
});

test('a blocked code, and a blocked series, are refused at the till at once', async () => {
  const [one, two] = (await codesOf('sum', 2)) as [string, string];
  expect(told(await sue.post(`/v1/coupons/${one}/block`, { reason: 'posted on a forum' }))).toEqual([200]);
  expect([await quoted(one), await quoted(two)]).toEqual(['withdrawn', 'applied']);
  expect(told(await sue.post('/v1/coupon-series/sum/block', { reason: 'leaked' }))).toEqual([403, 'role_not_allowed']);
  expect(told(await mia.post('/v1/coupon-series/sum/block', { reason: 'leaked' }))).toEqual([200]);
  expect([await quoted(one), await quoted(two)]).toEqual(['withdrawn', 'withdrawn']);
  expect((await sue.get(`/v1/coupons/${two}`)).body).toMatchObject({ state: 'series_blocked' });
  expect(told(await mia.post('/v1/coupon-series/sum/unblock', { reason: 'was another one' }))).toEqual([200]);
  expect(told(await sue.post(`/v1/coupons/${one}/unblock`, { reason: 'mistake' }))).toEqual([200]);
  expect([await quoted(one), await quoted(two)]).toEqual(['applied', 'applied']);
  const { body } = await at.admin.get(`/v1/audit?subject=coupon:${one}`);
  expect(
    (body['items'] as { action: string; actor: string; reason: string }[]).map(({ action, actor, reason }) => [action, actor, reason]),
  ).toEqual([
    ['coupon.unblock', 'sue', 'mistake'],
    ['coupon.block', 'sue', 'posted on a forum'],
  ]);
  expect(told(await sue.post('/v1/coupons/NOBODY/block', { reason: 'x' }))).toEqual([404, 'unknown_coupon']);
});

test('windows of a series and of a batch', async () => {
  await series('old', { validTo: '2020-01-01T00:00:00Z' });
  const [code] = (await codesOf('old', 1)) as [string];
  expect([await quoted(code), (await sue.get(`/v1/coupons/${code}`)).body['state']]).toEqual(['expired', 'expired']);
  const read = await mia.get('/v1/coupon-series/old');
  const headers = { 'if-match': read.headers.get('etag')! };
  expect(told(await mia.call('PATCH', '/v1/coupon-series/old', { validTo: null, validFrom: '2200-01-01T00:00:00Z' }, headers))).toEqual([
    200,
  ]);
  expect(await quoted(code)).toBe('not_started');
  expect(told(await mia.call('PATCH', '/v1/coupon-series/old', { name: 'x' }, headers))).toEqual([412, 'stale_series']);
  expect(told(await mia.call('PATCH', '/v1/coupon-series/old', { name: 'x' }))).toEqual([428, 'if_match_missing']);
});

test('the end of a batch and of a listed code counts in any offset; one that is not there is told', async () => {
  await series('offsets');
  const batch = (validTo: string) => mia.post('/v1/coupon-series/offsets/batches', { count: 1, validTo });
  expect(told(await batch('2100-01-01T00:00:00-17:26'))).toEqual([202]);
  for (const validTo of ['2100-01-01T00:00:00+24:00', '2100-02-30T00:00:00Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:00-15:00']) {
    const refused = await batch(validTo);
    expect([validTo, ...told(refused)]).toEqual([validTo, 400, 'malformed']);
    expect(JSON.stringify(refused.body)).toContain('validTo');
  }
  const listed = (until: string) =>
    mia.call('POST', '/v1/coupon-series/offsets/codes', `code,valid_to\nOFFSET1,${until}\n`, { 'content-type': 'text/csv' });
  expect(told(await listed('2100-02-31T00:00:00Z'))).toEqual([422, 'bad_lines']);
  expect(told(await listed('2020-01-01T00:00:00+16:30'))).toEqual([201]);
  expect((await sue.get('/v1/coupons/OFFSET1')).body).toMatchObject({ state: 'expired', validTo: '2019-12-31T07:30:00.000Z' });
});

test('a code of a bound series is for the member it was issued to', async () => {
  await series('bound', { bound: true });
  const [ann, bob] = await Promise.all(['9000111101', '9000111102'].map((number) => sue.post('/v1/members', { cards: [{ number }] })));
  const issued = await sue.post('/v1/coupon-series/bound/issue', { memberId: ann!.body['memberId'], reason: 'sorry' });
  expect(told(issued)).toEqual([201]);
  const code = String(issued.body['code']);
  expect([await quoted(code), await quoted(code, '9000111102'), await quoted(code, '9000111101')]).toEqual([
    'not_yours',
    'not_yours',
    'applied',
  ]);
  expect(told(await sue.post('/v1/coupon-series/bound/issue', { memberId: `mbr_${randomUUID()}`, reason: 'x' }))).toEqual([
    404,
    'unknown_member',
  ]);
  expect(bob!.status).toBe(201);
});

test('one member may use the series twice, whatever codes it has', async () => {
  await series('twice', { usesPerMember: 2 });
  const codes = await codesOf('twice', 4);
  await sue.post('/v1/members', { cards: [{ number: '9000111103' }] });
  const answers = [];
  for (const code of codes) answers.push(await quoted(code, '9000111103'), (await sell(code, '9000111103')).ok);
  expect(answers).toEqual(['applied', true, 'applied', true, 'member_limit_reached', true, 'member_limit_reached', true]);
  expect(await quoted(codes[3]!)).toBe('member_needed');
});

test('a total of 5 is not passed by 20 tills with 20 codes', async () => {
  await series('few', { usesTotal: 5 });
  const codes = await codesOf('few', 20);
  await Promise.all(codes.map((code) => sell(code)));
  expect((await mia.get('/v1/coupon-series/few/statistics')).body).toMatchObject({ uses: 5, usedCodes: 5, sales: 5, redeemedMinor: 500 });
  expect(await quoted(codes[0]!)).toMatch(/^(used|limit_reached)$/);
});

test('codes of another system come in whole, or not at all with every wrong line', async () => {
  await series('foreign');
  const send = (text: string, headers: Record<string, string> = {}) =>
    mia.call('POST', '/v1/coupon-series/foreign/codes', text, { 'content-type': 'text/csv', ...headers });
  const bad = await send('code,uses_max\nFRGN-1,3\nno good,1\nFRGN-1,1\nFRGN-2,x\n"FRGN-3,1\n');
  expect(told(bad)).toEqual([422, 'bad_lines']);
  expect((bad.body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([
    '/lines/3/code',
    '/lines/4/code',
    '/lines/5/uses_max',
    expect.stringMatching(/^\/lines\/[67]$/),
  ]);
  expect(await quoted('FRGN-1')).toBe('unknown');
  const headers = { 'idempotency-key': 'foreign-1' };
  const first = await send('code,uses_max\nFRGN-1,3\nFRGN-2,\n', headers);
  expect([first.status, first.body['codes']]).toEqual([201, 2]);
  expect((await send('code,uses_max\nFRGN-1,3\nFRGN-2,\n', headers)).body).toEqual(first.body);
  expect(told(await send('code\nFRGN-9\n', headers))).toEqual([409, 'key_reused']);
  expect(told(await send('code\nFRGN-1\n'))).toEqual([422, 'bad_lines']);
  expect(told(await send('code\n'))).toEqual([422, 'bad_lines']);
  expect(told(await mia.post('/v1/coupon-series/foreign/codes', { code: 'X' }))).toEqual([415, 'malformed']);
  for (let k = 0; k < 3; k++) expect((await sell('frgn-1')).ok).toBe(true);
  expect([await quoted('FRGN-1'), await quoted('FRGN-2')]).toEqual(['used', 'applied']);
});

test('one code and 50 tills: one sale gets it', async () => {
  const [code] = (await codesOf('sum', 1)) as [string];
  const answers = await Promise.all(Array.from({ length: 50 }, () => sell(code)));
  const applied = answers.filter((answer) => answer.ok && JSON.stringify(answer.response).includes('"reason":"applied"'));
  expect([answers.filter(({ ok }) => ok).length, applied.length]).toEqual([50, 1]);
  expect((await sue.get(`/v1/coupons/${code}`)).body).toMatchObject({ uses: 1, usesMax: 1 });
});

test('four that make one batch at once make exactly what was ordered, and a cancelled one ends', async () => {
  await series('big');
  const { body } = await mia.post('/v1/coupon-series/big/batches', { count: 30_011 }, { 'idempotency-key': 'big-1' });
  expect((await mia.post('/v1/coupon-series/big/batches', { count: 30_011 }, { 'idempotency-key': 'big-1' })).body).toEqual(body);
  const batchId = Number(body['batchId']);
  const worker = async (): Promise<void> => {
    while ((await mia.get(`/v1/coupon-series/big/batches/${batchId}`)).body['status'] === 'running') await makeChunk(db, 1_000, batchId);
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  const { rows } = await db.query(
    'SELECT count(*)::integer AS codes, count(DISTINCT code)::integer AS different FROM ledger.coupon WHERE series_id = $1',
    ['big'],
  );
  expect(rows[0]).toEqual({ codes: 30_011, different: 30_011 });
  expect(told(await mia.post(`/v1/coupon-series/big/batches/${batchId}/cancel`, { reason: 'x' }))).toEqual([409, 'already_done']);
  expect(told(await mia.post('/v1/coupon-series/big/batches/999999/cancel', { reason: 'x' }))).toEqual([404, 'unknown_batch']);
});

test('what is wrong with a series is told', async () => {
  expect(told(await series('sum'))).toEqual([409, 'series_exists']);
  expect(told(await series('short', { length: 9, checksum: true }))).toEqual([201]);
  expect(told(await series('w', { validFrom: '2026-02-01T00:00:00Z', validTo: '2026-01-01T00:00:00Z' }))).toEqual([400, 'malformed']);
  expect(told(await series('p', { prefix: 'a-b' }))).toEqual([400, 'malformed']);
  expect(told(await mia.post('/v1/coupon-series/nope/batches', { count: 1 }))).toEqual([404, 'unknown_series']);
  expect(told(await mia.post('/v1/coupon-series/sum/batches', { count: 0 }))).toEqual([400, 'malformed']);
});

test('the ledger verifies', async () => {
  const { checks } = await verifyLedger(db);
  expect(checks.filter(({ wrong }) => wrong > 0)).toEqual([]);
});
