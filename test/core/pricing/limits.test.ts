import { NO_COUNTERS } from '../../../src/core/member.js';
import type { MemberCounters } from '../../../src/core/member.js';
import type { Budget, Limit } from '../../../src/core/rules/types.js';
import { applyUsage, budgetKeys, revertUsage } from '../../../src/core/rules/usage.js';
import { member, programme, quote, request } from '../support.js';
import type { Case, LineDraft, RuleDraft } from '../support.js';

const half: RuleDraft['benefit'] = { kind: 'percent', rateBps: 5000 };
const batteries: RuleDraft = { benefit: { kind: 'units', units: 2, give: { kind: 'free' } } };
const usage = (key: string, times: number, minor = 0, points = 0): MemberCounters =>
  ({ ...NO_COUNTERS, usage: { [key]: { times, minor, points } } }) as MemberCounters;

function off(rule: RuleDraft, lines: readonly LineDraft[], counters: MemberCounters = NO_COUNTERS, rest: Partial<Case> = {}): number {
  return quote({ programme: programme({ rules: [rule] }), lines, member: member({ counters }), ...rest }).totals.discountMinor;
}

describe('limits per member and period', () => {
  const limit = (max: number, rest: Partial<Limit> = {}): Limit => ({ measure: 'times', max, per: 'member', ...rest });

  it.each([
    [1, 500],
    [2, 0],
    [3, 0],
  ])('twice a month, used %d times', (used, expected) => {
    expect(
      off({ benefit: half, limits: [limit(2, { period: { kind: 'month' } })] }, [{ price: 1000 }], usage('rule:r1/times/2026-11', used)),
    ).toBe(expected);
  });

  it.each([
    [{ kind: 'day' }, '2026-11-22', '2026-11-21'],
    [{ kind: 'week' }, '2026-W47', '2026-W46'],
    [{ kind: 'month' }, '2026-11', '2026-10'],
    [{ kind: 'year' }, '2026', '2025'],
  ] as const)('a calendar period starts anew: %j', (period, now, before) => {
    const rule: RuleDraft = { benefit: half, limits: [limit(1, { period })] };
    expect(off(rule, [{ price: 1000 }], usage(`rule:r1/times/${now}`, 1))).toBe(0);
    expect(off(rule, [{ price: 1000 }], usage(`rule:r1/times/${before}`, 1))).toBe(500);
  });

  it.each([
    ['~2026-11-22', 0],
    ['~2026-11-16', 0],
    ['~2026-11-15', 500],
  ])('once in rolling 7 days, used on %s', (day, expected) => {
    expect(
      off(
        { benefit: half, limits: [limit(1, { period: { kind: 'rolling', days: 7 } })] },
        [{ price: 1000 }],
        usage(`rule:r1/times/${day}`, 1),
      ),
    ).toBe(expected);
  });

  it.each([
    [0, 'cut', 300],
    [1, 'cut', 150],
    [2, 'cut', 0],
    [0, 'refuse', 300],
    [1, 'refuse', 0],
  ] as const)('two free batteries a month, %d used, %s', (used, exceed, expected) => {
    const limits = [limit(2, { measure: 'units', period: { kind: 'month' }, exceed })];
    expect(off({ ...batteries, limits }, [{ price: 150, qty: 3 }], usage('rule:r1/units/2026-11', used))).toBe(expected);
  });

  it.each([
    [0, 'cut', 500],
    [700, 'cut', 300],
    [1000, 'cut', 0],
    [500, 'refuse', 500],
    [501, 'refuse', 0],
  ] as const)('at most 10.00 in all, %d used, %s', (used, exceed, expected) => {
    expect(
      off({ benefit: half, limits: [limit(1000, { measure: 'money', exceed })] }, [{ price: 1000 }], usage('rule:r1/money', 0, used)),
    ).toBe(expected);
  });

  it('an anonymous receipt has no limit per member, so the rule is refused', () => {
    const answer = quote({
      programme: programme({ rules: [{ benefit: half, limits: [limit(2)] }] }),
      lines: [{ price: 1000 }],
      explain: true,
    });
    expect([answer.totals.discountMinor, answer.refused[0]!.why.code]).toEqual([0, 'member_needed']);
  });

  it('says what is used up', () => {
    const rules = [{ benefit: half, limits: [limit(2, { period: { kind: 'month' } })] }];
    const answer = quote({
      programme: programme({ rules }),
      lines: [{ price: 1000 }],
      member: member({ counters: usage('rule:r1/times/2026-11', 2) }),
      explain: true,
    });
    expect(answer.refused[0]!.why).toEqual({ code: 'limit', relation: 'used_up', actual: 2, wanted: 2, unit: 'count', subject: 'month' });
  });
});

describe('limits per receipt', () => {
  it('complete blocks up to the limit', () => {
    const rule: RuleDraft = {
      benefit: { kind: 'sets', size: 2, give: { kind: 'free' }, take: { pick: 'cheapest' } },
      limits: [{ measure: 'times', max: 2, per: 'receipt', exceed: 'cut' }],
    };
    expect(off(rule, [{ price: 100, qty: 9 }])).toBe(200);
  });
});

