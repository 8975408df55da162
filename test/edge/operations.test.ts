import { Pool } from 'pg';
import { createTerminal } from '../../src/rulebook/create-terminal.js';
import { publish } from '../../src/rulebook/publish.js';
import { startTestEngine, type TestEngine } from '../support/engine.js';
import { readStream, sendQueue } from './stream-caller.js';

/** A point for each 1.00; the version that follows gives two. */
const programme = (points: number) => ({
  format: 'tallystick/1',
  id: 'test',
  name: 'Test programme',
  currency: 'GBP',
  minorDigits: 2,
  pointScale: 0,
  timeZone: 'Europe/London',
  settings: { burn: { rate: { points: 1, minor: 1 } } },
  stores: [{ id: 'S1' }, { id: 'S2' }],
  rules: [
    { id: 'earn', name: 'Points', stage: 'earn', when: { kind: 'member' }, benefit: { kind: 'earnPerAmount', points, perMinor: 100 } },
  ],
});

let test: TestEngine;
let key: string;
let liveMs: number;
beforeAll(async () => {
  test = await startTestEngine({}, programme(1));
  const pool = new Pool({ connectionString: test.databaseUrl, max: 1 });
  const care = await createTerminal(pool, null, { terminalId: 'CARE', storeId: 'S1', name: 'Care', mayEnrol: false, mayOperate: true });
  key = care.outcome === 'created' ? care.key : '';
  await new Promise((resolve) => setTimeout(resolve, 50));
  liveMs = Date.now();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const next = await publish(pool, null, programme(2), { by: 'test', comment: '' });
  if (next.outcome !== 'published') throw new Error(JSON.stringify(next));
  await pool.end();
});
afterAll(() => test.close());

let decisions = 0;
const decision = (idempotencyKey = `d${++decisions}`) => ({ idempotencyKey, reason: 'because', author: 'ann' });
const call = (name: string, message: object, as = key) => test.grpc.call(name, message, { key: as }, 'OperationsService');
const ok = async (name: string, message: object): Promise<Record<string, unknown>> => {
  const answer = await call(name, message);
  if (!answer.ok) throw new Error(`${answer.info?.reason}: ${answer.message}`);
  return answer.response;
};
const refused = async (name: string, message: object, as = key) => {
  const answer = await call(name, message, as);
  return answer.ok ? 'OK' : [answer.code, answer.info?.reason, answer.info?.metadata['field'] ?? ''];
};
let cards = 0;
const newCard = async () => {
  const cardNumber = `op-${++cards}`;
  await test.grpc.enrol('EnrolMembers', { members: [{ cardNumber }] });
  return cardNumber;
};
const member = (cardNumber: string) => ({ cardNumber });

