import type { Benefit, Give } from '../../../src/core/rules/benefits.js';
import type { LineFilter } from '../../../src/core/rules/types.js';
import { nets, offs, portions, programme, quote } from '../support.js';
import type { LineDraft } from '../support.js';

const free: Give = { kind: 'free' };
const percent = (rateBps: number): Give => ({ kind: 'percent', rateBps });
const price = (priceMinor: number): Give => ({ kind: 'price', priceMinor });
const amount = (amountMinor: number): Give => ({ kind: 'amount', amountMinor });

/** Money off each line under one line rule. */
function off(benefit: Benefit, lines: readonly LineDraft[], filter?: LineFilter): number[] {
  return offs(quote({ programme: programme({ rules: [{ benefit, ...(filter && { lines: filter }) }] }), lines }));
}

describe('sets of like units', () => {
  it.each([
    [2, 0],
    [3, 1200],
    [5, 1200],
    [6, 1200],
  ])('three for two, once, %d units of 12.00', (qty, expected) => {
    expect(off({ kind: 'sets', size: 3, give: free, take: { pick: 'cheapest' }, maxTimes: 1 }, [{ price: 1200, qty }])).toEqual([expected]);
  });

  it.each([
    [{ pick: 'cheapest' }, [0, 0, 100, 0, 0, 400]],
    [{ pick: 'dearest' }, [300, 0, 0, 600, 0, 0]],
    [{ pick: 'cheapest', nth: 2 }, [0, 200, 0, 0, 500, 0]],
    [{ pick: 'cheapest', units: 2 }, [0, 200, 100, 0, 500, 400]],
    [{ pick: 'cheapest', across: 'all' }, [0, 200, 100, 0, 0, 0]],
    [{ pick: 'dearest', nth: 2, across: 'all' }, [0, 0, 0, 0, 500, 0]],
  ] as const)('of each set of 3 over 3, 2, 1, 6, 5, 4: %j', (take, expected) => {
    expect(
      off(
        { kind: 'sets', size: 3, give: free, take },
        [300, 200, 100, 600, 500, 400].map((each) => ({ price: each })),
      ),
    ).toEqual(expected);
  });

  it.each([
    [amount(5000), [0, 3333, 1667], 'cheapest'],
    [price(5000), [0, 2667, 1333], 'cheapest'],
    [price(9000), [0, 0, 0], 'cheapest'],
    [percent(1000), [0, 600, 300], 'cheapest'],
    [amount(5000), [2500, 2500, 0], 'dearest'],
  ] as const)('a set of 2 gets %j: %j', (give, expected, from) => {
    expect(off({ kind: 'sets', size: 2, give, per: 'set', from }, [{ price: 6000 }, { price: 6000 }, { price: 3000 }])).toEqual(
      from === 'cheapest' ? [expected[1], expected[0], expected[2]] : expected,
    );
  });

  it('many equal sets: 1000 units, 3 for 2.00 instead of 3.00', () => {
    expect(off({ kind: 'sets', size: 3, give: price(200), per: 'set' }, [{ price: 100, qty: 1000 }])).toEqual([33300]);
  });
});

describe('buy X get Y', () => {
  const same = (getUnits: number, buyUnits: number, give = free): Benefit => ({
    kind: 'buyGet',
    buy: { skus: ['sku1'] },
    buyUnits,
    getUnits,
    give,
  });

  it.each([
    [1, 0],
    [2, 0],
    [3, 1000],
    [5, 1000],
    [6, 2000],
    [8, 2000],
  ])('buy 2 get 1 free, %d units', (qty, expected) => {
    expect(off(same(1, 2), [{ price: 1000, qty }])).toEqual([expected]);
  });

  it.each([
    [true, 4, 1000],
    [true, 5, 2000],
    [false, 4, 0],
    [false, 5, 2000],
  ])('buy 3 get 2, partial %s, %d units', (partial, qty, expected) => {
    expect(off({ kind: 'buyGet', buy: {}, buyUnits: 3, getUnits: 2, give: free, partial }, [{ price: 1000, qty }])).toEqual([expected]);
  });

  it.each([
    ['cheapest', [0, 1500, 1000]],
    ['dearest', [0, 1500, 1000]],
  ] as const)('two shirts, ties of 30.00 and 20.00 at half price, %s first', (pick, expected) => {
    const benefit: Benefit = {
      kind: 'buyGet',
      buy: { skus: ['shirt'] },
      buyUnits: 1,
      get: { skus: ['tie'] },
      getUnits: 1,
      give: percent(5000),
      pick,
    };
    expect(
      off(benefit, [
        { price: 5000, qty: 2, sku: 'shirt' },
        { price: 3000, sku: 'tie' },
        { price: 2000, sku: 'tie' },
      ]),
    ).toEqual(expected);
    const one = off(benefit, [
      { price: 5000, sku: 'shirt' },
      { price: 3000, sku: 'tie' },
      { price: 2000, sku: 'tie' },
    ]);
    expect(one).toEqual(pick === 'cheapest' ? [0, 0, 1000] : [0, 1500, 0]);
  });

  it('at most so many times, and the units left keep their price', () => {
    const rules = [{ benefit: { kind: 'buyGet', buy: {}, buyUnits: 1, getUnits: 1, give: free, maxTimes: 2 } }] as const;
    const answer = quote({ programme: programme({ rules }), lines: [{ price: 100, qty: 10 }] });
    expect(offs(answer)).toEqual([200]);
    expect(answer.applied[0]!.times).toBe(2);
    expect(portions(answer)).toEqual([
      [2000, 0],
      [8000, 800],
    ]);
  });

  it('nothing to get, or nothing bought', () => {
    const benefit: Benefit = { kind: 'buyGet', buy: { skus: ['a'] }, buyUnits: 1, get: { skus: ['b'] }, getUnits: 1, give: free };
    expect(off(benefit, [{ price: 100, sku: 'a' }])).toEqual([0]);
    expect(off(benefit, [{ price: 100, sku: 'b' }])).toEqual([0]);
  });
});

