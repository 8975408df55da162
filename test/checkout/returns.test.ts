import { NO_PRICE_BOOK } from '../../src/core/price-book.js';
import type { ReturnCommand } from '../../src/checkout/commands.js';
import type { CheckoutDeps } from '../../src/checkout/deps.js';
import { returnSale } from '../../src/checkout/return.js';
import { returnWithoutReceipt } from '../../src/checkout/return-without-receipt.js';
import { sale } from '../../src/checkout/sale.js';
import { milli, minor } from '../../src/core/money.js';
import { isRejection } from '../../src/core/rejection.js';
import { compile } from '../../src/core/rules/compile.js';
import type { ReturnPolicy } from '../../src/core/rules/settings.js';
import { unpackCounters } from '../../src/ledger/pack-member.js';
import type { Programme } from '../../src/core/rules/types.js';
import { issueCoupon } from './issue-coupon.js';
import { memberCalls, ok } from './member-calls.js';
import { DAY_MS, hashOf, NOW, openCheckout, PROGRAMME, saleOf, TILL, type Basket, type OpenCheckout } from './open-checkout.js';

/** One cake a month at half price, a unique code for 1.00 off, points good for five days. */
function programmeWith(returns: ReturnPolicy): Programme {
  return {
    ...PROGRAMME,
    settings: { ...PROGRAMME.settings, points: { life: { kind: 'days', days: 5 } }, returns },
    couponSeries: [{ id: 'S', maxUses: 1 }],
    priceLists: [
      { id: 'over', window: { from: '2026-10-01', to: '2026-11-01' }, items: [{ sku: 'tea', unitPriceMinor: 700 }] },
      { id: 'ahead', window: { from: '2026-12-01', to: '2027-01-01' }, items: [{ sku: 'tea', unitPriceMinor: 500 }] },
    ],
    rules: [
      ...PROGRAMME.rules!,
      {
        id: 'code',
        name: '1.00 off with a code',
        stage: 'receipt',
        coupon: { series: ['S'] },
        benefit: { kind: 'amountOff', amountMinor: 100, per: 'receipt' },
      },
      {
        id: 'cake',
        name: 'A cake a month at half price',
        stage: 'line',
        lines: { skus: ['cake'] },
        when: { kind: 'member' },
        benefit: { kind: 'percent', rateBps: 5000 },
        limits: [{ measure: 'times', max: 1, per: 'member', period: { kind: 'month' } }],
      },
    ],
  };
}

let open: OpenCheckout;
let calls: ReturnType<typeof memberCalls>;
const versions = new Map<number, ReturnType<typeof compile>>();
let live = 0;
let deps: CheckoutDeps;
beforeAll(async () => {
  open = await openCheckout();
  const rulebook = {
    current: () => versions.get(live) ?? null,
    version: (version: number) => Promise.resolve(versions.get(version) ?? null),
    liveAt: () => Promise.resolve(versions.get(live) ?? null),
    product: () => undefined,
    withAbove: (categories: readonly string[]) => categories,
    prices: () => NO_PRICE_BOOK,
    pricesAt: () => Promise.resolve(NO_PRICE_BOOK),
  };
  deps = { ...open.deps, rulebook };
  calls = memberCalls(deps);
});
afterAll(() => open.close());
afterEach(() => open.at(NOW));

/** Publishes rules that differ in nothing but how they treat returns. */
function publish(returns: ReturnPolicy): void {
  live++;
  versions.set(live, compile(programmeWith(returns), live, `hash ${live}`));
}

const sell = async (basket: Basket) => ok(await sale(deps, saleOf(basket)));
let numbers = 0;
const returnOf = (saleId: string, units: number, more: Partial<ReturnCommand> = {}) => {
  const receipt = { storeId: 's1', terminalId: 't1', businessDate: '2026-11-23', receiptNumber: `back${++numbers}` };
  const lines = [{ lineNumber: 1, quantityMilli: milli(units * 1000) }];
  const effect = { caller: TILL, deadlineMs: null, idempotencyKey: '', bodyHash: hashOf([saleId, units]) };
  return returnSale(deps, { ...effect, target: { by: 'sale_id', saleId }, receipt, returnedAtMs: 0, lines, reason: '', ...more });
};
const counters = async (card: string) => {
  const sql = `SELECT a.counters FROM ledger.account a JOIN member.card c USING (bucket, member_id) WHERE c.card_number = $1`;
  const stored = (await deps.ledger.pool.query<{ counters: string }>(sql, [card])).rows[0]!.counters;
  return unpackCounters(JSON.parse(stored) as unknown[]);
};

