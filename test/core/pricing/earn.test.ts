import { termsOf } from '../../../src/core/pricing/terms.js';
import type { Settings } from '../../../src/core/rules/settings.js';
import type { EarnBenefit } from '../../../src/core/rules/benefits.js';
import { NOON, member, programme, quote } from '../support.js';
import type { LineDraft, RuleDraft } from '../support.js';

const earn = (benefit: EarnBenefit, rest: Partial<RuleDraft> = {}): RuleDraft => ({ stage: 'earn', benefit, ...rest });

/** Points of each rule in order of application. */
function points(rules: readonly RuleDraft[], lines: readonly LineDraft[], settings: Settings = {}, active = 0): number[] {
  const receipt = active > 0 ? { burn: { kind: 'max' } } : {};
  const answer = quote({ programme: programme({ settings, rules }), lines, receipt, member: member({ activePoints: active }) });
  return answer.earn.map((item) => item.points);
}

describe('points of one rule', () => {
  it.each([
    [5999, 2],
    [6000, 3],
    [19, 0],
  ])('5 %% where a point is worth 1.00: %d earns %d', (price, expected) => {
    const given = points([earn({ kind: 'earnPercent', rateBps: 500 })], [{ price }], { burn: { rate: { points: 1, minor: 100 } } });
    expect(given).toEqual(expected === 0 ? [] : [expected]);
  });

  it.each([
    [999, false, 2],
    [1000, false, 3],
    [9999, false, 29],
    [9999, true, 27],
    [10000, true, 30],
  ])('3 points for 10.00: %d, complete %s, earns %d', (price, complete, expected) => {
    expect(points([earn({ kind: 'earnPerAmount', points: 3, perMinor: 1000, complete })], [{ price }])).toEqual([expected]);
  });

  it.each([
    [{ price: 100, qty: 3 }, 15],
    [{ price: 1000, milli: 356 }, 1],
    [{ price: 1000, milli: 200 }, 1],
  ])('5 points a unit: %j', (line, expected) => {
    expect(points([earn({ kind: 'earnPerUnit', points: 5 })], [line])).toEqual([expected]);
  });

  it('fixed points, also where everything is free', () => {
    expect(points([earn({ kind: 'earnFixed', points: 100 })], [{ price: 0 }, { price: 0 }])).toEqual([100]);
  });

  it.each([
    [4999, 'highest', []],
    [5000, 'highest', [20]],
    [10000, 'highest', [50]],
    [14999, 'every', [50]],
    [20000, 'every', [100]],
  ] as const)('tiers of points: %d, %s', (price, mode, expected) => {
    const tiers = [
      { fromMinor: 5000, points: 20 },
      { fromMinor: 10000, points: 50 },
    ];
    expect(points([earn({ kind: 'earnTiers', mode, tiers })], [{ price }])).toEqual(expected);
  });

  it('one rounding down over the receipt, then split by line', () => {
    const rules = [earn({ kind: 'earnPerAmount', points: 1, perMinor: 1000 })];
    const answer = quote({ programme: programme({ rules }), lines: [{ price: 700 }, { price: 700 }, { price: 700 }], member: member() });
    expect(answer.earn[0]).toMatchObject({ points: 2, byLine: [1, 1, 0] });
    expect(answer.lines.map((line) => line.earnPoints)).toEqual([1, 1, 0]);
  });

  it('at most so many points a receipt', () => {
    expect(points([earn({ kind: 'earnPerAmount', points: 1, perMinor: 100 }, { maxPoints: 50 })], [{ price: 5100 }])).toEqual([50]);
  });

  it('goods that earn nothing, and anonymous receipts', () => {
    const rules = [earn({ kind: 'earnPerAmount', points: 1, perMinor: 100 })];
    expect(points(rules, [{ price: 1000 }, { price: 5000, notEarning: true }])).toEqual([10]);
    expect(quote({ programme: programme({ rules }), lines: [{ price: 1000 }] }).totals.earnPoints).toBe(0);
  });
});

describe('multipliers', () => {
  const base = earn({ kind: 'earnPerAmount', points: 1, perMinor: 100 }, { priority: 2 });

  it.each([
    [20000, 31],
    [15000, 15],
    [30000, 62],
  ])('%d bps of 31 points give %d more', (factorBps, more) => {
    expect(points([base, earn({ kind: 'earnMultiplier', factorBps, of: ['r1'] })], [{ price: 3100 }])).toEqual([31, more]);
  });

  it('only of the named rules and only on the eligible lines', () => {
    const rules = [
      base,
      earn({ kind: 'earnFixed', points: 500 }, { priority: 1 }),
      earn({ kind: 'earnMultiplier', factorBps: 20000, of: ['r1'] }, { lines: { brands: ['x'] } }),
    ];
    expect(points(rules, [{ price: 1000, brand: 'x' }, { price: 3000 }])).toEqual([40, 500, 10]);
  });
});

