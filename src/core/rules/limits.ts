/**
 * Limits and budgets while a receipt is priced: what is left before a rule runs, and what this receipt takes. Several rules of a
 * campaign share its counters, so what one rule took is gone for the next.
 */
import type { MemberState, Usage } from '../member.js';
import type { Minor, Points } from '../money.js';
import type { Work } from '../pricing/work.js';
import type { UsageDelta } from '../quote.js';
import { comparison } from './explain.js';
import type { Comparison } from './explain.js';
import { periodSuffix, rollingSuffix } from './periods.js';
import type { CompiledRule, Counter } from './rule-set.js';
import type { Measure } from './types.js';
import type { BudgetUsage } from './usage.js';

export interface Tally {
  readonly budgets: BudgetUsage;
  /** Taken by this receipt so far, by full key. */
  readonly taken: Map<string, number>;
  readonly deltas: Map<string, UsageDelta>;
}

/** What a rule gave, by measure. */
export type Taking = Readonly<Record<Measure, number>>;

/** The most a rule may still give, by measure; only counters that cut are in it. */
export type Allowance = Taking;

const UNLIMITED: Allowance = { times: Infinity, units: Infinity, money: Infinity, points: Infinity };

export function openTally(budgets: BudgetUsage): Tally {
  return { budgets, taken: new Map(), deltas: new Map() };
}

/** A copy, for a run whose takings are thrown away. */
export function copyTally(tally: Tally): Tally {
  return { budgets: tally.budgets, taken: new Map(tally.taken), deltas: new Map(tally.deltas) };
}

/** What is left for a rule, or the counter that is used up. */
export function allowanceOf(work: Work, rule: CompiledRule): Allowance | Comparison {
  if (rule.counters.length === 0) return UNLIMITED;
  const allowance = { ...UNLIMITED };
  for (const counter of rule.counters) {
    if (counter.scope === 'member' && work.member === null) return comparison('member_needed', 'missing', null, 'member');
    const left = leftOf(work, counter);
    if (left <= 0) return usedUp(counter, counter.max - left, counter.max);
    if (counter.cut && left < allowance[counter.measure]) allowance[counter.measure] = left;
  }
  return allowance;
}

/** A counter that a proposal would take beyond its end, where it may not be cut. */
export function exceeded(work: Work, rule: CompiledRule, taking: Taking): Comparison | null {
  for (const counter of rule.counters) {
    const left = leftOf(work, counter);
    if (taking[counter.measure] > left) return usedUp(counter, counter.max - left + taking[counter.measure], counter.max);
  }
  return null;
}

function usedUp(counter: Counter, used: number, max: number): Comparison {
  const unit = counter.measure === 'money' ? 'minor' : counter.measure === 'points' ? 'points' : 'count';
  return comparison(counter.scope === 'total' ? 'budget' : 'limit', 'used_up', used, max, unit, counter.period?.kind ?? counter.scope);
}

/** Books what a rule took on its counters; two limits that look at the same counter (7 and 30 rolling days) book it once. */
export function take(work: Work, rule: CompiledRule, taking: Taking): void {
  if (rule.counters.length === 0) return;
  const booked = new Set<string>();
  for (const counter of rule.counters) {
    const amount = taking[counter.measure];
    if (amount === 0) continue;
    const key = counter.key + periodSuffix(counter.period, work.home);
    const takenKey = counter.scope + key;
    if (booked.has(takenKey)) continue;
    booked.add(takenKey);
    const most = counter.max - (counter.period?.kind === 'rolling' ? earlierDays(work.member, counter, work) : 0);
    work.tally.taken.set(takenKey, (work.tally.taken.get(takenKey) ?? 0) + amount);
    if (counter.scope !== 'receipt') addDelta(work.tally, counter.scope, key, counter.measure, amount, most);
  }
}

/** One use of a shared code, however many rules it opened. */
export function takeCode(tally: Tally, scope: 'member' | 'total', key: string, max: number | null): void {
  addDelta(tally, scope, key, 'times', 1, max);
}

function addDelta(tally: Tally, scope: 'member' | 'total', key: string, measure: Measure, amount: number, max: number | null): void {
  const known = tally.deltas.get(scope + key);
  const field = fieldOf(measure);
  const base = known ?? { scope, key, times: 0, minor: 0 as Minor, points: 0 as Points, limit: { times: null, minor: null, points: null } };
  tally.deltas.set(scope + key, { ...base, [field]: base[field] + amount, limit: { ...base.limit, [field]: max } });
}

function fieldOf(measure: Measure): 'times' | 'minor' | 'points' {
  return measure === 'money' ? 'minor' : measure === 'points' ? 'points' : 'times';
}

function leftOf(work: Work, counter: Counter): number {
  const key = counter.key + periodSuffix(counter.period, work.home);
  return counter.max - usedBefore(work, counter, key) - (work.tally.taken.get(counter.scope + key) ?? 0);
}

function usedBefore(work: Work, counter: Counter, key: string): number {
  switch (counter.scope) {
    case 'receipt':
      return 0;
    case 'total':
      return usageOf(work.tally.budgets[key], counter.measure);
    case 'member':
      return (
        usageOf(work.member?.counters.usage[key], counter.measure) +
        (counter.period?.kind === 'rolling' ? earlierDays(work.member, counter, work) : 0)
      );
  }
}

function earlierDays(member: MemberState | null, counter: Counter, work: Work): number {
  if (member === null || counter.period?.kind !== 'rolling') return 0;
  let sum = 0;
  for (let back = 1; back < counter.period.days; back++) {
    sum += usageOf(member.counters.usage[counter.key + rollingSuffix(work.home.day - back)], counter.measure);
  }
  return sum;
}

function usageOf(usage: Usage | undefined, measure: Measure): number {
  return usage === undefined ? 0 : usage[fieldOf(measure)];
}
