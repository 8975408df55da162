import type { Benefit, Give } from '../../../src/core/rules/benefits.js';
import type { LineFilter } from '../../../src/core/rules/types.js';
import { offs, portions, programme, quote } from '../support.js';
import type { LineDraft } from '../support.js';

const free: Give = { kind: 'free' };
const percent = (rateBps: number): Give => ({ kind: 'percent', rateBps });
const price = (priceMinor: number): Give => ({ kind: 'price', priceMinor });
const amount = (amountMinor: number): Give => ({ kind: 'amount', amountMinor });

/** Money off each line under one line rule. */
function off(benefit: Benefit, lines: readonly LineDraft[], filter?: LineFilter): number[] {
  return offs(quote({ programme: programme({ rules: [{ benefit, ...(filter && { lines: filter }) }] }), lines }));
}

describe('percent', () => {
  it.each([
    [1000, 10000, 1000],
    [1000, 9994, 999],
    [1000, 9995, 1000],
    [10000, 999, 999],
    [1, 4999, 0],
    [1, 5000, 1],
    [1000, 0, 0],
  ])('%d bps of %d is %d, half up', (rateBps, unit, expected) => {
    expect(off({ kind: 'percent', rateBps }, [{ price: unit }])).toEqual([expected]);
  });

  it.each([
    ['half_up', 'line', [5, 5], 10],
    ['half_up', 'unit', [6, 5], 11],
    ['half_up', 'receipt', [5, 4], 9],
    ['down', 'line', [4, 4], 8],
    ['down', 'unit', [3, 4], 7],
    ['down', 'receipt', [5, 4], 9],
  ] as const)('10 %% of 3 × 0.15 and of 0.45, %s per %s', (mode, at, expected, total) => {
    const rules = [{ benefit: { kind: 'percent', rateBps: 1000 } }] as const;
    const answer = quote({
      programme: programme({ settings: { rounding: { mode, at } }, rules }),
      lines: [{ price: 15, qty: 3 }, { price: 45 }],
    });
    expect([offs(answer), answer.totals.discountMinor]).toEqual([expected, total]);
  });

  it.each([
    [
      1,
      [1000],
      [
        [1000, 0],
        [2000, 2000],
      ],
    ],
    [
      2,
      [2000],
      [
        [2000, 0],
        [1000, 1000],
      ],
    ],
    [3, [3000], [[3000, 0]]],
    [4, [3000], [[3000, 0]]],
  ])('100 %% of at most %d of 3 units', (maxUnits, expected, parts) => {
    const answer = quote({
      programme: programme({ rules: [{ benefit: { kind: 'percent', rateBps: 10000, maxUnits } }] }),
      lines: [{ price: 1000, qty: 3 }],
    });
    expect(offs(answer)).toEqual(expected);
    expect(portions(answer)).toEqual(parts);
  });

  it.each([
    ['cheapest', [0, 100]],
    ['dearest', [140, 0]],
  ] as const)('20 %% of the %s unit of 7.00 and 5.00', (pick, expected) => {
    expect(off({ kind: 'percent', rateBps: 2000, maxUnits: 1, pick }, [{ price: 700 }, { price: 500 }])).toEqual(expected);
  });

  it('never splits weighed goods', () => {
    const answer = quote({
      programme: programme({ rules: [{ benefit: { kind: 'percent', rateBps: 5000, maxUnits: 1 } }] }),
      lines: [{ price: 1000, milli: 2356 }],
    });
    expect(offs(answer)).toEqual([1178]);
    expect(portions(answer)).toEqual([[2356, 1178]]);
  });
});

describe('amount off', () => {
  it.each([
    ['unit', 100, [300, 100]],
    ['line', 100, [100, 100]],
    ['unit', 200, [600, 150]],
    ['line', 500, [500, 150]],
  ] as const)('per %s, %d off 3 × 5.00 and 1 × 1.50', (per, amountMinor, expected) => {
    expect(off({ kind: 'amountOff', amountMinor, per }, [{ price: 500, qty: 3 }, { price: 150 }])).toEqual(expected);
  });

  it('per kilogram for weighed goods: 1.00 off a kilogram, 0.356 kg', () => {
    expect(off({ kind: 'amountOff', amountMinor: 100, per: 'unit' }, [{ price: 1000, milli: 356 }])).toEqual([36]);
  });

  it.each([
    [1000, [600, 400]],
    [5000, [3000, 2000]],
    [5001, [3000, 2000]],
  ])('%d once over 30.00 and 20.00', (amountMinor, expected) => {
    expect(off({ kind: 'amountOff', amountMinor, per: 'receipt' }, [{ price: 3000 }, { price: 2000 }])).toEqual(expected);
  });

  it('what a floor keeps out goes to the other lines', () => {
    const benefit = { kind: 'amountOff', amountMinor: 1000, per: 'receipt' } as const;
    expect(off(benefit, [{ price: 3000 }, { price: 2000, minimumMinor: 1800 }])).toEqual([800, 200]);
    expect(
      off(benefit, [
        { price: 3000, minimumMinor: 2500 },
        { price: 2000, minimumMinor: 1800 },
      ]),
    ).toEqual([500, 200]);
  });
});