describe('OperationsService', () => {
  it('the life of a balance, from the outside', async () => {
    const [a, b] = [await newCard(), await newCard()];
    const added = await ok('Adjust', { decision: decision('k1'), member: member(a), direction: 'DIRECTION_ADD', points: 500 });
    expect(added).toMatchObject({ points: 500, balance: { activePoints: 500 }, replayed: false });
    const again = await ok('Adjust', { decision: decision('k1'), member: member(a), direction: 'DIRECTION_ADD', points: 500 });
    expect(again).toEqual({ ...added, replayed: true });
    const bonus = await ok('Grant', { decision: decision(), member: member(a), points: 40, expiresAtMs: Date.now() + 86_400_000 });
    await ok('Transfer', { decision: decision(), from: member(a), to: member(b), points: 30 });
    expect(await ok('Reverse', { decision: decision(), operationId: bonus['operationId'] })).toMatchObject({
      balance: { activePoints: 470 },
    });
    const fromMemberId = added['memberId'];
    expect(await ok('Merge', { decision: decision(), fromMemberId, into: member(b) })).toMatchObject({
      points: 470,
      balance: { activePoints: 500 },
    });
    expect(await ok('Block', { decision: decision(), target: member(a) })).toMatchObject({ blocked: true });
    expect(await ok('Unblock', { decision: decision(), target: member(a) })).toMatchObject({ blocked: false });
    expect(await ok('Erase', { decision: decision(), member: member(b) })).toMatchObject({ cards: 2 });
  });

  it('needs the right to operate', async () => {
    const message = { decision: decision(), member: member('x'), points: 1 };
    expect(await refused('Grant', message, test.keys.t1)).toEqual([7, 'may_not_operate', '']);
    expect((await readStream(test.grpc, test.keys.t1, 'OperationsService', 'ExpiringPoints', { untilMs: 9e12 })).reason).toBe(
      'may_not_operate',
    );
  });

  it.each([
    ['no decision', 'Grant', { member: member('x'), points: 1 }, [3, 'malformed', 'decision']],
    [
      'no key',
      'Grant',
      { decision: { reason: 'r', author: 'a' }, member: member('x'), points: 1 },
      [3, 'malformed', 'decision.idempotency_key'],
    ],
    [
      'no reason',
      'Grant',
      { decision: { idempotencyKey: 'k', author: 'a' }, member: member('x'), points: 1 },
      [3, 'malformed', 'decision.reason'],
    ],
    [
      'no author',
      'Grant',
      { decision: { idempotencyKey: 'k', reason: 'r' }, member: member('x'), points: 1 },
      [3, 'malformed', 'decision.author'],
    ],
    ['nobody', 'Grant', { decision: decision(), points: 1 }, [3, 'malformed', 'member']],
    ['no points', 'Grant', { decision: decision(), member: member('x') }, [3, 'malformed', 'points']],
    ['points below zero', 'Grant', { decision: decision(), member: member('x'), points: -1 }, [3, 'malformed', 'points']],
    ['no direction', 'Adjust', { decision: decision(), member: member('x'), points: 1 }, [3, 'malformed', 'direction']],
    ['an unknown card', 'Grant', { decision: decision(), member: member('nobody'), points: 1 }, [5, 'unknown_card', 'member']],
    ['an unknown operation', 'Reverse', { decision: decision(), operationId: 'opr_x' }, [5, 'unknown_operation', 'operation_id']],
  ])('refuses %s', async (_what, name, message, expected) => {
    expect(await refused(name, message)).toEqual(expected);
  });

  it('streams who has points that expire until an instant', async () => {
    const soon = Date.now() + 3_600_000;
    const wanted = new Map<unknown, number>();
    for (let k = 1; k <= 20; k++) {
      const card = await newCard();
      const granted = await ok('Grant', { decision: decision(), member: member(card), points: k, expiresAtMs: soon });
      await ok('Grant', { decision: decision(), member: member(card), points: 100, expiresAtMs: soon + 86_400_000 });
      wanted.set(granted['memberId'], k);
    }
    const { answers, reason } = await readStream(test.grpc, key, 'OperationsService', 'ExpiringPoints', { untilMs: soon });
    expect(reason).toBe('');
    expect(new Map(answers.map((answer) => [answer['memberId'], answer['points']]))).toEqual(wanted);
    expect(answers.every((answer) => answer['firstExpiresAtMs'] === soon)).toBe(true);
    const past = await readStream(test.grpc, key, 'OperationsService', 'ExpiringPoints', { untilMs: 1 });
    expect(past).toEqual({ answers: [], reason: 'malformed' });
  });
});

