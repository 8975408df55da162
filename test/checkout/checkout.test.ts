import { authorize } from '../../src/checkout/authorize.js';
import { capture } from '../../src/checkout/capture.js';
import type { ReturnCommand, SaleTarget, VoidCommand } from '../../src/checkout/commands.js';
import { getMember } from '../../src/checkout/get-member.js';
import { getSale } from '../../src/checkout/get-sale.js';
import { quote } from '../../src/checkout/quote.js';
import { returnSale } from '../../src/checkout/return.js';
import { sale } from '../../src/checkout/sale.js';
import { voidSale } from '../../src/checkout/void.js';
import { milli } from '../../src/core/money.js';
import { isRejection, type Rejection } from '../../src/core/rejection.js';
import { verifyLedger } from '../../src/jobs/verify/verify-ledger.js';
import { DAY_MS, hashOf, NOW, openCheckout, receiptOf, saleOf, TILL, type Basket, type OpenCheckout } from './open-checkout.js';

let open: OpenCheckout;
beforeAll(async () => void (open = await openCheckout()));
afterAll(() => open.close());
afterEach(() => open.at(NOW));

function ok<T>(result: T | Rejection): T {
  if (isRejection(result)) throw new Error(`${result.rejection}: ${result.message}`);
  return result;
}

const sell = async (basket: Basket) => ok(await sale(open.deps, saleOf(basket)));
const hold = async (basket: Basket, holdTtlMs = 0) => ok(await authorize(open.deps, { ...saleOf(basket), holdTtlMs }));
const balance = async (card: string) => {
  const { balance: b } = ok(await getMember(open.deps, { caller: TILL, deadlineMs: null, by: { cardNumber: card } }));
  return [b.pendingPoints, b.activePoints, b.heldPoints];
};
const effect = { caller: TILL, deadlineMs: null, idempotencyKey: '' };
const captureOf = (holdId: string, lines: [number, number][] = []) => {
  const quantities = lines.map(([lineNumber, units]) => ({ lineNumber, quantityMilli: milli(units * 1000) }));
  return capture(open.deps, { ...effect, bodyHash: hashOf([holdId, quantities]), holdId, lines: quantities });
};
const voidOf = (target: SaleTarget, extra: Partial<VoidCommand> = {}) =>
  voidSale(open.deps, { ...effect, bodyHash: hashOf(target), target, businessDate: '2026-11-22', reason: 'test', ...extra });
let returns = 0;
const returnOf = (saleId: string, lines: [number, number][], extra: Partial<ReturnCommand> = {}) => {
  const quantities = lines.map(([lineNumber, units]) => ({ lineNumber, quantityMilli: milli(units * 1000) }));
  const { storeId, terminalId } = TILL;
  const receipt = { storeId, terminalId, businessDate: '2026-11-23', receiptNumber: `ret${++returns}` };
  const target = { by: 'sale_id' as const, saleId };
  const command = { ...effect, target, receipt, returnedAtMs: 0, lines: quantities, reason: '', bodyHash: hashOf([saleId, quantities]) };
  return returnSale(open.deps, { ...command, ...extra });
};
/** A card with 900 active points, from a sale of 900.00. */
const richCard = async () => {
  const card = await open.newCard();
  await sell({ card, lines: [['tea', 9, 10000]] });
  return card;
};

