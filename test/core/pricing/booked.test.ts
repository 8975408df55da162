/** What holds for quotes that are booked one after another, and given back again. */
import fc from 'fast-check';
import type { MemberState, Usage } from '../../../src/core/member.js';
import { milli } from '../../../src/core/money.js';
import type { Quote } from '../../../src/core/quote.js';
import { remainingLines, returnLines, type Returned } from '../../../src/core/points/return-lines.js';
import { priceReceipt } from '../../../src/core/pricing/price.js';
import { isRejection } from '../../../src/core/rejection.js';
import type { Limit, Programme, Rule } from '../../../src/core/rules/types.js';
import { applyUsage, type BudgetUsage } from '../../../src/core/rules/usage.js';
import { lineDrafts, members, programmes, receiptDraft } from '../arbitrary.js';
import { NOON, member, quote, request } from '../support.js';
import type { Case, LineDraft } from '../support.js';

const RUNS = { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 500) };
const DAY_MS = 86_400_000;

const cases = fc
  .record({ programme: programmes, lines: lineDrafts, receipt: receiptDraft, member: members })
  .map((test): Case => (test.member === null ? test : { ...test, receipt: { ...test.receipt, burn: { kind: 'max' } } }));

const steps = fc.infiniteStream(fc.integer({ min: 1, max: 4000 }));

it('return after sale of every mechanic, in any split, leaves nothing', () => {
  fc.assert(
    fc.property(cases, steps, (test, step) => {
      const sale = quote(test);
      expect(wholeReturn(sale, step)).toEqual({
        regular: sale.totals.regularMinor,
        refund: sale.totals.payableMinor,
        burn: sale.totals.burnMinor,
        discount: sale.totals.regularMinor - sale.totals.netMinor,
        giveBack: sale.totals.burnPoints,
        clawback: sale.totals.earnPoints,
        byEarn: sale.earn.map((item) => item.points),
      });
    }),
    RUNS,
  );
});

/** What comes back of a sale, line by line in steps, until nothing is left. */
function wholeReturn(sale: Quote, step: Iterator<number>): object {
  const sums = { regular: 0, refund: 0, burn: 0, discount: 0, giveBack: 0, clawback: 0, byEarn: sale.earn.map(() => 0) };
  let returned: Returned = {};
  for (let complete = false; !complete;) {
    const [next] = remainingLines(sale, returned);
    const part = returnLines(sale, returned, [
      { ...next!, quantityMilli: milli(Math.min(next!.quantityMilli, step.next().value as number)) },
    ]);
    if (isRejection(part)) throw new Error(part.message);
    for (const line of part.lines) {
      const parts = [line.refundMinor, line.burnMinor, line.discountMinor, line.giveBackPoints, line.clawbackPoints];
      expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
      sums.regular += line.regularMinor;
      sums.refund += line.refundMinor;
      sums.burn += line.burnMinor;
      sums.discount += line.discountMinor;
      sums.giveBack += line.giveBackPoints;
      sums.clawback += line.clawbackPoints;
    }
    part.clawbackByEarn.forEach((points, i) => (sums.byEarn[i]! += points));
    ({ returned, complete } = part);
  }
  return sums;
}

const period = fc.constantFrom<Limit['period']>(
  undefined,
  { kind: 'day' },
  { kind: 'week' },
  { kind: 'month' },
  { kind: 'year' },
  { kind: 'rolling', days: 3 },
);

const limited = fc.tuple(programmes, fc.infiniteStream(period), fc.boolean()).map(([programme, periods, budget]): Programme => {
  const rules = (programme.rules ?? []).map((rule): Rule => {
    const limits = (rule.limits ?? []).map((limit): Limit =>
      limit.per === 'member' ? { ...limit, period: periods.next().value as Limit['period'] } : limit,
    );
    const budgets = budget && rule.limits !== undefined ? rule.limits.map(({ measure, max, exceed }) => ({ measure, max, exceed })) : [];
    return { ...rule, limits, budgets };
  });
  return { ...programme, rules };
});

