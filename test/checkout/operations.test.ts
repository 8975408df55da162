import type { ReturnCommand } from '../../src/checkout/commands.js';
import { authorize } from '../../src/checkout/authorize.js';
import { returnSale } from '../../src/checkout/return.js';
import { sale } from '../../src/checkout/sale.js';
import { voidSale } from '../../src/checkout/void.js';
import { milli } from '../../src/core/money.js';
import { verifyLedger } from '../../src/jobs/verify/verify-ledger.js';
import { memberCalls, ok } from './member-calls.js';
import { DAY_MS, hashOf, NOW, openCheckout, saleOf, TILL, type Basket, type OpenCheckout } from './open-checkout.js';

let open: OpenCheckout;
let calls: ReturnType<typeof memberCalls>;
beforeAll(async () => {
  open = await openCheckout();
  calls = memberCalls(open.deps);
});
afterAll(() => open.close());
afterEach(() => open.at(NOW));

const sell = async (basket: Basket) => ok(await sale(open.deps, saleOf(basket)));
let returns = 0;
const returnOf = (saleId: string, lines: [number, number][]) => {
  const quantities = lines.map(([lineNumber, units]) => ({ lineNumber, quantityMilli: milli(units * 1000) }));
  const receipt = { storeId: 's1', terminalId: 't1', businessDate: '2026-11-23', receiptNumber: `ops${++returns}` };
  const effect = { caller: TILL, deadlineMs: null, idempotencyKey: '', bodyHash: hashOf([saleId, quantities]) };
  const command: ReturnCommand = { ...effect, target: { by: 'sale_id', saleId }, receipt, returnedAtMs: 0, lines: quantities, reason: '' };
  return returnSale(open.deps, command);
};
const cards = (count: number) => Promise.all(Array.from({ length: count }, () => open.newCard()));
/** A card with active points, and when they expire. */
const cardWith = async (...lots: (readonly [points: number, expiresAtMs: number | null])[]) => {
  const card = await open.newCard();
  for (const [amount, expiresAtMs] of lots) ok(await calls.grant(card, amount, { expiresAtMs }));
  return card;
};
const rows = async (sql: string, values: unknown[]) => (await open.deps.ledger.pool.query(sql, values)).rows;
const uuid = async (card: string) => (await calls.memberId(card)).slice(4);