describe('sale', () => {
  it('discounts, burns and earns, and books what the quote said', async () => {
    const card = await richCard();
    const basket = {
      card,
      lines: [
        ['coffee', 2, 1000],
        ['tea', 1, 500],
      ] as const,
      burn: 300,
    };
    const quoted = ok(await quote(open.deps, { ...effect, receipt: receiptOf(basket), explain: false }));
    expect(quoted.quote.totals).toMatchObject({
      regularMinor: 2500,
      discountMinor: 200,
      netMinor: 2300,
      burnMinor: 300,
      payableMinor: 2000,
      earnPoints: 20,
    });
    const sold = ok(await sale(open.deps, saleOf(basket, { expectedFingerprint: quoted.quote.fingerprint })));
    expect(sold).toMatchObject({ outcome: 'booked', replayed: false, quote: quoted.quote });
    expect(await balance(card)).toEqual([0, 620, 0]);
  });

  it('answers a repeated call from the store, and refuses another body under the same key', async () => {
    const card = await richCard();
    const command = saleOf({ card, burn: 400, number: 'again' });
    const first = ok(await sale(open.deps, command));
    await sell({ card, burn: 'max' });
    await sell({ card, burn: 'max', lines: [['tea', 5, 1000]] });
    expect(ok(await sale(open.deps, command))).toEqual({ ...first, replayed: true });
    expect(await sale(open.deps, saleOf({ card, burn: 1, number: 'again' }))).toMatchObject({ rejection: 'key_reused' });
    expect(await sale(open.deps, saleOf({ number: 'again' }))).toMatchObject({ rejection: 'key_reused' });
  });

  it('takes a key of the client, and still no receipt twice', async () => {
    const command = saleOf({ number: 'keyed' }, { idempotencyKey: 'k-1' });
    const first = ok(await sale(open.deps, command));
    expect(ok(await sale(open.deps, command))).toEqual({ ...first, replayed: true });
    const other = saleOf({ number: 'other' }, { idempotencyKey: 'k-1' });
    expect(await sale(open.deps, other)).toMatchObject({ rejection: 'key_reused' });
    const view = ok(await getSale(open.deps, { caller: TILL, deadlineMs: null, target: { by: 'idempotency_key', idempotencyKey: 'k-1' } }));
    expect(view).toMatchObject({ saleId: first.saleId, status: 'captured' });
  });

  it('books nothing when the quote moved, and answers the fresh one', async () => {
    const card = await richCard();
    const answer = ok(await sale(open.deps, saleOf({ card, number: 'moved' }, { expectedFingerprint: 'something else' })));
    expect(answer).toMatchObject({ outcome: 'quote_moved', saleId: '', quote: { totals: { netMinor: 900 } } });
    expect(await balance(card)).toEqual([0, 900, 0]);
    const booked = ok(await sale(open.deps, saleOf({ card, number: 'moved' }, { expectedFingerprint: answer.quote.fingerprint })));
    expect(booked.outcome).toBe('booked');
  });

  it.each([
    ['an unknown card', { card: 'nobody' }, 'unknown_card'],
    ['points without a card', { burn: 1 }, 'burn_not_allowed'],
    ['a time ahead of the clock', { at: NOW + 60_001 }, 'clock_skew'],
  ])('refuses %s', async (_what, basket, rejection) => {
    expect(await sale(open.deps, saleOf(basket))).toMatchObject({ rejection });
  });

  it('refuses more points than there are', async () => {
    const card = await richCard();
    expect(await sale(open.deps, saleOf({ card, burn: 901, lines: [['tea', 50, 1000]] }))).toMatchObject({
      rejection: 'not_enough_points',
    });
  });
});

describe('authorize', () => {
  const lines = [['tea', 4, 1000]] as const;

  it('then capture is a sale; captured twice is the same answer', async () => {
    const card = await richCard();
    const held = await hold({ card, burn: 100, lines });
    expect(await balance(card)).toEqual([0, 800, 100]);
    const captured = ok(await captureOf(held.holdId));
    expect(captured.totals).toEqual({ netMinor: 4000, burnMinor: 100, burnPoints: 100, payableMinor: 3900, earnPoints: 39 });
    expect(await balance(card)).toEqual([0, 839, 0]);
    expect(ok(await captureOf(held.holdId))).toEqual({ ...captured, replayed: true });
    expect(await captureOf(held.holdId, [[1, 1]])).toMatchObject({ rejection: 'key_reused' });
  });

  it('then void leaves nothing', async () => {
    const card = await richCard();
    const held = await hold({ card, burn: 100, lines });
    const target = { by: 'hold_id' as const, holdId: held.holdId };
    expect(ok(await voidOf(target))).toMatchObject({ releasedPoints: 100 });
    expect(await balance(card)).toEqual([0, 900, 0]);
    expect(await captureOf(held.holdId)).toMatchObject({ rejection: 'hold_voided' });
    expect(ok(await voidOf(target)).replayed).toBe(true);
  });

  it('captured for less releases the rest, and the rest cannot be returned', async () => {
    const card = await richCard();
    const held = await hold({ card, burn: 100, lines });
    const captured = ok(await captureOf(held.holdId, [[1, 3]]));
    expect(captured.totals).toEqual({ netMinor: 3000, burnMinor: 75, burnPoints: 75, payableMinor: 2925, earnPoints: 30 });
    expect(await balance(card)).toEqual([0, 855, 0]);
    expect(await returnOf(captured.saleId, [[1, 4]])).toMatchObject({ rejection: 'more_than_sold' });
    expect(ok(await returnOf(captured.saleId, [[1, 3]]))).toMatchObject({ refundMinor: 2925, giveBackPoints: 75, clawbackPoints: 30 });
    expect(await balance(card)).toEqual([0, 900, 0]);
  });

  it('runs out by time alone', async () => {
    const card = await richCard();
    const held = await hold({ card, burn: 100, lines }, 1000);
    open.at(NOW + 999);
    expect(await balance(card)).toEqual([0, 800, 100]);
    open.at(NOW + 1000);
    expect(await balance(card)).toEqual([0, 900, 0]);
    expect(await captureOf(held.holdId)).toMatchObject({ rejection: 'hold_expired' });
    const target = { by: 'sale_id' as const, saleId: held.saleId };
    expect(ok(await getSale(open.deps, { caller: TILL, deadlineMs: null, target })).status).toBe('expired');
    await sell({ card });
    expect(await balance(card)).toEqual([0, 909, 0]);
    expect(await captureOf(held.holdId)).toMatchObject({ rejection: 'hold_expired' });
  });
});