interface Bought {
  readonly atMs: number;
  readonly quote: Quote;
}

it('no limit and no budget is ever exceeded, however a member buys', () => {
  const purchases = fc.array(fc.record({ lines: lineDrafts, hours: fc.integer({ min: 0, max: 40 }) }), { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(limited, purchases, (programme, plan) => {
      const bought = buyAll(programme, plan);
      for (const rule of programme.rules ?? []) {
        for (const limit of rule.limits ?? []) expectWithin(bought, rule, limit);
        for (const budget of rule.budgets ?? []) expectWithin(bought, rule, { ...budget, per: 'member' });
      }
    }),
    RUNS,
  );
});

function buyAll(programme: Programme, plan: readonly { readonly lines: readonly LineDraft[]; readonly hours: number }[]): Bought[] {
  const bought: Bought[] = [];
  let buyer: MemberState = member({ segments: ['vip'], tier: 'gold' });
  let budgets: BudgetUsage = {};
  let atMs = NOON;
  for (const { lines, hours } of plan) {
    atMs += hours * 3_600_000;
    const asked = { ...request({ programme, lines, receipt: { purchasedAtMs: atMs } }), member: buyer, budgets };
    const answer = priceReceipt(asked);
    if (isRejection(answer)) throw new Error(answer.message);
    bought.push({ atMs, quote: answer });
    buyer = { ...buyer, counters: applyUsage(buyer.counters, answer, asked.receipt, asked.ruleSet) };
    budgets = addTotals(budgets, answer);
  }
  return bought;
}

function addTotals(budgets: BudgetUsage, { usage }: Quote): BudgetUsage {
  const after: Record<string, Usage> = { ...budgets };
  for (const { scope, key, times, minor, points } of usage) {
    if (scope !== 'total') continue;
    const before = after[key] ?? { times: 0, minor: 0, points: 0 };
    after[key] = { times: before.times + times, minor: before.minor + minor, points: before.points + points } as Usage;
  }
  return after;
}

/** Money and times of what the quotes gave, within every span that the limit counts over. */
function expectWithin(bought: readonly Bought[], { id, benefit }: Rule, limit: Limit): void {
  // What such a rule tells as its times are units; its times are one.
  const once = benefit.kind === 'units' || benefit.kind === 'freeProduct';
  const given = bought.map(({ atMs, quote: { applied } }) => {
    const rule = applied.find((each) => each.ruleId === id);
    const times = rule === undefined ? 0 : once ? 1 : rule.times;
    return { atMs, amount: limit.measure === 'money' ? (rule?.amountMinor ?? 0) : limit.measure === 'times' ? times : 0 };
  });
  for (const [last, { atMs: end }] of given.entries()) {
    const inSpan = given.filter(({ atMs }, i) => (limit.per === 'receipt' ? i === last : i <= last && sameSpan(atMs, end, limit)));
    expect(inSpan.reduce((sum, { amount }) => sum + amount, 0)).toBeLessThanOrEqual(limit.max);
  }
}

/** Berlin is an hour ahead of UTC in November and December, when all of them buy. */
const dayOf = (atMs: number): number => Math.floor((atMs + 3_600_000) / DAY_MS);

function sameSpan(atMs: number, endMs: number, { period: span }: Limit): boolean {
  const [day, end] = [dayOf(atMs), dayOf(endMs)];
  const text = (number: number): string => new Date(number * DAY_MS).toISOString();
  switch (span?.kind) {
    case undefined:
      return true;
    case 'day':
      return day === end;
    case 'week':
      // Day 0 was a Thursday; weeks begin on Monday.
      return Math.floor((day + 3) / 7) === Math.floor((end + 3) / 7);
    case 'month':
      return text(day).slice(0, 7) === text(end).slice(0, 7);
    case 'year':
      return text(day).slice(0, 4) === text(end).slice(0, 4);
    case 'rolling':
      return end - day < span.days;
  }
}
