/** What a case expects beside what the quote says. */
import type { CouponAnswer, Quote, QuoteLine } from '../../../core/quote.js';
import { isPrice } from './to-benefit.js';
import { Unsupported } from './neutral-case.js';
import type { NeutralCase } from './neutral-case.js';
import { toCode } from './to-programme.js';

/** One line for each expectation that does not hold; none where all do. */
export function compare(neutral: NeutralCase, quote: Quote, ruleIds: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  const check = (what: string, expected: unknown, actual: unknown): void => {
    if (isFraction(expected)) throw new Unsupported(`${what} of ${JSON.stringify(expected)}, which is finer than the currency`);
    if (JSON.stringify(expected) !== JSON.stringify(actual))
      found.push(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
  };
  const { expect } = neutral;
  const lines = new Map(neutral.receipt.lines.map((line, i) => [line.id, quote.lines[i]!]));
  const lineOf = (id: string): QuoteLine => {
    const line = lines.get(id);
    if (line === undefined) throw new Unsupported(`an expectation of a line ${id} that is not on the receipt`);
    return line;
  };
  const off = offBy(neutral);
  for (const [id, amount] of Object.entries(expect.line_discount ?? {})) check(`line_discount.${id}`, amount, off(lineOf(id)));
  for (const [id, amount] of Object.entries(expect.line_total ?? {})) check(`line_total.${id}`, amount, lineOf(id).netMinor);
  for (const [id, amount] of Object.entries(expect.unit_discount ?? {}))
    check(`unit_discount.${id}`, sorted([amount].flat()), unitsOff(lineOf(id), amount));
  const offs = quote.lines.map(off);
  if (expect.line_discount_multiset) check('line_discount_multiset', sorted(expect.line_discount_multiset), sorted(offs));
  if (expect.line_discount_sum !== undefined) check('line_discount_sum', expect.line_discount_sum, sum(offs));
  if (expect.discount_total !== undefined) check('discount_total', expect.discount_total, sum(offs));
  if (expect.total !== undefined) check('total', expect.total, quote.totals.netMinor);
  for (const [ruleId, byLine] of Object.entries(expect.rule_line_discount ?? {})) {
    for (const [id, amount] of Object.entries(byLine))
      check(`rule_line_discount.${ruleId}.${id}`, amount, offByRule(lineOf(id), ruleId, ruleIds));
  }
  const applied = quote.applied.map((rule) => ruleIds.get(rule.ruleId) ?? rule.ruleId);
  if (expect.rules_applied) check('rules_applied', [...expect.rules_applied].sort(), applied.sort());
  if (expect.units_used !== undefined) check('units_used', expect.units_used, unitsUsed(neutral, quote, ruleIds));
  for (const [code, reason] of rejectedOf(expect.rejected_coupons))
    check(`rejected_coupons.${code}`, reason, answerOf(code, reason, quote.coupons));
  return found;
}

const isFraction = (expected: unknown): boolean => [expected].flat().some((value) => typeof value === 'number' && !Number.isInteger(value));

/** A changed price is not a discount, but where a case has nothing else it is what the case means. */
function offBy({ rules }: NeutralCase): (line: QuoteLine) => number {
  const onlyPrices = rules.length > 0 && rules.every(({ action }) => isPrice(action.type));
  return onlyPrices ? (line) => line.regularMinor - line.netMinor : (line) => line.discountMinor;
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
const sorted = (amounts: readonly number[]): number[] => [...amounts].sort((a, b) => a - b);

function offByRule(line: QuoteLine, ruleId: string, ruleIds: ReadonlyMap<string, string>): number {
  return sum(line.discounts.filter((discount) => ruleIds.get(discount.ruleId) === ruleId).map((discount) => discount.amountMinor));
}

/** What each unit of a line has off; one number where they are all to have the same. */
function unitsOff(line: QuoteLine, expected: number | readonly number[]): number[] {
  const offs: number[] = [];
  let position = 0;
  const units = line.quantityMilli / 1000;
  const priceAt = (n: number): number =>
    Math.floor((line.cardPriceMinor * (n + 1)) / units) - Math.floor((line.cardPriceMinor * n) / units);
  for (const portion of line.portions) {
    const count = portion.quantityMilli / 1000;
    const offPortion = sum(Array.from({ length: count }, (_, n) => priceAt(position + n))) - portion.netMinor;
    const each = Math.floor(offPortion / count);
    for (let n = 0; n < count; n++) offs.push(each + (n < offPortion - each * count ? 1 : 0));
    position += count;
  }
  const all = sorted(offs);
  return typeof expected === 'number' && new Set(all).size === 1 ? [all[0]!] : all;
}

/** Units that complete sets used up, or that got something where there are no sets. */
function unitsUsed({ rules }: NeutralCase, quote: Quote, ruleIds: ReadonlyMap<string, string>): number {
  return sum(
    quote.applied.map((applied) => {
      const action = rules.find((rule) => rule.id === ruleIds.get(applied.ruleId))?.action;
      const size =
        action?.type === 'buy_get' || action?.type === 'buy_get_block'
          ? (action.buy_qty ?? 0) + (action.get_qty ?? 0)
          : (action?.n ?? action?.group_size);
      if (size !== undefined) return applied.times * size;
      return sum(
        applied.lines.map(({ lineNumber }) => (quote.lines.find((line) => line.lineNumber === lineNumber)?.quantityMilli ?? 0) / 1000),
      );
    }),
  );
}

/** Words of the cases for the reasons of a quote. */
const REASONS: Readonly<Record<string, readonly string[]>> = {
  unknown: ['unknown', 'not_found', 'invalid'],
  expired: ['expired', 'ended'],
  not_started: ['not_started', 'not_yet_valid'],
  limit_reached: ['usage_limit', 'limit_reached', 'used_up', 'budget'],
  member_limit_reached: ['per_customer_limit', 'customer_limit', 'usage_limit', 'member_limit'],
  member_needed: ['customer_needed', 'per_customer_limit', 'not_eligible'],
  outside_window: ['expired', 'not_started', 'not_eligible', 'outside_window'],
  condition_failed: ['not_eligible', 'condition_failed', 'conditions', 'condition'],
  not_stackable: ['not_stackable', 'not_combinable', 'exclusive'],
};

function rejectedOf(rejected: NeutralCase['expect']['rejected_coupons']): (readonly [string, string])[] {
  if (rejected === undefined) return [];
  return Array.isArray(rejected) ? rejected.map((code) => [code, 'any'] as const) : Object.entries(rejected);
}

/** The reason in the words of the case where it says the same; ours where it says another. */
function answerOf(code: string, wanted: string, answers: readonly CouponAnswer[]): string {
  const answer = answers.find((given) => given.code === toCode(code));
  if (answer === undefined) return 'not answered';
  if (answer.applied) return 'applied';
  const known = Object.values(REASONS).some((words) => words.includes(wanted));
  return wanted === 'any' || !known || (REASONS[answer.reason] ?? []).includes(wanted) ? wanted : answer.reason;
}
