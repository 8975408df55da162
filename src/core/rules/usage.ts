/**
 * Counters of limits and budgets. A key names what is counted and the period: `rule:R1/times/2026-11` or `campaign:C/money`.
 * Keys of members live in the account's counters; keys of totals are budget rows shared by all.
 */
import type { DayTotals, MemberCounters, Usage } from '../member.js';
import { minusToZero, plus } from '../money.js';
import type { Minor, Points } from '../money.js';
import type { Quote } from '../quote.js';
import type { Receipt } from '../receipt.js';
import { dateText, dayOf, localTime } from '../time.js';
import { changeUsage } from './change-usage.js';
import { promoKey } from './coupons.js';
import { lastDayOf, periodSuffix } from './periods.js';
import { EARLIER } from './spans.js';
import type { RuleSet } from './rule-set.js';

export type BudgetUsage = Readonly<Record<string, Usage>>;

/** A calendar period stays readable this long after its end, for receipts that arrive late. */
const LATE_DAYS = 40;

/** The keys of total budgets that this receipt may draw on, which the caller reads before pricing. */
export function budgetKeys(ruleSet: RuleSet, receipt: Receipt): readonly string[] {
  const codes = receipt.coupons.filter((code) => ruleSet.promos.get(code)?.maxUses !== undefined).map(promoKey);
  if (ruleSet.totals.length === 0) return codes;
  const today = localTime(ruleSet.programme.timeZone, receipt.purchasedAtMs);
  return [...codes, ...new Set(ruleSet.totals.map((counter) => counter.key + periodSuffix(counter.period, today)))];
}

/**
 * The counters of the member after this quote is booked; days and periods that nothing looks at any more are dropped.
 * A purchase of 81.00 on 2026-11-22 turns `{ purchases: 4 }` into `{ purchases: 5, days: { '2026-11-22': { purchases: 1, spentMinor: 8100, … } } }`.
 */
export function applyUsage(counters: MemberCounters, quote: Quote, receipt: Receipt, ruleSet: RuleSet): Omit<MemberCounters, 'tier'> {
  const at = receipt.purchasedAtMs;
  const day = dateText(localTime(ruleSet.programme.timeZone, at).day);
  const before = counters.days[day] ?? NO_DAY;
  const after: DayTotals = {
    purchases: before.purchases + 1,
    spentMinor: plus(before.spentMinor, quote.totals.payableMinor),
    earnedPoints: plus(before.earnedPoints, quote.totals.earnPoints),
  };
  return {
    purchases: counters.purchases + 1,
    firstPurchaseAtMs: counters.firstPurchaseAtMs === null ? at : Math.min(counters.firstPurchaseAtMs, at),
    lastPurchaseAtMs: counters.lastPurchaseAtMs === null ? at : Math.max(counters.lastPurchaseAtMs, at),
    usage: pruneUsage(changeUsage(counters.usage, quote.usage, 1), dayOf(day), ruleSet),
    days: pruneDays({ ...counters.days, [day]: after }, dayOf(day), ruleSet),
  };
}

/** What goes back of a purchase: its part of what was paid and earned, and whether nothing is left of it. */
export interface PartBack {
  readonly payableMinor: Minor;
  readonly earnPoints: Points;
  readonly complete: boolean;
}

/**
 * The counters after a void or a return of a part of that quote. The day of the purchase loses what goes back, so that a tier is not
 * reached by goods that came back; the purchase itself and, where `restoreLimits` says so, the limits are given back with the last part.
 *
 * Two of three units at 27.00 each go back: the day's 81.00 become 27.00, still one purchase; with the third unit 0.00 and none.
 */
export function revertUsage(
  counters: MemberCounters,
  quote: Quote,
  back: PartBack,
  receipt: Receipt,
  ruleSet: RuleSet,
  restoreLimits: boolean,
): MemberCounters {
  const day = dateText(localTime(ruleSet.programme.timeZone, receipt.purchasedAtMs).day);
  const key = counters.days[day] === undefined ? EARLIER : day;
  const before = counters.days[key] ?? NO_DAY;
  const purchases = back.complete ? 1 : 0;
  const after: DayTotals = {
    purchases: Math.max(0, before.purchases - purchases),
    spentMinor: minusToZero(before.spentMinor, back.payableMinor),
    earnedPoints: minusToZero(before.earnedPoints, back.earnPoints),
  };
  const days = counters.days[key] === undefined ? counters.days : { ...counters.days, [key]: after };
  const usage = restoreLimits && back.complete ? changeUsage(counters.usage, quote.usage, -1) : counters.usage;
  return { ...counters, purchases: Math.max(0, counters.purchases - purchases), usage, days };
}

const NO_DAY: DayTotals = { purchases: 0, spentMinor: 0 as Minor, earnedPoints: 0 as Points };

function pruneUsage(usage: Record<string, Usage>, today: number, ruleSet: RuleSet): Record<string, Usage> {
  for (const key of Object.keys(usage)) {
    const last = lastDayOf(key);
    if (last !== null && last < today - (key.includes('/~') ? ruleSet.daysKept : LATE_DAYS)) delete usage[key];
  }
  return usage;
}

/** Days beyond every span are summed under one key, so that `ever` stays right. */
function pruneDays(days: Record<string, DayTotals>, today: number, ruleSet: RuleSet): Record<string, DayTotals> {
  const first = dateText(today - ruleSet.daysKept);
  for (const date of Object.keys(days)) {
    if (date === EARLIER || date >= first) continue;
    const earlier = days[EARLIER] ?? NO_DAY;
    const gone = days[date]!;
    days[EARLIER] = {
      purchases: earlier.purchases + gone.purchases,
      spentMinor: plus(earlier.spentMinor, gone.spentMinor),
      earnedPoints: plus(earlier.earnedPoints, gone.earnedPoints),
    };
    delete days[date];
  }
  return days;
}
