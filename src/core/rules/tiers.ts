/** Tiers: the highest one whose qualification is met, or the one that is kept. */
import type { MemberCounters, MemberState } from '../member.js';
import type { EpochMs } from '../money.js';
import { dayNumber, localTime, startOfDay } from '../time.js';
import type { LocalTime } from '../time.js';
import type { RuleSet } from './rule-set.js';
import { sumOfSpan } from './spans.js';
import type { Qualification, Tier } from './types.js';

export interface TierState {
  readonly tier: string;
  /** The member keeps the tier until then; null where it is evaluated anew at each booking. */
  readonly keptUntilMs: EpochMs | null;
}

/**
 * The tier of a member whose counters are `counters` at an instant. A tier that is kept is never lowered before it runs out; reaching
 * it again, or a higher one, starts the time anew. A tier given by hand (one without a qualification) is left alone.
 *
 * Gold from 500.00 in 365 days, kept 365 days: at 499.99 the member stays silver, at 500.00 it is gold for 365 days, even if the
 * spend of the last 365 days then falls to 300.00.
 */
export function evaluateTier(ruleSet: RuleSet, member: MemberState, counters: MemberCounters, atMs: EpochMs): TierState {
  const today = localTime(ruleSet.programme.timeZone, atMs);
  const kept = member.tierKeptUntilMs ?? null;
  const current = ruleSet.tiers.find((tier) => tier.id === member.tier);
  const reached = ruleSet.tiers.find((tier) => qualifies(tier, counters, today));
  const byHand = current !== undefined && current.qualify === undefined && current.rank > (baseOf(ruleSet)?.rank ?? current.rank);
  const holds = current !== undefined && (byHand || (kept !== null && atMs < kept));
  if (holds && (reached === undefined || reached.rank < current.rank)) return { tier: current.id, keptUntilMs: kept };
  const tier = reached ?? baseOf(ruleSet);
  return tier === undefined ? { tier: member.tier, keptUntilMs: kept } : { tier: tier.id, keptUntilMs: keptUntil(tier, today, ruleSet) };
}

/** The tier of everybody: the lowest one without a qualification. */
function baseOf(ruleSet: RuleSet): Tier | undefined {
  return ruleSet.tiers.findLast((tier) => tier.qualify === undefined);
}

function qualifies(tier: Tier, counters: MemberCounters, today: LocalTime): boolean {
  return tier.qualify !== undefined && tier.qualify.some((need) => measured(need, counters, today) >= need.min);
}

function measured(need: Qualification, counters: MemberCounters, today: LocalTime): number {
  switch (need.by) {
    case 'spend':
      return sumOfSpan(counters.days, need.window, today, (day) => day.spentMinor);
    case 'points':
      return sumOfSpan(counters.days, need.window, today, (day) => day.earnedPoints);
    case 'purchases':
      return sumOfSpan(counters.days, need.window, today, (day) => day.purchases);
  }
}

function keptUntil(tier: Tier, today: LocalTime, ruleSet: RuleSet): EpochMs | null {
  if (tier.keep === undefined || tier.qualify === undefined) return null;
  const day = tier.keep.kind === 'days' ? today.day + tier.keep.days + 1 : dayNumber(today.year + tier.keep.years + 1, 1, 1);
  return startOfDay(ruleSet.programme.timeZone, day);
}