describe('bundles', () => {
  const pools = [
    { lines: { categories: ['burger'] }, units: 1 },
    { lines: { categories: ['drink'] }, units: 1 },
    { lines: { categories: ['side'] }, units: 1 },
  ];
  const burger = { price: 500, categories: ['burger'] };
  const drink = { price: 200, categories: ['drink'] };
  const side = { price: 300, categories: ['side'] };

  it.each([
    [price(800), [100, 40, 60]],
    [price(1000), [0, 0, 0]],
    [amount(100), [50, 20, 30]],
    [percent(1000), [50, 20, 30]],
    [free, [500, 200, 300]],
  ] as const)('burger, drink and side: %j', (give, expected) => {
    expect(off({ kind: 'bundle', pools, give }, [burger, drink, side])).toEqual(expected);
  });

  it('an incomplete set gives nothing; only complete sets count', () => {
    const benefit: Benefit = { kind: 'bundle', pools, give: price(800) };
    expect(off(benefit, [burger, drink])).toEqual([0, 0]);
    expect(off(benefit, [{ ...burger, qty: 2 }, { ...drink, qty: 2 }, side])).toEqual([100, 40, 60]);
    expect(
      off(benefit, [
        { ...burger, qty: 2 },
        { ...drink, qty: 2 },
        { ...side, qty: 2 },
      ]),
    ).toEqual([200, 80, 120]);
    expect(
      off({ ...benefit, maxTimes: 1 }, [
        { ...burger, qty: 2 },
        { ...drink, qty: 2 },
        { ...side, qty: 2 },
      ]),
    ).toEqual([100, 40, 60]);
  });

  it('goods that fit two pools go where nothing else is left', () => {
    const benefit: Benefit = {
      kind: 'bundle',
      pools: [
        { lines: { skus: ['a', 'b'] }, units: 1 },
        { lines: { skus: ['a'] }, units: 1 },
      ],
      give: free,
    };
    expect(
      off(benefit, [
        { price: 900, sku: 'a' },
        { price: 100, sku: 'b' },
      ]),
    ).toEqual([900, 100]);
  });
});

describe('some units, and free products', () => {
  it.each([
    [1, [150]],
    [2, [300]],
    [3, [300]],
  ])('two free of %d', (qty, expected) => {
    expect(off({ kind: 'units', units: 2, give: free }, [{ price: 150, qty }])).toEqual(expected);
  });

  const mug: Benefit = { kind: 'freeProduct', skus: ['mug'], units: 1, offer: { code: 'free_mug', text: 'Take a free mug' } };

  it('a free product in the receipt costs nothing; without it the offer is printed', () => {
    const rules = [{ stage: 'receipt', when: { kind: 'amount', basis: 'running', minMinor: 5000 }, benefit: mug }] as const;
    const got = quote({ programme: programme({ rules }), lines: [{ price: 5000 }, { price: 600, sku: 'mug' }] });
    expect([offs(got), got.messages]).toEqual([[0, 600], []]);
    const offered = quote({ programme: programme({ rules }), lines: [{ price: 5000 }] });
    expect([offs(offered), offered.messages]).toEqual([[0], [{ ruleId: 'r1', code: 'free_mug', text: 'Take a free mug' }]]);
    expect(quote({ programme: programme({ rules }), lines: [{ price: 4999 }] }).messages).toEqual([]);
  });
});

describe('units are consumed once a stage', () => {
  const set: Benefit = { kind: 'sets', size: 2, give: free, take: { pick: 'cheapest' } };

  it('two rules of one stage do not use the same units', () => {
    const rules = [
      { benefit: set, priority: 2 },
      { benefit: { kind: 'units', units: 2, give: percent(5000) }, priority: 1 },
    ] as const;
    expect(nets(quote({ programme: programme({ rules }), lines: [{ price: 100, qty: 2 }] }))).toEqual([100]);
    expect(nets(quote({ programme: programme({ rules }), lines: [{ price: 100, qty: 3 }] }))).toEqual([150]);
  });

  it('the next stage sees them again, and a plain percentage works on them all', () => {
    const rules = [{ benefit: set }, { stage: 'receipt', benefit: { kind: 'percent', rateBps: 1000 } }] as const;
    expect(nets(quote({ programme: programme({ rules }), lines: [{ price: 100, qty: 3 }] }))).toEqual([180]);
  });
});
