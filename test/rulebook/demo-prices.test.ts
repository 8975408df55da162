/** Each rule of the demo gives what its name says, on a receipt made for it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MemberState } from '../../src/core/member.js';
import { NO_COUNTERS } from '../../src/core/member.js';
import { milli, minor, points } from '../../src/core/money.js';
import { NO_ASSORTMENT } from '../../src/core/assortment.js';
import { normalise } from '../../src/core/normalise.js';
import { priceReceipt } from '../../src/core/pricing/price.js';
import type { Quote } from '../../src/core/quote.js';
import { isRejection } from '../../src/core/rejection.js';
import { compile } from '../../src/core/rules/compile.js';
import type { Product, Programme } from '../../src/core/rules/types.js';

const DEMO = join(import.meta.dirname, '..', '..', 'demo');
const read = (file: string): unknown => JSON.parse(readFileSync(join(DEMO, file), 'utf8'));
const ruleSet = compile(read('programme.json') as Programme, 1, 'demo');
const products = new Map((read('products.json') as Product[]).map((product) => [product.sku, product]));

interface Basket {
  /** SKU and pieces, or kilograms where it is weighed. */
  readonly lines: Readonly<Record<string, number>>;
  readonly member?: Partial<MemberState>;
  /** Local time in London; a Monday in November. */
  readonly at?: string;
  readonly store?: string;
  readonly channel?: string;
  readonly coupons?: readonly string[];
  readonly burn?: number;
}

function price({ lines, member, at = '10:00', store = 'LON-01', channel = 'pos', coupons = [], burn = 0 }: Basket): Quote {
  const raw = {
    ...{ storeId: store, terminalId: 'T1', businessDate: '2026-11-23', receiptNumber: '1', currency: '', channel, cardNumber: '' },
    ...{ purchasedAtMs: Date.parse(`2026-11-23T${at}:00Z`), coupons, tenders: [], attributes: {} },
    burn: burn === 0 ? ({ kind: 'none' } as const) : ({ kind: 'points', points: points(burn) } as const),
    lines: Object.entries(lines).map(([sku, quantity], index) => ({
      ...{
        lineNumber: index + 1,
        sku,
        quantityMilli: milli(quantity * 1_000),
        unitPriceMinor: minor(products.get(sku)?.unitPriceMinor ?? 0),
      },
      ...{ amountMinor: null, weighed: false, minimumMinor: minor(0), categories: [], brand: '', tags: [], attributes: {} },
      ...{ notDiscountable: false, notBurnable: false, notEarning: false },
    })),
  };
  const receipt = normalise(raw, ruleSet, { ...NO_ASSORTMENT, product: (sku) => products.get(sku) });
  if (isRejection(receipt)) throw new Error(receipt.message);
  const state: MemberState | null = member === undefined ? null : { ...MEMBER, ...member };
  const issued = { seriesId: 'thanks', memberId: MEMBER.memberId, uses: 0, withdrawn: false, validFromMs: 0, validToMs: null };
  const unique = coupons.filter((code) => code.startsWith('THX-')).map((code) => ({ ...issued, code }));
  const quote = priceReceipt({ receipt, ruleSet, member: state, explain: true, coupons: unique, budgets: {} });
  if (isRejection(quote)) throw new Error(quote.message);
  return quote;
}

const MEMBER: MemberState = {
  ...{ memberId: 'mbr_1', version: 3, tier: 'blue', segments: [], birthDate: '', enrolledAtMs: 0, attributes: {} },
  ...{ activePoints: points(5_000), pendingPoints: points(0), counters: { ...NO_COUNTERS, purchases: 7 } },
};

const given = (quote: Quote) =>
  Object.fromEntries(
    quote.applied.filter(({ stage }) => stage !== 'card_price' && stage !== 'earn').map(({ ruleId, amountMinor }) => [ruleId, amountMinor]),
  );
const earned = (quote: Quote) => Object.fromEntries(quote.earn.map((item) => [item.ruleId, item.points]));

