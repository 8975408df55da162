import type { PriceList } from '../../../src/core/rules/types.js';
import { NOON, member, nets, offs, portions, programme, quote } from '../support.js';
import type { RuleDraft } from '../support.js';

const list = (id: string, unitPriceMinor: number, rest: Partial<PriceList> = {}): PriceList => ({
  id,
  items: [{ sku: 'a', unitPriceMinor }],
  ...rest,
});
const a = { price: 1000, sku: 'a' };

describe('card prices', () => {
  it.each([
    [999, 999],
    [1000, 1000],
    [1001, 1000],
    [0, 0],
  ])('a list price of %d for 10.00 costs %d: it never raises a price', (listed, expected) => {
    expect(nets(quote({ programme: programme({ priceLists: [list('l', listed)] }), lines: [a] }))).toEqual([expected]);
  });

  it('the lowest list wins; a tie goes to the first id', () => {
    const applied = (...prices: number[]): string[] =>
      quote({ programme: programme({ priceLists: prices.map((price, i) => list(`l${i}`, price)) }), lines: [a] }).applied.map(
        (rule) => rule.ruleId,
      );
    expect(applied(900, 800, 850)).toEqual(['l1']);
    expect(applied(900, 800, 800)).toEqual(['l1']);
  });

  it('by quantity, and as the difference of amounts for weighed goods', () => {
    const priceLists = [list('l', 800)];
    expect(offs(quote({ programme: programme({ priceLists }), lines: [{ ...a, qty: 3 }] }))).toEqual([600]);
    expect(offs(quote({ programme: programme({ priceLists }), lines: [{ ...a, milli: 356 }] }))).toEqual([71]);
  });

  it.each([
    [{ kind: 'store', in: ['s1'] }, 900],
    [{ kind: 'store', in: ['s2'] }, 1000],
    [{ kind: 'zone', in: ['z'] }, 900],
    [{ kind: 'channel', in: ['web'] }, 1000],
    [{ kind: 'member' }, 900],
    [{ kind: 'segment', in: ['vip'] }, 900],
    [{ kind: 'tier', in: ['silver'] }, 1000],
  ] as const)('a list for %j: %d', (when, expected) => {
    const stores = [{ id: 's1', zones: ['z'] }];
    expect(
      nets(
        quote({
          programme: programme({ stores, priceLists: [list('l', 900, { when })] }),
          lines: [a],
          member: member({ segments: ['vip'], tier: 'gold' }),
        }),
      ),
    ).toEqual([expected]);
  });

  it.each([
    [-1, 1000],
    [0, 900],
    [3_599_999, 900],
    [3_600_000, 1000],
  ])('a window of an hour, %d ms into it: %d', (offset, expected) => {
    const window = { from: new Date(NOON).toISOString(), to: new Date(NOON + 3_600_000).toISOString() };
    const ask = (priceLists: readonly PriceList[]): number[] =>
      nets(quote({ programme: programme({ priceLists }), lines: [a], receipt: { purchasedAtMs: NOON + offset } }));
    expect(ask([list('l', 900, { window })])).toEqual([expected]);
    expect(ask([{ id: 'l', items: [{ sku: 'a', unitPriceMinor: 900, ...window }] }])).toEqual([expected]);
  });

  it('tells an anonymous receipt what a card would save', () => {
    const priceLists = [
      list('members', 900, { when: { kind: 'member' } }),
      list('gold', 500, { when: { kind: 'tier', in: ['gold'] } }),
      list('all', 950),
    ];
    const anonymous = quote({ programme: programme({ priceLists }), lines: [{ ...a, qty: 2 }, { price: 100 }] });
    expect([anonymous.totals.netMinor, anonymous.savingWithCardMinor]).toEqual([2000, 100]);
    const known = quote({ programme: programme({ priceLists }), lines: [{ ...a, qty: 2 }], member: member() });
    expect([known.totals.netMinor, known.savingWithCardMinor]).toEqual([1800, 0]);
  });

  const change = (benefit: RuleDraft['benefit'], rest: Partial<RuleDraft> = {}): RuleDraft => ({ stage: 'card_price', benefit, ...rest });

  it.each([
    [2025, 1721],
    [994, 845],
    [1, 1],
  ])('15 %% off the price %d is the price %d, rounded half up', (price, expected) => {
    const answer = quote({ programme: programme({ rules: [change({ kind: 'percent', rateBps: 1500 })] }), lines: [{ price, qty: 2 }] });
    expect(answer.lines[0]!.cardPriceMinor).toBe(expected * 2);
  });

  it('price rules stack on each other and on the list', () => {
    const rules = [
      change({ kind: 'percent', rateBps: 1000 }, { priority: 1 }),
      change({ kind: 'amountOff', amountMinor: 50, per: 'unit' }),
    ];
    const answer = quote({ programme: programme({ priceLists: [list('l', 800)], rules }), lines: [{ ...a, qty: 3 }] });
    expect([answer.lines[0]!.cardPriceMinor, answer.lines[0]!.discountMinor, portions(answer)]).toEqual([2010, 0, [[3000, 2010]]]);
  });

  it('a discount works on the card price and is told apart from it', () => {
    const answer = quote({
      programme: programme({ priceLists: [list('l', 800)], rules: [{ benefit: { kind: 'percent', rateBps: 1000 } }] }),
      lines: [a],
    });
    expect(answer.lines[0]).toMatchObject({ regularMinor: 1000, cardPriceMinor: 800, discountMinor: 80, netMinor: 720 });
    expect(answer.totals).toMatchObject({ cardPriceSavingMinor: 200, discountMinor: 80 });
  });
});