describe('adjust and grant', () => {
  it('adds and takes, with reason and author in the journal, against `adjusted`; a grant is issued', async () => {
    const [card] = await cards(1);
    expect(ok(await calls.adjust(card!, 'add', 500)).balance).toMatchObject({ activePoints: 500, version: 1 });
    expect(ok(await calls.adjust(card!, 'take', 120)).balance).toMatchObject({ activePoints: 380 });
    expect(ok(await calls.grant(card!, 20)).balance).toMatchObject({ activePoints: 400 });
    const journal = await rows(
      `SELECT kind, debits, credits, points, reason, author FROM ledger.entry WHERE member_id = $1 ORDER BY version`,
      [await uuid(card!)],
    );
    expect(
      journal.map((entry) => [entry.kind, ...entry.debits, ...entry.credits, ...entry.points.map(Number), entry.reason, entry.author]),
    ).toEqual([
      ['adjust', 7, 2, 500, 'because', 'ann'],
      ['adjust', 2, 7, 120, 'because', 'ann'],
      ['grant', 4, 2, 20, 'because', 'ann'],
    ]);
  });

  it('takes the earliest expiry first, and below zero only where that is allowed', async () => {
    const card = await cardWith([100, null], [50, NOW + DAY_MS]);
    ok(await calls.adjust(card, 'take', 60));
    expect(await calls.lots(card)).toEqual([[90, 0]]);
    expect(await calls.adjust(card, 'take', 91)).toMatchObject({
      rejection: 'not_enough_points',
      detail: { available: '90', requested: '91' },
    });
    ok(await calls.adjust(card, 'take', 95, { mayGoBelowZero: true }));
    expect(await calls.balance(card)).toEqual([0, -5, 0]);
    ok(await calls.grant(card, 12));
    expect([await calls.balance(card), await calls.lots(card)]).toEqual([[0, 7, 0], [[7, 0]]]);
  });

  it('answers a repeated call from the store, and refuses another body under the key', async () => {
    const card = await cardWith([10, null]);
    const first = ok(await calls.adjust(card, 'add', 5, {}, 'twice'));
    ok(await calls.grant(card, 1));
    expect(ok(await calls.adjust(card, 'add', 5, {}, 'twice'))).toEqual({ ...first, replayed: true });
    expect(await calls.adjust(card, 'add', 6, {}, 'twice')).toMatchObject({ rejection: 'key_reused' });
    expect(await calls.grant(card, 5, {}, 'twice')).toMatchObject({ rejection: 'key_reused' });
    const crowd = await Promise.all(Array.from({ length: 12 }, () => calls.adjust(card, 'add', 3, {}, 'crowd')));
    expect(crowd.filter((result) => !ok(result).replayed)).toHaveLength(1);
    expect(await calls.balance(card)).toEqual([0, 19, 0]);
  });

  it.each([
    ['no points', 0, {}, 'malformed'],
    ['an expiry that is past', 5, { expiresAtMs: NOW }, 'malformed'],
    ['an unknown card', 5, { member: { cardNumber: 'nobody' } }, 'unknown_card'],
    ['an unknown member', 5, { member: { memberId: 'mbr_x' } }, 'unknown_card'],
  ])('refuses %s', async (_what, amount, more, rejection) => {
    const [card] = await cards(1);
    expect(await calls.adjust(card!, 'add', amount, more)).toMatchObject({ rejection });
  });

  it('is undone once, from its own lot first', async () => {
    const card = await cardWith([100, NOW + DAY_MS]);
    const bonus = ok(await calls.grant(card, 40, { expiresAtMs: NOW + 9 * DAY_MS }));
    const undone = ok(await calls.reverse(bonus.operationId, false, 'undo'));
    expect(undone).toMatchObject({ reversedOperationId: bonus.operationId, points: 40, balance: { activePoints: 100 } });
    expect(await calls.lots(card)).toEqual([[100, NOW + DAY_MS]]);
    expect(await calls.reverse(bonus.operationId)).toMatchObject({ rejection: 'already_reversed' });
    expect(ok(await calls.reverse(bonus.operationId, false, 'undo'))).toEqual({ ...undone, replayed: true });
    expect(await calls.reverse(undone.operationId)).toMatchObject({ rejection: 'malformed' });
    const crowdBonus = ok(await calls.grant(card, 1));
    const crowd = await Promise.all(Array.from({ length: 8 }, () => calls.reverse(crowdBonus.operationId)));
    expect(crowd.filter((result) => !('rejection' in result))).toHaveLength(1);
  });
});

describe('transfer', () => {
  it('moves lots with their expiry; both sides or none', async () => {
    const from = await cardWith([30, NOW + DAY_MS], [100, NOW + 5 * DAY_MS]);
    const to = await cardWith([7, null]);
    expect(ok(await calls.transfer(from, to, 50))).toMatchObject({
      points: 50,
      balance: { activePoints: 80 },
      toBalance: { activePoints: 57 },
    });
    expect(await calls.lots(from)).toEqual([[80, NOW + 5 * DAY_MS]]);
    expect(await calls.lots(to)).toEqual([
      [30, NOW + DAY_MS],
      [20, NOW + 5 * DAY_MS],
      [7, 0],
    ]);
    expect(await calls.transfer(from, to, 81)).toMatchObject({ rejection: 'not_enough_points' });
    expect(await calls.transfer(from, from, 1)).toMatchObject({ rejection: 'malformed' });
    ok(await calls.block({ cardNumber: to }));
    expect(await calls.transfer(from, to, 1)).toMatchObject({ rejection: 'card_blocked', field: 'to' });
  });

  it('pays off what the receiver owes', async () => {
    const from = await cardWith([30, null]);
    const to = await cardWith([5, null]);
    ok(await calls.adjust(to, 'take', 25, { mayGoBelowZero: true }));
    ok(await calls.transfer(from, to, 30));
    expect([await calls.balance(to), await calls.lots(to)]).toEqual([[0, 10, 0], [[10, 0]]]);
  });

  it('crossing each other in a crowd, no point is lost and none is made', async () => {
    const crowd = await Promise.all(Array.from({ length: 6 }, () => cardWith([100, null])));
    await Promise.all(Array.from({ length: 60 }, (_, k) => calls.transfer(crowd[k % 6]!, crowd[(k * 5 + 1 + (k % 3)) % 6]!, 1 + (k % 40))));
    const balances = await Promise.all(crowd.map(calls.balance));
    expect(balances.reduce((sum, [, active]) => sum + active!, 0)).toBe(600);
  });

  it('is undone by another transfer', async () => {
    const [from, to] = [await cardWith([30, null]), await cardWith()];
    const sent = ok(await calls.transfer(from, to, 20));
    ok(await calls.reverse(sent.operationId));
    expect([await calls.balance(from), await calls.balance(to)]).toEqual([
      [0, 30, 0],
      [0, 0, 0],
    ]);
  });
});

