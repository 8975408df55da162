import fc from 'fast-check';
import { priceReceipt, priceSums, priceTryingAll } from '../../../src/core/pricing/price.js';
import { sumsOfQuote } from '../../../src/core/pricing/sums.js';
import type { Quote } from '../../../src/core/quote.js';
import { isRejection } from '../../../src/core/rejection.js';
import type { Rule } from '../../../src/core/rules/types.js';
import { discount, lineDraft, lineDrafts, members, programmeOf, programmes, receiptDraft, ruleOf, rules, usages } from '../arbitrary.js';
import { quote, request } from '../support.js';
import type { Case } from '../support.js';

const RUNS = { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 1000) };

const cases = fc
  .record({ programme: programmes, lines: lineDrafts, receipt: receiptDraft, member: members, budgets: usages })
  .map((test): Case => (test.member === null ? test : { ...test, receipt: { ...test.receipt, burn: { kind: 'max' } } }));

describe('properties of pricing, over random programmes and receipts', () => {
  it('the index finds what trying every rule finds', () => {
    fc.assert(
      fc.property(cases, (test) => {
        const asked = request(test);
        expect(priceReceipt(asked)).toEqual(priceTryingAll(asked));
      }),
      RUNS,
    );
  });

  it('the sums of a receipt are those of its quote', () => {
    fc.assert(
      fc.property(cases, (test) => {
        const asked = request(test);
        const whole = priceReceipt(asked);
        const lean = priceSums(asked);
        if (isRejection(whole) || isRejection(lean)) return expect(lean).toEqual(whole);
        const { totals, applied, usage } = sumsOfQuote(whole);
        expect(totals).toMatchObject(lean.totals);
        expect(applied.map(({ ruleId, stage, amountMinor, points }) => ({ ruleId, stage, amountMinor, points }))).toEqual(lean.applied);
        expect(lean.usage).toEqual(usage);
      }),
      RUNS,
    );
  });

  it('no line goes below its floor, nor is it paid below zero', () => {
    fc.assert(
      fc.property(cases, (test) => {
        const { receipt } = request(test);
        const answer = quote(test);
        answer.lines.forEach((line, i) => {
          expect(line.netMinor).toBeGreaterThanOrEqual(receipt.lines[i]!.minimumMinor);
          expect(line.netMinor).toBeLessThanOrEqual(line.regularMinor);
          expect(line.payableMinor).toBeGreaterThanOrEqual(0);
          for (const portion of line.portions) expect(portion.netMinor).toBeGreaterThanOrEqual(0);
        });
      }),
      RUNS,
    );
  });

  it('sums agree: portions to lines, lines to totals, rules to lines, points to lines', () => {
    fc.assert(
      fc.property(cases, (test) => {
        const answer = quote(test);
        const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
        expect(sum(answer.lines.map((line) => line.netMinor))).toBe(answer.totals.netMinor);
        for (const line of answer.lines) {
          expect(sum(line.portions.map((portion) => portion.netMinor))).toBe(line.netMinor);
          expect(sum(line.portions.map((portion) => portion.quantityMilli))).toBe(line.quantityMilli);
          expect(sum(line.discounts.map((each) => each.amountMinor))).toBe(line.regularMinor - line.netMinor);
        }
        for (const rule of answer.applied) {
          expect(sum(rule.lines.map((line) => line.amountMinor))).toBe(rule.amountMinor);
          expect(sum(rule.lines.map((line) => line.points))).toBe(rule.points);
        }
        expect(sum(answer.applied.map((rule) => rule.amountMinor))).toBe(answer.totals.regularMinor - answer.totals.netMinor);
        for (const item of answer.earn) expect(sum(item.byLine)).toBe(item.points);
        expect(answer.burn.points).toBeLessThanOrEqual(answer.burn.maxPoints);
        expect(answer.earnForecast.asRequested).toBe(answer.totals.earnPoints);
      }),
      RUNS,
    );
  });

  it('no limit and no budget is exceeded', () => {
    fc.assert(
      fc.property(cases, (test) => {
        for (const { scope, key, limit, ...taken } of quote(test).usage) {
          const before = (scope === 'total' ? test.budgets : test.member?.counters.usage)?.[key];
          if (limit.times !== null) expect((before?.times ?? 0) + taken.times).toBeLessThanOrEqual(limit.times);
          if (limit.minor !== null) expect((before?.minor ?? 0) + taken.minor).toBeLessThanOrEqual(limit.minor);
        }
      }),
      RUNS,
    );
  });

  it('the order of rules in the file does not matter', () => {
    fc.assert(
      fc.property(
        cases.chain((test) =>
          fc.tuple(
            fc.constant(test),
            fc.shuffledSubarray([...(test.programme.rules ?? [])], { minLength: test.programme.rules?.length ?? 0 }),
          ),
        ),
        ([test, shuffled]) => {
          expect(quote({ ...test, programme: { ...test.programme, rules: shuffled } })).toEqual(quote(test));
        },
      ),
      RUNS,
    );
  });

  it('a rule that does not match changes nothing', () => {
    fc.assert(
      fc.property(cases, ruleOf('line', 'zz'), (test, extra) => {
        const { coupon: _, ...open } = extra;
        const dead: Rule = {
          ...open,
          lines: { skus: ['nowhere'] },
          ...(extra.benefit.kind === 'freeProduct' ? { when: { kind: 'store', in: ['nowhere'] } } : {}),
        };
        expect(quote({ ...test, programme: { ...test.programme, rules: [...(test.programme.rules ?? []), dead] } })).toEqual(quote(test));
      }),
      RUNS,
    );
  });

  it('equal lines may change places', () => {
    fc.assert(
      fc.property(cases, lineDraft, (test, twin) => {
        const outcome = (answer: Quote): string[] => answer.lines.map(({ lineNumber: _, ...line }) => JSON.stringify(line)).sort();
        const first = quote({ ...test, lines: [twin, ...test.lines, { ...twin, lineNumber: 99 }] });
        const other = quote({ ...test, lines: [{ ...twin, lineNumber: 99 }, ...test.lines, { ...twin, lineNumber: 1 }] });
        expect(outcome(other)).toEqual(outcome(first));
        expect(other.totals).toEqual(first.totals);
      }),
      RUNS,
    );
  });

  it('the best of a group is never worse than any member alone', () => {
    const group = fc.constantFrom('line-best', 'line-best-line');
    const plain = fc.tuple(fc.array(discount, { minLength: 1, maxLength: 4 }), group, rules).map(([benefits, id, others]) =>
      benefits.map((benefit, i): Rule => {
        const lines = others[i]?.lines;
        return { id: `r${i}`, name: `r${i}`, stage: 'line', group: id, benefit, ...(lines === undefined ? {} : { lines }) };
      }),
    );
    fc.assert(
      fc.property(plain, lineDrafts, (members_, lines) => {
        const all = quote({ programme: programmeOf(members_), lines }).totals.discountMinor;
        for (const rule of members_)
          expect(all).toBeGreaterThanOrEqual(quote({ programme: programmeOf([rule]), lines }).totals.discountMinor);
      }),
      RUNS,
    );
  });

  it('the same input gives the same quote and fingerprint; another amount, another one', () => {
    fc.assert(
      fc.property(cases, (test) => {
        const first = quote(test);
        expect(quote(test)).toEqual(first);
        const dearer = quote({ ...test, lines: test.lines.map((line, i) => (i === 0 ? { ...line, price: line.price + 100_000 } : line)) });
        if (dearer.totals.netMinor !== first.totals.netMinor) expect(dearer.fingerprint).not.toBe(first.fingerprint);
      }),
      RUNS,
    );
  });
});
