/**
 * A golden receipt: a fragment of a programme, a receipt, perhaps a member, and what is expected. Only what a case names is compared.
 * Amounts are in cents, the programme is in EUR and Berlin time, and it is noon on Sunday 22 November 2026 where nothing else is said.
 */
import { normalise } from '../../src/core/normalise.js';
import { priceReceipt, priceTryingAll } from '../../src/core/pricing/price.js';
import type { Quote } from '../../src/core/quote.js';
import { isRejection } from '../../src/core/rejection.js';
import { compile } from '../../src/core/rules/compile.js';
import type { Comparison } from '../../src/core/rules/explain.js';
import type { CouponState } from '../../src/core/rules/coupons.js';
import type { Programme } from '../../src/core/rules/types.js';
import { validateProgramme } from '../../src/core/rules/validate.js';
import { instantOf } from '../../src/core/time.js';
import { member, programme, raw } from '../core/support.js';
import type { LineDraft } from '../core/support.js';

type Fields = Readonly<Record<string, unknown>>;

export interface GoldenFile {
  readonly about: string;
  readonly cases: readonly GoldenCase[];
}

export interface GoldenCase {
  readonly name: string;
  readonly programme?: Partial<Programme>;
  readonly receipt: {
    readonly lines: readonly (Fields & { readonly price: number; readonly quantity?: number; readonly quantityMilli?: number })[];
    /** Local to Berlin. */
    readonly at?: string;
    readonly burn?: 'max' | number;
  } & Fields;
  readonly member?: Fields & {
    readonly counters?: Fields & { readonly usage?: Readonly<Record<string, Fields>>; readonly lastPurchaseAt?: string };
    readonly enrolledAt?: string;
  };
  readonly couponStates?: readonly (Fields & { readonly validFrom?: string; readonly validTo?: string })[];
  readonly budgets?: Readonly<Record<string, Fields>>;
  readonly expect: Fields;
}

const ZONE = 'Europe/Berlin';
const NOON = '2026-11-22T12:00';

/** What the engine says about everything that the case expects something of. */
export function actualOf(golden: GoldenCase): Fields {
  const document = documentOf(golden);
  expect(validateProgramme(document).errors).toEqual([]);
  const ruleSet = compile(document, 1, 'golden');
  const receipt = normalise(receiptOf(golden), ruleSet);
  if (isRejection(receipt)) return { rejected: receipt.rejection };
  const request = {
    receipt,
    ruleSet,
    member: memberOf(golden),
    explain: (document.rules ?? []).map((rule) => rule.id),
    coupons: (golden.couponStates ?? []).map(couponOf),
    budgets: Object.fromEntries(
      Object.entries(golden.budgets ?? {}).map(([key, used]) => [key, { times: 0, minor: 0, points: 0, ...used }]),
    ),
  } as unknown as Parameters<typeof priceReceipt>[0];
  const answer = priceReceipt(request);
  expect(answer).toEqual(priceTryingAll(request));
  if (isRejection(answer)) return { rejected: answer.rejection };
  return Object.fromEntries(Object.entries(golden.expect).map(([what, expected]) => [what, factOf(what, answer, expected)]));
}

/** A rule's name is its id where nothing else is said. */
function documentOf(golden: GoldenCase): Programme {
  const { rules = [], ...parts } = golden.programme ?? {};
  const document = programme(parts);
  return { ...document, rules: rules.map((rule) => ({ ...rule, name: rule.id })) };
}

function receiptOf({ receipt: { lines, at, burn, ...rest } }: GoldenCase) {
  const drafts = lines.map(({ quantity, quantityMilli, ...line }): LineDraft => {
    return { ...line, ...(quantity !== undefined && { qty: quantity }), ...(quantityMilli !== undefined && { milli: quantityMilli }) };
  });
  return raw(drafts, {
    purchasedAtMs: instantOf(at ?? NOON, ZONE),
    burn: burn === undefined ? { kind: 'none' } : burn === 'max' ? { kind: 'max' } : { kind: 'points', points: burn },
    ...rest,
  });
}

function memberOf({ member: given }: GoldenCase) {
  if (given === undefined) return null;
  const { counters, enrolledAt, ...rest } = given;
  const { usage = {}, lastPurchaseAt, ...others } = counters ?? {};
  return member({
    ...rest,
    ...(enrolledAt !== undefined && { enrolledAtMs: instantOf(enrolledAt, ZONE) }),
    counters: {
      purchases: 0,
      firstPurchaseAtMs: null,
      lastPurchaseAtMs: lastPurchaseAt === undefined ? null : instantOf(lastPurchaseAt, ZONE),
      usage: Object.fromEntries(Object.entries(usage).map(([key, used]) => [key, { times: 0, minor: 0, points: 0, ...used }])),
      days: {},
      ...others,
    },
  });
}