describe('fixed price and total price', () => {
  it.each([
    [999, [3]],
    [1000, [0]],
    [1001, [0]],
  ])('a unit for %d instead of 10.00', (unitPriceMinor, expected) => {
    expect(off({ kind: 'fixedPrice', unitPriceMinor }, [{ price: 1000, qty: 3 }])).toEqual(expected);
  });

  it.each([
    [7000, [10800, 7200]],
    [24999, [1, 0]],
    [25000, [0, 0]],
    [30000, [0, 0]],
  ])('3 × 50.00 and 100.00 together for %d', (priceMinor, expected) => {
    expect(off({ kind: 'totalPrice', priceMinor }, [{ price: 5000, qty: 3 }, { price: 10000 }])).toEqual(expected);
  });
});

describe('quantity tiers', () => {
  const tiers = [
    { fromMilli: 3000, give: percent(1000) },
    { fromMilli: 6000, give: percent(2000) },
  ];

  it.each([
    [2, 'all', 0],
    [3, 'all', 300],
    [5, 'all', 500],
    [6, 'all', 1200],
    [2, 'above', 0],
    [3, 'above', 100],
    [5, 'above', 300],
    [6, 'above', 500],
    [7, 'above', 700],
  ] as const)('%d units of 10.00, the tier for %s units', (qty, units, expected) => {
    expect(off({ kind: 'quantityTiers', count: 'line', units, tiers }, [{ price: 1000, qty }])).toEqual([expected]);
  });

  it('above: the first units keep their price', () => {
    const answer = quote({
      programme: programme({ rules: [{ benefit: { kind: 'quantityTiers', count: 'line', units: 'above', tiers } }] }),
      lines: [{ price: 1000, qty: 6 }],
    });
    expect(portions(answer)).toEqual([
      [3000, 2700],
      [1000, 800],
      [2000, 2000],
    ]);
  });

  it.each([
    ['line', [0, 0]],
    ['lines', [200, 100]],
  ] as const)('two and one unit counted by %s', (count, expected) => {
    expect(off({ kind: 'quantityTiers', count, units: 'all', tiers }, [{ price: 1000, qty: 2 }, { price: 1000 }])).toEqual(expected);
  });

  it('by weight: 2.999 kg and 3.000 kg', () => {
    const benefit: Benefit = { kind: 'quantityTiers', count: 'line', units: 'all', tiers: [{ fromMilli: 3000, give: price(900) }] };
    expect(off(benefit, [{ price: 1000, milli: 2999 }])).toEqual([0]);
    expect(off(benefit, [{ price: 1000, milli: 3000 }])).toEqual([300]);
  });

  it('first and more: 5.00 off the first unit, 2.00 off each other, at most 3 units', () => {
    const benefit: Benefit = {
      kind: 'quantityTiers',
      count: 'line',
      units: 'above',
      maxUnits: 3,
      tiers: [
        { fromMilli: 1000, give: amount(500) },
        { fromMilli: 2000, give: amount(200) },
      ],
    };
    expect([1, 2, 3, 4].map((qty) => off(benefit, [{ price: 1000, qty }])[0])).toEqual([500, 700, 900, 900]);
  });
});

describe('every Nth unit', () => {
  it.each([
    [2, 0],
    [3, 1000],
    [5, 1000],
    [6, 2000],
    [8, 2000],
    [9, 3000],
  ])('every 3rd of %d free', (qty, expected) => {
    expect(off({ kind: 'everyNth', n: 3, give: free }, [{ price: 1000, qty }])).toEqual([expected]);
  });

  it.each([
    ['dearest', [0, 0, 700, 0]],
    ['cheapest', [0, 800, 0, 0]],
  ] as const)('every 3rd of 9.00, 8.00, 7.00, 6.00 from the %s', (from, expected) => {
    expect(
      off(
        { kind: 'everyNth', n: 3, give: free, from },
        [900, 800, 700, 600].map((each) => ({ price: each })),
      ),
    ).toEqual(expected);
  });

  it('at most twice', () => {
    expect(off({ kind: 'everyNth', n: 2, give: percent(5000), maxTimes: 2 }, [{ price: 400, qty: 9 }])).toEqual([400]);
  });

  it('within each line', () => {
    const lines = [{ price: 1000, qty: 2 }, { price: 1000 }];
    expect(off({ kind: 'everyNth', n: 3, give: free, within: 'line' }, lines)).toEqual([0, 0]);
    expect(off({ kind: 'everyNth', n: 3, give: free, within: 'lines' }, lines)).toEqual([0, 1000]);
  });
});
