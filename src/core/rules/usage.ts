/**
 * Counters of limits and budgets. A key names what is counted and the period: `rule:R1/times/2026-11` or `campaign:C/money`.
 * Keys of members live in the account's counters; keys of totals are budget rows shared by all.
 */
import { Fault } from '../invariant.js';
import type { MemberCounters, MemberState, Usage } from '../member.js';
import type { EpochMs } from '../money.js';
import type { Quote } from '../quote.js';
import type { Receipt } from '../receipt.js';
import type { RuleSet } from './rule-set.js';

export type BudgetUsage = Readonly<Record<string, Usage>>;

/** The keys of total budgets that this receipt may draw on, which the caller reads before pricing. */
export function budgetKeys(_ruleSet: RuleSet, _receipt: Receipt): readonly string[] {
  throw new Fault('not built yet');
}

/** The counters of the member after this quote is booked; periods that no rule looks at any more are dropped. */
export function applyUsage(_counters: MemberCounters, _quote: Quote, _receipt: Receipt, _ruleSet: RuleSet): MemberCounters {
  throw new Fault('not built yet');
}

/** The counters after a void or full return of that quote, where the programme restores them. */
export function revertUsage(_counters: MemberCounters, _quote: Quote, _receipt: Receipt, _ruleSet: RuleSet): MemberCounters {
  throw new Fault('not built yet');
}

export interface TierState {
  readonly tier: string;
  /** The member keeps the tier until then; null where it is evaluated anew at each booking. */
  readonly keptUntilMs: EpochMs | null;
}

/** The tier of a member whose counters are `counters` at an instant; never below a tier that is kept. */
export function evaluateTier(_ruleSet: RuleSet, _member: MemberState, _counters: MemberCounters, _atMs: EpochMs): TierState {
  throw new Fault('not built yet');
}