describe('block and unblock', () => {
  it('refuse receipts of the card or of every card, until unblocked', async () => {
    const card = await cardWith([10, null]);
    const memberId = await calls.memberId(card);
    ok(await calls.block({ cardNumber: card }));
    expect(await sale(open.deps, saleOf({ card }))).toMatchObject({ rejection: 'card_blocked' });
    ok(await calls.unblock({ cardNumber: card }));
    await sell({ card });
    ok(await calls.block({ memberId }));
    ok(await calls.block({ memberId }));
    expect(await sale(open.deps, saleOf({ card }))).toMatchObject({ rejection: 'card_blocked' });
    ok(await calls.unblock({ memberId }));
    await sell({ card });
  });

  it('leave a card that was replaced blocked', async () => {
    const card = await cardWith();
    ok(await calls.block({ cardNumber: card }));
    await rows('UPDATE member.card SET replaced_by = gen_random_uuid() WHERE card_number = $1', [card]);
    expect(await calls.unblock({ cardNumber: card })).toMatchObject({ rejection: 'card_replaced', field: 'target' });
    expect(await sale(open.deps, saleOf({ card }))).toMatchObject({ rejection: 'card_blocked' });
  });

  it('do not keep goods from coming back', async () => {
    const card = await cardWith([10, null]);
    const sold = await sell({ card, lines: [['tea', 2, 1000]], burn: 10 });
    ok(await calls.block({ cardNumber: card }));
    expect(ok(await returnOf(sold.saleId, [[1, 2]]))).toMatchObject({ giveBackPoints: 10 });
  });
});