describe('discounts of the demo', () => {
  it.each<[string, Basket, Record<string, number>]>([
    ['brie and grapes: 7.10 → 6.00', { lines: { BRIE: 1, GRAPES: 1 } }, { 'brie-grapes': 110 }],
    ['two bries and grapes are no pair', { lines: { BRIE: 2, GRAPES: 1 } }, {}],
    ['a bag with a box of chocolates', { lines: { 'CHOC-BOX': 1, 'BAG-REUSE': 2 } }, { 'gift-bag': 80 }],
    ['a meal deal: 6.15 → 3.90', { lines: { 'SANDWICH-BLT': 1, 'CHOC-BAR': 1, 'COLA-500': 1 } }, { 'meal-deal': 225 }],
    ['3 for 2 over two kinds of crisps', { lines: { 'CRISPS-SALT': 2, 'CRISPS-CHEESE': 1 } }, { 'crisps-3-for-2': 220 }],
    ['but not for two', { lines: { 'CRISPS-SALT': 2 } }, {}],
    ['four yoghurts at 0.60 instead of 0.75', { lines: { 'YOG-STRAW': 2, 'YOG-VANILLA': 2 } }, { 'yoghurt-4': 60 }],
    ['but not three', { lines: { 'YOG-STRAW': 3 } }, {}],
    ['15 % off six bottles: 52.50 → 7.88', { lines: { 'WINE-WHITE': 6 } }, { 'wine-6': 788 }],
    ['the second at half price: 4.75 → 2.38', { lines: { SHAMPOO: 1, CONDITIONER: 1 } }, { 'hair-second-half': 238 }],
    ['the fourth candle', { lines: { CANDLE: 7 } }, { 'candle-4th': 500 }],
    ['pizza in Leeds', { lines: { PIZZA: 2 }, store: 'LDS-02' }, { 'pizza-price': 152 }],
    ['but not in London', { lines: { PIZZA: 2 } }, {}],
    ['bread at 19:00', { lines: { 'BREAD-SOUR': 1 }, at: '19:00' }, { 'bakery-evening': 96 }],
    ['but not at 18:59', { lines: { 'BREAD-SOUR': 1 }, at: '18:59' }, {}],
    ['two batteries of four', { lines: { 'BATTERY-AA': 4 }, member: {} }, { 'batteries-2': 220 }],
    ['coffee for silver', { lines: { 'FLAT-WHITE': 2 }, member: { tier: 'silver' } }, { 'coffee-50p': 100 }],
    ['families, on the card price: 2.44 → 0.24', { lines: { APPLES: 1.356 }, member: { segments: ['family'] } }, { 'family-fresh': 24 }],
    ['students at noon', { lines: { 'SANDWICH-EGG': 1 }, member: { segments: ['student'] }, at: '12:00' }, { 'student-lunch': 30 }],
    ['three days before a birthday', { lines: { 'CAKE-CARROT': 1 }, member: { birthDate: '1990-11-26' } }, { 'birthday-cake': 90 }],
    ['one free bag of two', { lines: { 'BAG-REUSE': 2 }, coupons: ['freebag'] }, { 'free-bag': 80 }],
    ['5.00 off 60.00', { lines: { CHEDDAR: 20 }, member: {} }, { 'basket-tiers': 500 }],
    ['nothing off 39.00', { lines: { CHEDDAR: 13 }, member: {} }, {}],
    ['5 % on the web: 59.50 → 2.98', { lines: { 'COFFEE-INST': 10 }, channel: 'web' }, { 'web-5': 298 }],
    ['welcome', { lines: { 'TEA-80': 10 }, member: {}, coupons: ['WELCOME10'] }, { 'welcome-10': 310 }],
    [
      'welcome is 10.00 at most, after 10.00 off the basket',
      { lines: { 'TEA-80': 40 }, member: {}, coupons: ['WELCOME10'] },
      { 'basket-tiers': 1_000, 'welcome-10': 1_000 },
    ],
    ['a code without a card', { lines: { 'TEA-80': 10 }, coupons: ['SAVE5'] }, { 'save-5': 500 }],
    ['a thank-you code: 5 % of 31.00', { lines: { 'TEA-80': 10 }, member: {}, coupons: ['THX-1'] }, { 'thanks-5': 155 }],
    ['nothing off tobacco, infant milk and gift cards', { lines: { CIGARETTES: 5, 'BABY-FORMULA': 1, 'GIFT-25': 4 }, member: {} }, {}],
  ])('%s', (_what, basket, expected) => expect(given(price(basket))).toEqual(expected));

  it('are nothing without a card where they are for members', () => {
    expect(price({ lines: { CHEDDAR: 1 } })).toMatchObject({ savingWithCardMinor: 75, totals: { netMinor: 375 } });
    expect(price({ lines: { CHEDDAR: 1 }, member: {} }).totals.netMinor).toBe(300);
  });

  it('gives gold members the lower of two card prices', () => {
    expect(price({ lines: { SALMON: 1 }, member: { tier: 'gold' } }).totals.netMinor).toBe(395);
    expect(price({ lines: { SALMON: 1 }, member: { tier: 'blue' } }).totals.netMinor).toBe(450);
  });
});