describe('points that are spent already', () => {
  // Earned 100, of which 70 are spent; the goods of 100.00 come back.
  it.each([
    ['negative', { refundMinor: 10000, clawbackPoints: 100, shortfallPoints: 70, shortfallMinor: 0 }, -70],
    ['deduct', { refundMinor: 9930, clawbackPoints: 30, shortfallPoints: 70, shortfallMinor: 70 }, 0],
    ['forgive', { refundMinor: 10000, clawbackPoints: 30, shortfallPoints: 70, shortfallMinor: 0 }, 0],
  ] as const)('%s', async (shortfall, answer, active) => {
    publish({ shortfall });
    const card = await open.newCard();
    const sold = await sell({ card, lines: [['tea', 1, 10000]] });
    ok(await calls.adjust(card, 'take', 70));
    expect(ok(await returnOf(sold.saleId, 1))).toMatchObject({ ...answer, shortfallPolicy: shortfall });
    expect(await calls.balance(card)).toEqual([0, active, 0]);
  });

  it('the policy is that of the sale, also when its rules are long gone', async () => {
    publish({ shortfall: 'forgive' });
    const card = await open.newCard();
    const sold = await sell({ card, lines: [['tea', 1, 10000]] });
    ok(await calls.adjust(card, 'take', 70));
    for (let k = 0; k < 12; k++) publish({ shortfall: 'negative' });
    open.at(NOW + 400 * DAY_MS);
    expect(ok(await returnOf(sold.saleId, 1))).toMatchObject({ shortfallPolicy: 'forgive' });
  });
});

describe('points that expired meanwhile', () => {
  it('earned ones are taken back from the breakage, burned ones come back expired', async () => {
    publish({});
    const card = await open.newCard();
    ok(await calls.grant(card, 300, { expiresAtMs: NOW + DAY_MS }));
    ok(await calls.grant(card, 50, { expiresAtMs: null }));
    const sold = await sell({ card, lines: [['tea', 1, 10000]], burn: 310 });
    open.at(NOW + 10 * DAY_MS);
    expect(await calls.balance(card)).toEqual([0, 40, 0]);
    const back = ok(await returnOf(sold.saleId, 1));
    expect(back).toMatchObject({
      refundMinor: 9690,
      giveBackPoints: 310,
      giveBackExpiredPoints: 300,
      clawbackPoints: 96,
      shortfallPoints: 0,
    });
    expect(await calls.balance(card)).toEqual([0, 50, 0]);
  });
});

describe('what comes back beside money', () => {
  it.each([
    [true, 100],
    [false, 0],
  ])('burned points, where giveBack is %s', async (giveBack, points) => {
    publish({ giveBack });
    const card = await open.newCard();
    ok(await calls.grant(card, 100));
    const sold = await sell({ card, lines: [['tea', 2, 1000]], burn: 100 });
    ok(await returnOf(sold.saleId, 1));
    ok(await returnOf(sold.saleId, 1));
    expect(await calls.balance(card)).toEqual([0, points, 0]);
  });

  it.each([
    [true, 100],
    [false, 0],
  ])('the code, with the last part, where restoreCoupons is %s', async (restoreCoupons, off) => {
    publish({ restoreCoupons });
    const code = await issueCoupon(deps, 'S', NOW);
    const basket = { card: await open.newCard(), lines: [['tea', 2, 1000]] as const, coupons: [code] };
    const sold = await sell(basket);
    expect(sold.quote.totals.discountMinor).toBe(100);
    ok(await returnOf(sold.saleId, 1));
    expect((await sell(basket)).quote.totals.discountMinor).toBe(0);
    ok(await returnOf(sold.saleId, 1));
    expect((await sell(basket)).quote.totals.discountMinor).toBe(off);
  });

  it.each([
    [true, 500],
    [false, 0],
  ])('the limit, with the last part, where restoreLimits is %s', async (restoreLimits, off) => {
    publish({ restoreLimits });
    const basket = { card: await open.newCard(), lines: [['cake', 1, 1000]] as const };
    const sold = await sell(basket);
    expect(sold.quote.totals.discountMinor).toBe(500);
    expect((await sell(basket)).quote.totals.discountMinor).toBe(0);
    ok(await returnOf(sold.saleId, 1));
    expect((await sell(basket)).quote.totals.discountMinor).toBe(off);
  });

  it("the day's totals, part by part", async () => {
    publish({});
    const card = await open.newCard();
    const sold = await sell({ card, lines: [['coffee', 3, 3000]] });
    const day = async () => (await counters(card)).days['2026-11-22'];
    expect(await day()).toEqual({ purchases: 1, spentMinor: 8100, earnedPoints: 81 });
    ok(await returnOf(sold.saleId, 2));
    expect(await day()).toEqual({ purchases: 1, spentMinor: 2700, earnedPoints: 27 });
    ok(await returnOf(sold.saleId, 1));
    expect(await day()).toEqual({ purchases: 0, spentMinor: 0, earnedPoints: 0 });
  });
});

