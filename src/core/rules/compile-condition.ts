/** Conditions to closures: `test` is the fast path, `why` says with both sides what failed. */
import { unreachable } from '../invariant.js';
import type { Work } from '../pricing/work.js';
import { cleanCode, findCode } from './coupons.js';
import { comparison } from './explain.js';
import type { Comparison, ComparisonCode, Side } from './explain.js';
import type { Check } from './rule-set.js';
import { amountCheck, lineCountCheck, quantityCheck } from './check-lines.js';
import { counterCheck, sinceEnrolmentCheck, sinceLastCheck, birthdayCheck, isHeld, purchaseNumberCheck } from './check-member.js';
import { attributeKey } from './personal.js';
import { dateCheck, dayOfMonthCheck, hoursCheck, weekdayCheck } from './check-time.js';
import { compileAttribute } from './compile-filter.js';
import type { AttributeTest, Condition } from './types.js';

export function compileCondition(condition: Condition): Check {
  switch (condition.kind) {
    case 'all':
      return all(condition.of.map(compileCondition));
    case 'any':
      return any(condition.of.map(compileCondition));
    case 'not':
      return not(compileCondition(condition.of), condition.of.kind);
    case 'amount':
      return amountCheck(condition.basis, condition.minMinor, condition.maxMinor, condition.lines);
    case 'quantity':
      return quantityCheck(condition.minMilli, condition.maxMilli, condition.lines);
    case 'lineCount':
      return lineCountCheck(condition.count ?? 'lines', condition.min, condition.max, condition.lines);
    case 'store':
      return oneOf('store', condition.in, (work) => work.receipt.storeId);
    case 'region':
      return oneOf('region', condition.in, (work) => work.receipt.region);
    case 'zone':
      return someOf('zone', condition.in, (work) => work.receipt.zones);
    case 'channel':
      return oneOf('channel', condition.in, (work) => work.receipt.channel);
    case 'terminal':
      return oneOf('terminal', condition.in, (work) => work.receipt.terminalId);
    case 'weekday':
      return weekdayCheck(condition.in);
    case 'hours':
      return hoursCheck(condition.from, condition.to);
    case 'dates':
      return dateCheck(condition.from, condition.to);
    case 'dayOfMonth':
      return dayOfMonthCheck(condition.in);
    case 'tender':
      return tenderCheck(condition.in, condition.minMinor ?? 1);
    case 'coupon':
      return couponCheck(condition.codes ?? [], condition.series ?? []);
    default:
      return compileFactCondition(condition);
  }
}

type FactCondition = Extract<
  Condition,
  {
    kind:
      | 'member'
      | 'segment'
      | 'tier'
      | 'birthday'
      | 'purchaseNumber'
      | 'daysSinceLastPurchase'
      | 'daysSinceEnrolment'
      | 'counter'
      | 'memberAttribute'
      | 'storeAttribute'
      | 'receiptAttribute';
  }
>;

function compileFactCondition(condition: FactCondition): Check {
  switch (condition.kind) {
    case 'member':
      return { test: (work) => work.member !== null, why: () => comparison('member_needed', 'missing', null, 'member') };
    case 'segment':
      return someOf('segment', condition.in, (work) => work.member?.segments ?? []);
    case 'tier':
      return oneOf('tier', condition.in, (work) => work.member?.tier ?? null);
    case 'birthday':
      return birthdayCheck(condition.daysBefore ?? 0, condition.daysAfter ?? 0);
    case 'purchaseNumber':
      return purchaseNumberCheck(condition.min, condition.max, condition.every);
    case 'daysSinceLastPurchase':
      return sinceLastCheck(condition.min, condition.max);
    case 'daysSinceEnrolment':
      return sinceEnrolmentCheck(condition.min, condition.max);
    case 'counter':
      return counterCheck(condition.of, condition.span, condition.min, condition.max);
    case 'memberAttribute':
      return memberAttributeCheck(condition.test);
    case 'storeAttribute':
      return attributeCheck(
        'store_attribute',
        condition.test,
        (work) => work.ruleSet.catalogue.stores.get(work.receipt.storeId)?.attributes ?? {},
      );
    case 'receiptAttribute':
      return attributeCheck('receipt_attribute', condition.test, (work) => work.receipt.attributes);
    default:
      return unreachable(condition);
  }
}

function all(checks: readonly Check[]): Check {
  const why = (work: Work): Comparison => {
    for (const check of checks) if (!check.test(work)) return check.why(work);
    return comparison('none_of', 'missing', null, 'all');
  };
  const [first, second] = checks;
  if (checks.length === 1) return first!;
  if (checks.length === 2) return { test: (work) => first!.test(work) && second!.test(work), why };
  return { test: (work) => checks.every((check) => check.test(work)), why };
}

/** The first member's reason stands for all: the sentence names it as one of several ways. */
function any(checks: readonly Check[]): Check {
  return {
    test: (work) => checks.some((check) => check.test(work)),
    why: (work) =>
      checks.length === 1
        ? checks[0]!.why(work)
        : comparison(
            'none_of',
            'not_in',
            checks.map((check) => check.why(work).code),
            checks.length,
            'count',
          ),
  };
}

function not(check: Check, kind: string): Check {
  return { test: (work) => !check.test(work), why: () => comparison('excluded_by', 'in', true, false, 'text', kind) };
}

function oneOf(code: ComparisonCode, values: readonly string[], fact: (work: Work) => string | null): Check {
  const wanted = new Set(values);
  return {
    test: (work) => {
      const value = fact(work);
      return value !== null && wanted.has(value);
    },
    why: (work) =>
      fact(work) === null ? comparison('member_needed', 'missing', null, 'member') : comparison(code, 'not_in', fact(work), values),
  };
}

function someOf(code: ComparisonCode, values: readonly string[], facts: (work: Work) => readonly string[]): Check {
  const wanted = new Set(values);
  return { test: (work) => facts(work).some((value) => wanted.has(value)), why: (work) => comparison(code, 'not_in', facts(work), values) };
}

/** By the attributes, or, for a sale that is computed again, by the answer that is stored with it. */
function memberAttributeCheck(wanted: AttributeTest): Check {
  const check = attributeCheck('member_attribute', wanted, (work) => work.member?.attributes ?? {});
  const key = attributeKey(wanted);
  return { ...check, test: (work) => check.test(work) || (work.member !== null && isHeld(work.member, key)) };
}

function attributeCheck(code: ComparisonCode, test: AttributeTest, facts: (work: Work) => Work['receipt']['attributes']): Check {
  const holds = compileAttribute(test);
  const wanted: Side = test.in ?? [test.min ?? '', test.max ?? ''];
  return {
    test: (work) => holds(facts(work)),
    why: (work) => comparison(code, 'outside', facts(work)[test.name] ?? null, wanted, 'text', test.name),
  };
}

function tenderCheck(types: readonly string[], minMinor: number): Check {
  const wanted = new Set(types);
  const paid = (work: Work): number => {
    let sum = 0;
    for (const tender of work.receipt.tenders) if (wanted.has(tender.type)) sum += tender.amountMinor;
    return sum;
  };
  return {
    test: (work) => paid(work) >= minMinor,
    why: (work) => comparison('tender', 'below', paid(work), minMinor, 'minor', types.join(', ')),
  };
}

function couponCheck(codes: readonly string[], series: readonly string[]): Check {
  const need = { codes: new Set(codes.map(cleanCode)), series: new Set(series) };
  return {
    test: (work) => findCode(work.desk, need) !== null,
    why: () => comparison('coupon', 'missing', null, [...codes, ...series]),
  };
}