describe('void and return', () => {
  it('a voided sale leaves nothing, only on its own day, and not after a return', async () => {
    const card = await richCard();
    const sold = await sell({ card, burn: 200, lines: [['coffee', 3, 1000]] });
    const target = { by: 'sale_id' as const, saleId: sold.saleId };
    expect(await voidOf(target, { businessDate: '2026-11-23' })).toMatchObject({ rejection: 'other_business_day' });
    expect(ok(await voidOf(target))).toMatchObject({ clawbackPoints: 25, giveBackPoints: 200 });
    expect(await balance(card)).toEqual([0, 900, 0]);
    expect(await returnOf(sold.saleId, [[1, 1]])).toMatchObject({ rejection: 'sale_voided' });
    const other = await sell({ card, lines: [['coffee', 3, 1000]] });
    ok(await returnOf(other.saleId, [[1, 1]]));
    expect(await voidOf({ by: 'sale_id', saleId: other.saleId })).toMatchObject({ rejection: 'sale_has_returns' });
  });

  it('3 × 100.00 with 10 % off, two returned: 180.00, repeated: the same answer', async () => {
    const sold = await sell({ lines: [['coffee', 3, 10000]] });
    const number = { storeId: 's1', terminalId: 't1', businessDate: '2026-11-23', receiptNumber: 'r-180' };
    const first = ok(await returnOf(sold.saleId, [[1, 2]], { receipt: number }));
    expect(first).toMatchObject({ refundMinor: 18000, lines: [{ regularMinor: 20000, discountMinor: 2000, refundMinor: 18000 }] });
    expect(ok(await returnOf(sold.saleId, [[1, 2]], { receipt: number }))).toEqual({ ...first, replayed: true });
    expect(await returnOf(sold.saleId, [[1, 2]])).toMatchObject({ rejection: 'more_than_sold' });
    expect(ok(await returnOf(sold.saleId, [[1, 1]])).refundMinor).toBe(9000);
  });

  it('points already spent take the balance below zero, and the next ones pay it off', async () => {
    const card = await open.newCard();
    const sold = await sell({ card, lines: [['tea', 1, 50000]] });
    await sell({ card, lines: [['tea', 1, 1000]], burn: 500 });
    expect(await balance(card)).toEqual([0, 5, 0]);
    expect(ok(await returnOf(sold.saleId, [[1, 1]]))).toMatchObject({ clawbackPoints: 500, shortfallPoints: 495, refundMinor: 50000 });
    expect(await balance(card)).toEqual([0, -495, 0]);
    await sell({ card, lines: [['tea', 1, 60000]] });
    expect(await balance(card)).toEqual([0, 105, 0]);
  });
});

it.each([
  ['a sale id', { by: 'sale_id', saleId: 'rcp_nonsense' }, 'unknown_sale'],
  [
    'a receipt',
    { by: 'receipt', receipt: { storeId: 's1', terminalId: 't1', businessDate: '2026-01-01', receiptNumber: 'x' } },
    'unknown_sale',
  ],
  ['a hold', { by: 'hold_id', holdId: 'hld_00000000-0000-7000-8000-000000000000' }, 'unknown_hold'],
] as [string, SaleTarget, string][])('says so where %s is not known', async (_what, target, rejection) => {
  expect(await getSale(open.deps, { caller: TILL, deadlineMs: null, target })).toMatchObject({ rejection });
});

it("does not show another store's sale", async () => {
  const sold = await sell({ store: 's2' });
  expect(await getSale(open.deps, { caller: TILL, deadlineMs: null, target: { by: 'sale_id', saleId: sold.saleId } })).toMatchObject({
    rejection: 'not_this_store',
  });
});

it('ten copies of one call at once are one effect with identical answers', async () => {
  const card = await richCard();
  const command = saleOf({ card, burn: 100 });
  const answers = await Promise.all(Array.from({ length: 10 }, () => sale(open.deps, command).then(ok)));
  expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
  for (const answer of answers) expect({ ...answer, replayed: false }).toEqual({ ...answers[0], replayed: false });
  expect(await balance(card)).toEqual([0, 808, 0]);
});

it('and the ledger proves itself', async () => {
  open.at(NOW + DAY_MS);
  const report = await verifyLedger(open.deps.ledger.pool);
  expect(report.checks.filter((check) => check.wrong > 0 && check.name !== 'rule-set versions')).toEqual([]);
});