describe('merge', () => {
  it('brings cards and lots with their expiry to the survivor, and leaves the history', async () => {
    const [a, b] = [await cardWith([30, NOW + DAY_MS], [5, null]), await cardWith([7, NOW + 2 * DAY_MS])];
    const old = await calls.memberId(a);
    const merged = ok(await calls.merge(old, b, 'merge-1'));
    expect(merged).toMatchObject({
      memberId: old,
      intoMemberId: await calls.memberId(b),
      points: 35,
      owedPoints: 0,
      balance: { activePoints: 42 },
    });
    expect(await calls.memberId(a)).toBe(await calls.memberId(b));
    expect(await calls.lots(b)).toEqual([
      [30, NOW + DAY_MS],
      [7, NOW + 2 * DAY_MS],
      [5, 0],
    ]);
    expect(ok(await calls.merge(old, b, 'merge-1'))).toEqual({ ...merged, replayed: true });
    expect(await calls.merge(old, b)).toMatchObject({ rejection: 'member_merged' });
    expect(await calls.merge(await calls.memberId(b), a)).toMatchObject({ rejection: 'malformed' });
    expect((await rows('SELECT count(*) AS entries FROM ledger.entry WHERE member_id = $1', [old.slice(4)]))[0].entries).toBe(3);
    await sell({ card: a, burn: 42, lines: [['tea', 9, 1000]] });
    expect(await calls.balance(b)).toEqual([0, 89, 0]);
  });

  it('lets what one owes be owed by both', async () => {
    const [a, b] = [await cardWith([10, null]), await cardWith([50, null])];
    ok(await calls.adjust(a, 'take', 40, { mayGoBelowZero: true }));
    expect(ok(await calls.merge(await calls.memberId(a), b))).toMatchObject({ points: 0, owedPoints: 30, balance: { activePoints: 20 } });
    const c = await cardWith([10, null]);
    ok(await calls.adjust(c, 'take', 40, { mayGoBelowZero: true }));
    expect(ok(await calls.merge(await calls.memberId(b), c))).toMatchObject({ points: 20, balance: { activePoints: -10 } });
  });

  it('waits for open holds', async () => {
    const [a, b] = [await cardWith([100, null]), await cardWith()];
    ok(await authorize(open.deps, { ...saleOf({ card: a, burn: 10, lines: [['tea', 1, 1000]] }), holdTtlMs: 1000 }));
    expect(await calls.merge(await calls.memberId(a), b)).toMatchObject({ rejection: 'open_holds' });
    open.at(NOW + 1000);
    expect(ok(await calls.merge(await calls.memberId(a), b))).toMatchObject({ points: 100 });
  });

  it.each([
    ['whole', [[1, 10]], 0],
    ['in two parts', [[1, 4]], 6],
  ] as const)('a sale of the old member returned %s is settled with the survivor', async (_what, lines, left) => {
    const [a, b] = [await cardWith([300, NOW + 3 * DAY_MS]), await cardWith([50, null])];
    const sold = await sell({ card: a, lines: [['tea', 10, 1000]], burn: 300 });
    expect(await calls.balance(a)).toEqual([0, 97, 0]);
    ok(await calls.merge(await calls.memberId(a), b));
    const back = ok(
      await returnOf(
        sold.saleId,
        lines.map(([line, units]) => [line, units]),
      ),
    );
    const share = (10 - left) / 10;
    expect(back).toMatchObject({ giveBackPoints: 300 * share, shortfallPoints: 0 });
    if (left > 0) ok(await returnOf(sold.saleId, [[1, left]]));
    expect(await calls.balance(b)).toEqual([0, 350, 0]);
    expect(await calls.lots(b)).toEqual([
      ...(left > 0
        ? [
            [120, NOW + 3 * DAY_MS],
            [180, NOW + 3 * DAY_MS],
          ]
        : [[300, NOW + 3 * DAY_MS]]),
      [50, 0],
    ]);
  });

  it('points of a sale that were spent by the survivor are missing there; a voided sale too', async () => {
    const [a, b] = [await cardWith(), await cardWith()];
    const sold = await sell({ card: a, lines: [['tea', 10, 1000]] });
    const later = await sell({ card: a, lines: [['tea', 5, 1000]] });
    ok(await calls.merge(await calls.memberId(a), b));
    ok(await calls.adjust(b, 'take', 145));
    expect(ok(await returnOf(sold.saleId, [[1, 10]]))).toMatchObject({
      clawbackPoints: 100,
      shortfallPoints: 95,
      balance: { activePoints: -95 },
    });
    const command = { caller: TILL, deadlineMs: null, idempotencyKey: '', bodyHash: hashOf('v'), reason: '', businessDate: '2026-11-22' };
    expect(ok(await voidSale(open.deps, { ...command, target: { by: 'sale_id', saleId: later.saleId } })).balance).toMatchObject({
      activePoints: -145,
    });
  });

  it('of two at once in opposite directions one wins', async () => {
    const [a, b] = [await cardWith([1, null]), await cardWith([2, null])];
    const [x, y] = [await calls.memberId(a), await calls.memberId(b)];
    const results = await Promise.all([calls.merge(x, b), calls.merge(y, a)]);
    expect(results.filter((result) => !('rejection' in result))).toHaveLength(1);
    expect([await calls.balance(a), await calls.balance(b)]).toEqual([
      [0, 3, 0],
      [0, 3, 0],
    ]);
  });
});

describe('erase', () => {
  it('leaves points and entries, and nothing that names anybody', async () => {
    const card = await cardWith([30, null]);
    const id = await uuid(card);
    await rows(
      `UPDATE member.member SET birth_date = '1990-02-03', attributes = '{"name": "Ann"}', segments = '{vip}' WHERE member_id = $1`,
      [id],
    );
    const erased = ok(await calls.erase(card, 'erase-1'));
    expect(erased).toMatchObject({ cards: 1 });
    expect(await sale(open.deps, saleOf({ card }))).toMatchObject({ rejection: 'unknown_card' });
    expect(ok(await calls.erase(card, 'erase-1'))).toEqual({ ...erased, replayed: true });
    expect((await calls.view({ memberId: `mbr_${id}` })).balance.activePoints).toBe(30);
    expect(await rows(`SELECT birth_date, attributes, segments FROM member.member WHERE member_id = $1`, [id])).toEqual([
      { birth_date: null, attributes: {}, segments: [] },
    ]);
    expect(await rows(`SELECT 1 FROM member.card WHERE card_number = $1`, [card])).toEqual([]);
  });
});

it('the ledger is whole after all of it', async () => {
  const { checks } = await verifyLedger(open.deps.ledger.pool);
  // The programme of this test is compiled in place, so no version is published.
  expect(checks.filter((check) => check.wrong > 0 && check.name !== 'rule-set versions')).toEqual([]);
});
