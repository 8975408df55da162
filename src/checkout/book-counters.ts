import type { MemberCounters } from '../core/member.js';
import type { EpochMs } from '../core/money.js';
import type { Quote } from '../core/quote.js';
import type { Receipt } from '../core/receipt.js';
import type { RuleSet } from '../core/rules/rule-set.js';
import { evaluateTier } from '../core/rules/tiers.js';
import { applyUsage } from '../core/rules/usage.js';
import type { MemberState } from '../core/member.js';

/** The member's counters after a booked purchase, with the tier it comes to. */
export function countersAfterSale(
  counters: MemberCounters,
  quote: Quote,
  receipt: Receipt,
  ruleSet: RuleSet,
  member: MemberState,
  atMs: EpochMs,
): MemberCounters {
  const after = applyUsage(counters, quote, receipt, ruleSet);
  if (ruleSet.tiers.length === 0) return { ...after, ...(counters.tier === undefined ? {} : { tier: counters.tier }) };
  const { tier, keptUntilMs } = evaluateTier(ruleSet, member, after, atMs);
  return { tier: { id: tier, keptUntilMs }, ...after };
}