function couponOf({ validFrom, validTo, ...state }: NonNullable<GoldenCase['couponStates']>[number]): CouponState {
  return {
    memberId: '',
    uses: 0,
    withdrawn: false,
    validFromMs: validFrom === undefined ? 0 : instantOf(validFrom, ZONE),
    validToMs: validTo === undefined ? null : instantOf(validTo, ZONE),
    ...state,
  } as CouponState;
}

const FACTS: Readonly<Record<string, (quote: Quote, expected: unknown) => unknown>> = {
  /** What each line costs, what it got off, its card price, and what is left to pay in money. */
  net: (quote) => quote.lines.map((line) => line.netMinor),
  off: (quote) => quote.lines.map((line) => line.regularMinor - line.netMinor),
  card: (quote) => quote.lines.map((line) => line.cardPriceMinor),
  payable: (quote) => quote.lines.map((line) => line.payableMinor),
  /** By line number: [thousandths, amount] of each portion, the cheapest unit first. */
  portions: (quote, expected) =>
    Object.fromEntries(Object.keys(expected as Fields).map((number) => [number, portionsOf(quote, Number(number))])),
  /** Money off, or points, of every rule that applied. */
  applied: (quote) =>
    Object.fromEntries(quote.applied.map((rule) => [rule.ruleId, rule.stage === 'earn' ? rule.points : rule.amountMinor])),
  /** The code of the comparison, or the code with what was there and what was wanted. */
  refused: (quote, expected) =>
    Object.fromEntries(
      Object.entries(expected as Fields).map(([id, form]) => [id, whyOf(quote.refused.find((rule) => rule.ruleId === id)?.why, form)]),
    ),
  coupons: (quote) => Object.fromEntries(quote.coupons.map((coupon) => [coupon.code, coupon.reason])),
  messages: (quote) => quote.messages.map((message) => message.code),
  issues: (quote) => quote.issues.map((issue) => issue.seriesId),
  savingWithCard: (quote) => quote.savingWithCardMinor,
  /** [points, amount] */
  burn: (quote) => [quote.burn.points, quote.burn.amountMinor],
  maxBurn: (quote) => [quote.burn.maxPoints, quote.burn.maxMinor],
  points: (quote) => quote.totals.earnPoints,
  byLine: (quote) => quote.lines.map((line) => line.earnPoints),
  /** At no burn, as asked for, at the most. */
  forecast: ({ earnForecast }) => [earnForecast.atZeroBurn, earnForecast.asRequested, earnForecast.atMaxBurn],
  /** [points, active from, expires at], as instants. */
  lots: (quote, expected) =>
    quote.earn.map((item, i) => {
      const [, from, to] = (expected as [number, string, string | null][])[i] ?? [];
      const same = item.activatesAtMs === instantOf(from ?? NOON, ZONE) && item.expiresAtMs === (to == null ? null : instantOf(to, ZONE));
      return same
        ? [item.points, from, to]
        : [
            item.points,
            new Date(item.activatesAtMs).toISOString(),
            item.expiresAtMs === null ? null : new Date(item.expiresAtMs).toISOString(),
          ];
    }),
  /** What booking adds to each counter named: times, money or points. */
  usage: (quote, expected) => Object.fromEntries(Object.keys(expected as Fields).map((key) => [key, added(quote, key)])),
  rejected: () => 'nothing',
};

function factOf(what: string, quote: Quote, expected: unknown): unknown {
  const fact = FACTS[what];
  if (fact === undefined) throw new Error(`a golden case expects ${what}, which nothing compares`);
  return fact(quote, expected);
}

function portionsOf(quote: Quote, lineNumber: number): number[][] {
  const portions = quote.lines.find((line) => line.lineNumber === lineNumber)?.portions ?? [];
  const unit = ([quantity, amount]: readonly number[]): number => amount! / quantity!;
  return portions.map((portion) => [portion.quantityMilli, portion.netMinor]).sort((a, b) => unit(a) - unit(b));
}

function whyOf(why: Comparison | undefined, form: unknown): unknown {
  if (why === undefined) return 'not refused';
  return Array.isArray(form) ? [why.code, why.actual, why.wanted] : why.code;
}

function added(quote: Quote, key: string): number | null {
  const delta = quote.usage.find((usage) => usage.key === key);
  return delta === undefined ? null : delta.times + delta.minor + delta.points;
}