describe('what is refused', () => {
  it('a return of a return, more than was sold, a sale nobody knows', async () => {
    publish({});
    const sold = await sell({ card: await open.newCard(), lines: [['tea', 2, 1000]] });
    const receipt = { storeId: 's1', terminalId: 't1', businessDate: '2026-11-23', receiptNumber: 'first-back' };
    const back = ok(await returnOf(sold.saleId, 1, { receipt }));
    expect(await returnOf(back.returnId, 1)).toMatchObject({ rejection: 'unknown_sale' });
    expect(await returnOf('', 1, { target: { by: 'receipt', receipt } })).toMatchObject({ rejection: 'unknown_sale' });
    expect(await returnOf(sold.saleId, 2)).toMatchObject({ rejection: 'more_than_sold', detail: { left: '1000', asked: '2000' } });
    expect(await returnOf('rcp_x', 1)).toMatchObject({ rejection: 'unknown_sale' });
  });
});

describe('without a receipt', () => {
  const back = (lines: readonly (readonly [sku: string, units: number, price: number | null])[], number = `lost${++numbers}`) => {
    const receipt = { storeId: 's1', terminalId: 't1', businessDate: '2026-11-23', receiptNumber: number };
    const effect = { caller: TILL, deadlineMs: null, idempotencyKey: '', bodyHash: hashOf(lines), reason: 'lost' };
    const quantities = lines.map(([sku, units, price], k) => ({
      lineNumber: k + 1,
      sku,
      quantityMilli: milli(units * 1000),
      unitPriceMinor: price === null ? null : minor(price),
    }));
    return returnWithoutReceipt(deps, { ...effect, receipt, lines: quantities });
  };

  it('is refused, as long as the programme does not say otherwise', async () => {
    publish({});
    expect(await back([['tea', 1, 1000]])).toMatchObject({ rejection: 'receipt_needed' });
  });

  it('pays the lowest price that was ever in force, once, and touches no points', async () => {
    publish({ withoutReceipt: 'lowest_price' });
    const answer = ok(
      await back(
        [
          ['tea', 2, 1000],
          ['milk', 3, 500],
        ],
        'lost-1',
      ),
    );
    // Tea was 7.00 in a list that is over, and will be 5.00 in one that has not begun.
    expect(answer).toMatchObject({
      refundMinor: 2 * 700 + 3 * 500,
      lines: [{ unitPriceMinor: 700, refundMinor: 1400 }, { unitPriceMinor: 500 }],
    });
    expect(
      ok(
        await back(
          [
            ['tea', 2, 1000],
            ['milk', 3, 500],
          ],
          'lost-1',
        ),
      ),
    ).toEqual({ ...answer, replayed: true });
    expect(await back([['tea', 1, 1000]], 'lost-1')).toMatchObject({ rejection: 'key_reused' });
    expect(
      await back([
        ['tea', 1, null],
        ['milk', 1, null],
      ]),
    ).toMatchObject({ rejection: 'malformed', field: 'lines[1].unit_price_minor' });
    const crowd = await Promise.all(Array.from({ length: 8 }, () => back([['tea', 1, null]], 'lost-2')));
    expect(crowd.filter((result) => !ok(result).replayed)).toHaveLength(1);
  });
});

it('fifty returns of a unit each, of forty that were sold: forty come back, to the penny and the point', async () => {
  publish({});
  const card = await open.newCard();
  ok(await calls.grant(card, 777));
  const sold = await sell({ card, lines: [['coffee', 40, 333]], burn: 777 });
  const { payableMinor } = sold.quote.totals;
  const once = async (): Promise<number | string> => {
    for (;;) {
      const back = await returnOf(sold.saleId, 1);
      if (!isRejection(back)) return back.refundMinor;
      if (back.rejection !== 'concurrent_update') return back.rejection;
    }
  };
  const results = await Promise.all(Array.from({ length: 50 }, once));
  const refunds = results.filter((result) => typeof result === 'number');
  expect(results.filter((result) => result === 'more_than_sold')).toHaveLength(10);
  expect([refunds.length, refunds.reduce((sum, refund) => sum + refund, 0)]).toEqual([40, payableMinor]);
  expect(await calls.balance(card)).toEqual([0, 777, 0]);
});