describe('points of the demo', () => {
  it.each<[string, Basket, Record<string, number>]>([
    ['one for each 1.00: 3.75 → 3', { lines: { PIZZA: 1 }, member: {} }, { points: 3 }],
    ['40 × 4.25, less 10.00: 160.00 → 160 and 50', { lines: { MINCE: 40 }, member: {} }, { points: 160, 'big-shop': 50 }],
    ['5 % of Copper Kettle: 6.20 → 6 and 31', { lines: { 'TEA-80': 2 }, member: {} }, { points: 6, 'kettle-back': 31 }],
    ['5 for a bag', { lines: { 'BAG-REUSE': 2 }, member: {} }, { points: 1, 'own-bag': 10 }],
    [
      'double on fruit for gold, whose share of 13 is 9',
      { lines: { BERRIES: 5, PIZZA: 1 }, member: { tier: 'gold' } },
      { points: 13, 'gold-fresh': 9 },
    ],
    ['half as many again from 14:00', { lines: { PIZZA: 4 }, member: {}, at: '14:00' }, { points: 15, 'happy-hours': 7 }],
    ['50 for the first purchase', { lines: { PIZZA: 1 }, member: { counters: NO_COUNTERS } }, { points: 3, 'first-50': 50 }],
    ['none on tobacco, infant milk and gift cards', { lines: { CIGARETTES: 1, 'BABY-FORMULA': 1, 'GIFT-25': 1 }, member: {} }, {}],
    ['none without a card', { lines: { PIZZA: 10 } }, {}],
  ])('%s', (_what, basket, expected) => expect(earned(price(basket))).toEqual(expected));

  it('issue a thank-you code from 80.00', () => {
    expect(price({ lines: { 'COFFEE-INST': 15 }, member: {} }).issues).toEqual([expect.objectContaining({ seriesId: 'thanks' })]);
    expect(price({ lines: { 'COFFEE-INST': 10 }, member: {} }).issues).toEqual([]);
  });

  it.each([
    ['half of what may be paid with them', { PIZZA: 4 }, 750],
    ['what leaves 1.00 to pay', { 'YOG-STRAW': 2 }, 50],
    ['what the card has', { 'COFFEE-INST': 40 }, 5_000],
    ['nothing of tobacco and gift cards', { CIGARETTES: 1, 'GIFT-25': 1 }, 0],
  ])('pay at most %s', (_what, lines, most) => expect(price({ lines, member: {} }).burn.maxPoints).toBe(most));

  it('that are paid with earn nothing', () => {
    const quote = price({ lines: { PIZZA: 4 }, member: {}, burn: 750 });
    expect(quote.totals).toMatchObject({ netMinor: 1_500, burnMinor: 750, payableMinor: 750 });
    expect(earned(quote)).toEqual({ points: 7 });
    expect(quote.earnForecast).toEqual({ atZeroBurn: 15, asRequested: 7, atMaxBurn: 7 });
  });
});