describe('money and burn', () => {
  const burn = { rate: { points: 1, minor: 1 }, shareMaxBps: 5000 };
  const rules = [earn({ kind: 'earnPerAmount', points: 1, perMinor: 100 })];

  it.each([
    ['money', 50],
    ['before_burn', 100],
  ] as const)('on %s: half of 100.00 paid with points earns %d', (earnBase, expected) => {
    expect(points(rules, [{ price: 10000 }], { burn, earnBase }, 99999)).toEqual([expected]);
  });

  it('the quote tells what is earned at no burn, as requested and at the most', () => {
    const answer = quote({
      programme: programme({ settings: { burn }, rules }),
      lines: [{ price: 10000 }],
      receipt: { burn: { kind: 'points', points: 2000 } },
      member: member({ activePoints: 99999 }),
    });
    expect(answer.earnForecast).toEqual({ atZeroBurn: 100, asRequested: 80, atMaxBurn: 50 });
    expect(answer.totals).toMatchObject({ netMinor: 10000, burnMinor: 2000, payableMinor: 8000, earnPoints: 80 });
  });
});

describe('activation and life, in Berlin', () => {
  const at = (text: string): number => Date.parse(text);

  it.each([
    [{}, NOON, null],
    [{ activation: { kind: 'hours', hours: 24 } }, NOON + 86_400_000, null],
    [{ activation: { kind: 'days', days: 0 } }, NOON, null],
    [{ activation: { kind: 'days', days: 1 } }, at('2026-11-22T23:00:00Z'), null],
    [{ activation: { kind: 'days', days: 14 } }, at('2026-12-05T23:00:00Z'), null],
    [{ life: { kind: 'days', days: 0 } }, NOON, at('2026-11-22T23:00:00Z')],
    [{ life: { kind: 'days', days: 90 } }, NOON, at('2027-02-20T23:00:00Z')],
    [{ life: { kind: 'days', days: 150 } }, NOON, at('2027-04-21T22:00:00Z')],
    [{ life: { kind: 'endOfMonth', months: 0 } }, NOON, at('2026-11-30T23:00:00Z')],
    [{ life: { kind: 'endOfMonth', months: 2 } }, NOON, at('2027-01-31T23:00:00Z')],
    [{ life: { kind: 'endOfMonth', months: 14 } }, NOON, at('2028-01-31T23:00:00Z')],
    [{ life: { kind: 'endOfYear', years: 0 } }, NOON, at('2026-12-31T23:00:00Z')],
    [{ life: { kind: 'endOfYear', years: 1 } }, NOON, at('2027-12-31T23:00:00Z')],
    [{ life: { kind: 'never' } }, NOON, null],
    [
      { activation: { kind: 'days', days: 14 }, life: { kind: 'endOfMonth', months: 0 } },
      at('2026-12-05T23:00:00Z'),
      at('2026-12-31T23:00:00Z'),
    ],
  ] as const)('%j', (terms, activatesAtMs, expiresAtMs) => {
    expect(termsOf(terms, NOON, 'Europe/Berlin')).toEqual({ activatesAtMs, expiresAtMs });
  });

  it('a rule wins over the settings, part by part', () => {
    const settings: Settings = { points: { activation: { kind: 'hours', hours: 1 }, life: { kind: 'never' } } };
    const rules = [earn({ kind: 'earnFixed', points: 1 }, { points: { life: { kind: 'days', days: 0 } } })];
    const answer = quote({ programme: programme({ settings, rules }), lines: [{ price: 100 }], member: member() });
    expect(answer.earn[0]).toMatchObject({ activatesAtMs: NOON + 3_600_000, expiresAtMs: Date.parse('2026-11-22T23:00:00Z') });
  });
});

describe('coupons and messages', () => {
  it('a coupon is issued, a message printed, where the rule applies', () => {
    const rules = [
      earn({ kind: 'issueCoupon', series: 'thanks', count: 2 }, { when: { kind: 'amount', basis: 'running', minMinor: 5000 } }),
      earn({ kind: 'message' }, { message: { code: 'hello', text: 'Good day' } }),
    ];
    const ask = (price: number) => quote({ programme: programme({ rules }), lines: [{ price }], member: member() });
    expect(ask(5000).issues).toEqual([
      { seriesId: 'thanks', ruleId: 'r1' },
      { seriesId: 'thanks', ruleId: 'r1' },
    ]);
    expect(ask(4999).issues).toEqual([]);
    expect(ask(4999).messages).toEqual([{ ruleId: 'r2', code: 'hello', text: 'Good day' }]);
  });
});
