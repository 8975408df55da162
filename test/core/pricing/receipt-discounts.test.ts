import type { DiscountBenefit, Give } from '../../../src/core/rules/benefits.js';
import { offs, programme, quote } from '../support.js';
import type { LineDraft, RuleDraft } from '../support.js';

const percent = (rateBps: number): Give => ({ kind: 'percent', rateBps });
const amount = (amountMinor: number): Give => ({ kind: 'amount', amountMinor });

function off(rule: Omit<RuleDraft, 'stage'>, lines: readonly LineDraft[]): number[] {
  return offs(quote({ programme: programme({ rules: [{ stage: 'receipt', ...rule }] }), lines }));
}

describe('thresholds', () => {
  const tiers: DiscountBenefit = {
    kind: 'thresholdTiers',
    by: 'amount',
    mode: 'highest',
    tiers: [
      { from: 2000, give: percent(1500) },
      { from: 3000, give: percent(2000) },
    ],
  };

  it.each([
    [1999, 0],
    [2000, 300],
    [2999, 450],
    [3000, 600],
    [9000, 1800],
  ])('15 %% from 20.00, 20 %% from 30.00: %d', (price, expected) => {
    expect(off({ benefit: tiers }, [{ price }])).toEqual([expected]);
  });

  it.each([
    [4999, 0],
    [5000, 500],
    [9999, 500],
    [10000, 1000],
    [14999, 1000],
    [15000, 1500],
  ])('5.00 for every 50.00: %d', (price, expected) => {
    expect(
      off({ benefit: { kind: 'thresholdTiers', by: 'amount', mode: 'every', tiers: [{ from: 5000, give: amount(500) }] } }, [{ price }]),
    ).toEqual([expected]);
  });

  it.each([
    [2, 0],
    [3, 300],
    [4, 400],
  ])('by quantity, from 3 units: %d', (qty, expected) => {
    expect(
      off({ benefit: { kind: 'thresholdTiers', by: 'quantity', mode: 'highest', tiers: [{ from: 3000, give: percent(1000) }] } }, [
        { price: 1000, qty },
      ]),
    ).toEqual([expected]);
  });

  it.each([
    ['eligible', [0, 0]],
    ['receipt', [150, 0]],
  ] as const)('over %s lines: 10.00 of food, 15.00 of tools', (over, expected) => {
    const lines = [
      { price: 1000, categories: ['food'] },
      { price: 1500, categories: ['tools'] },
    ];
    expect(off({ benefit: { ...tiers, over }, lines: { categories: ['food'] } }, lines)).toEqual(expected);
  });

  it('a threshold on an amount looks at the basis it names', () => {
    const first: RuleDraft = { benefit: { kind: 'amountOff', amountMinor: 1, per: 'line' } };
    const by = (basis: 'regular' | 'running'): number[] =>
      offs(
        quote({ programme: programme({ rules: [first, { stage: 'receipt', benefit: { ...tiers, basis } }] }), lines: [{ price: 3000 }] }),
      );
    expect(by('running')).toEqual([451]);
    expect(by('regular')).toEqual([601]);
  });
});

describe('caps of one rule', () => {
  it.each([
    [4999, 500],
    [5000, 500],
    [5010, 500],
    [20000, 500],
  ])('10 %% but at most 5.00: %d', (price, expected) => {
    expect(off({ benefit: { kind: 'percent', rateBps: 1000 }, maxDiscountMinor: 500 }, [{ price }])).toEqual([expected]);
  });

  it('a cap over several lines is split like the discount', () => {
    expect(off({ benefit: { kind: 'percent', rateBps: 5000 }, maxDiscountMinor: 300 }, [{ price: 1000 }, { price: 2000 }])).toEqual([
      100, 200,
    ]);
  });

  it.each([
    ['largest_remainder', [33, 33, 34]],
    ['floor_then_first', [34, 33, 33]],
    ['last_takes_rest', [33, 33, 34]],
    ['nearest_then_first', [34, 33, 33]],
  ] as const)('100 over 333, 333 and 334 by %s', (split, expected) => {
    const rules = [{ stage: 'receipt', benefit: { kind: 'amountOff', amountMinor: 100, per: 'receipt' } }] as const;
    const answer = quote({
      programme: programme({ settings: { rounding: { split } }, rules }),
      lines: [{ price: 333 }, { price: 333 }, { price: 334 }],
    });
    expect(offs(answer)).toEqual(expected);
  });
});