describe('budgets and campaigns', () => {
  const budget = (max: number, exceed: Budget['exceed']): Budget => ({ measure: 'money', max, exceed: exceed ?? 'refuse' });

  it.each([
    [0, 'refuse', 500],
    [500, 'refuse', 500],
    [501, 'refuse', 0],
    [501, 'cut', 499],
    [1000, 'cut', 0],
  ] as const)('a budget of 10.00 of which %d is used, %s', (used, exceed, expected) => {
    const budgets = { 'rule:r1/money': { times: 0, minor: used, points: 0 } } as unknown as NonNullable<Case['budgets']>;
    expect(off({ benefit: half, budgets: [budget(1000, exceed)] }, [{ price: 1000 }], NO_COUNTERS, { budgets })).toBe(expected);
  });

  it('rules of a campaign share its counters within a receipt', () => {
    const rules: RuleDraft[] = [
      { campaign: 'c', priority: 2, benefit: half, lines: { skus: ['a'] } },
      { campaign: 'c', priority: 1, benefit: half, lines: { skus: ['b'] } },
    ];
    const campaigns = [{ id: 'c', budgets: [budget(700, 'cut')] }];
    const answer = quote({
      programme: programme({ campaigns, rules }),
      lines: [
        { price: 1000, sku: 'a' },
        { price: 1000, sku: 'b' },
      ],
    });
    expect(answer.applied.map((rule) => rule.amountMinor)).toEqual([500, 200]);
    expect(answer.usage).toEqual([
      { scope: 'total', key: 'campaign:c/money', times: 0, minor: 700, points: 0, limit: { times: null, minor: 700, points: null } },
    ]);
  });

  it('names the keys to read before pricing', () => {
    const rules: RuleDraft[] = [
      { benefit: half, budgets: [{ measure: 'times', max: 100, period: { kind: 'month' } }] },
      { benefit: half, campaign: 'c' },
    ];
    const parts = { campaigns: [{ id: 'c', budgets: [budget(700, 'cut')] }], promoCodes: [{ code: 'Save', maxUses: 5 }], rules };
    const { receipt, ruleSet } = request({ programme: programme(parts), lines: [{ price: 1 }], receipt: { coupons: [' save '] } });
    expect(budgetKeys(ruleSet, receipt)).toEqual(['promo:SAVE/times', 'rule:r1/times/2026-11', 'campaign:c/money']);
  });
});

describe('counters of a member after booking', () => {
  const limits: Limit[] = [{ measure: 'times', max: 5, per: 'member', period: { kind: 'rolling', days: 30 } }];
  const asked = request({ programme: programme({ rules: [{ benefit: half, limits }] }), lines: [{ price: 1000 }], member: member() });
  const booked = quote({ programme: asked.ruleSet.programme, lines: [{ price: 1000 }], member: member() });

  it('adds the purchase, the day and the use', () => {
    const after = applyUsage(NO_COUNTERS, booked, asked.receipt, asked.ruleSet);
    expect(after).toMatchObject({
      purchases: 1,
      firstPurchaseAtMs: asked.receipt.purchasedAtMs,
      lastPurchaseAtMs: asked.receipt.purchasedAtMs,
      usage: { 'rule:r1/times/~2026-11-22': { times: 1, minor: 0, points: 0 } },
      days: { '2026-11-22': { purchases: 1, spentMinor: 500, earnedPoints: 0 } },
    });
  });

  it('a void leaves what was there before', () => {
    const before = applyUsage(NO_COUNTERS, booked, asked.receipt, asked.ruleSet);
    const after = revertUsage(
      applyUsage(before, booked, asked.receipt, asked.ruleSet),
      booked,
      { ...booked.totals, complete: true },
      asked.receipt,
      asked.ruleSet,
      true,
    );
    expect(after).toEqual(before);
    expect(revertUsage(before, booked, { ...booked.totals, complete: true }, asked.receipt, asked.ruleSet, false).usage).toEqual(
      before.usage,
    );
  });

  it('days and periods that nothing looks at any more go', () => {
    const old = {
      ...NO_COUNTERS,
      usage: {
        'rule:r1/times/~2026-10-01': { times: 1, minor: 0, points: 0 },
        'rule:r2/times/2026-10': { times: 1, minor: 0, points: 0 },
        'rule:r2/times/2026-09': { times: 1, minor: 0, points: 0 },
      },
      days: { '2025-11-22': { purchases: 2, spentMinor: 300, earnedPoints: 3 } },
    } as unknown as MemberCounters;
    const after = applyUsage(old, booked, asked.receipt, asked.ruleSet);
    expect(Object.keys(after.usage)).toEqual(['rule:r2/times/2026-10', 'rule:r1/times/~2026-11-22']);
    expect(after.days).toMatchObject({ earlier: { purchases: 2, spentMinor: 300, earnedPoints: 3 } });
  });
});