describe('ReplayReceipts', () => {
  const receipt = (cardNumber: string, receiptNumber: string, more: object = {}) => ({
    businessDate: '2026-11-22',
    receiptNumber,
    purchasedAtMs: liveMs,
    cardNumber,
    lines: [{ lineNumber: 1, sku: 'tea', quantityMilli: 2000, unitPriceMinor: 1000 }],
    ...more,
  });
  const item = (itemId: string, cardNumber: string, more: object = {}, points = 20) => ({
    itemId,
    receipt: receipt(cardNumber, itemId, more),
    promisedPayableMinor: 2000,
    promisedEarnPoints: points,
  });
  const receiptsOf = (answers: readonly Record<string, unknown>[]) =>
    new Map(
      answers
        .filter((answer) => answer['answer'] === 'receipt')
        .map((answer) => [(answer['receipt'] as { itemId: string }).itemId, answer['receipt'] as Record<string, unknown>]),
    );
  const activePoints = async (cardNumber: string) => {
    const answer = await test.grpc.call('GetMember', { cardNumber }, { key: test.keys.t1 });
    return answer.ok ? (answer.response['balance'] as { activePoints: number }).activePoints : NaN;
  };

  it('books by the rules of the time of purchase, answers each alone, and reports what was promised', async () => {
    const card = await newCard();
    const queue = [
      item('o1', card),
      item('o2', card, {}, 25),
      item('o3', card, { burnPoints: 5 }),
      item('o4', 'nobody'),
      item('o5', card, { purchasedAtMs: 0 }),
      item('o6', card, { purchasedAtMs: 86_400_000 }),
      item('o7', card, { purchasedAtMs: Date.now() + 3_600_000 }),
      item('o8', card, { lines: [] }),
      item('o9', card, { storeId: 'S2' }),
    ];
    const { answers, reason } = await sendQueue(test.grpc, test.keys.t1, queue);
    expect(reason).toBe('');
    const found = receiptsOf(answers);
    expect(found.get('o1')).toMatchObject({ refusedReason: '', ruleSetVersion: 1, bookedEarnPoints: 20, bookedPayableMinor: 2000 });
    const reasons = ['o3', 'o4', 'o5', 'o6', 'o7', 'o8', 'o9'].map((id) => found.get(id)!['refusedReason']);
    expect(reasons).toEqual([
      'burn_not_allowed',
      'unknown_card',
      'malformed',
      'no_live_rules',
      'clock_skew',
      'malformed',
      'not_this_store',
    ]);
    expect(answers.at(-1)).toMatchObject({
      answer: 'report',
      report: { received: 9, booked: 2, replayed: 0, refused: 7, differing: 1, bookedEarnPoints: 40, promisedEarnPoints: 45 },
    });
    expect(await activePoints(card)).toBe(40);
  });

  it('any order, any number of times, broken in the middle: each receipt once', async () => {
    const card = await newCard();
    const queue = Array.from({ length: 60 }, (_, k) => item(`m${k}`, card));
    const broken = await sendQueue(test.grpc, test.keys.t1, queue, 10);
    expect(broken.answers.length).toBeLessThan(61);
    const twice = [...[...queue].reverse(), ...queue];
    const { answers } = await sendQueue(test.grpc, test.keys.t1, twice);
    expect(answers.at(-1)).toMatchObject({ report: { received: 120, booked: 120, refused: 0, bookedEarnPoints: 2400 } });
    expect(await activePoints(card)).toBe(60 * 20);
  });

  it('a receipt that had been booked online is answered from the store, and an offline sale can be returned', async () => {
    const card = await newCard();
    const online = await test.grpc.call('Sale', { receipt: receipt(card, 'on-1') }, { key: test.keys.t1 });
    if (!online.ok) throw new Error(online.message);
    // Live rules: two points for each 1.00.
    expect(online.response).toMatchObject({ quote: { totals: { earnPoints: 40 } } });
    const { answers } = await sendQueue(test.grpc, test.keys.t1, [item('on-1', card), item('off-1', card)]);
    const found = receiptsOf(answers);
    expect(found.get('on-1')).toMatchObject({ replayed: true, saleId: online.response['saleId'], bookedEarnPoints: 40 });
    const back = {
      saleId: found.get('off-1')!['saleId'],
      receipt: { businessDate: '2026-11-23', receiptNumber: 'back-1' },
      lines: [{ lineNumber: 1, quantityMilli: 1000 }],
    };
    const returned = await test.grpc.call('Return', back, { key: test.keys.t1 });
    expect(returned).toMatchObject({ ok: true, response: { refundMinor: 1000, clawbackPoints: 10 } });
    expect(await activePoints(card)).toBe(50);
  });

  it('needs a key, and tells bytes that are no message', async () => {
    expect((await sendQueue(test.grpc, 'no-key', [item('x', 'y')])).reason).toBe('unauthenticated');
  });
});
