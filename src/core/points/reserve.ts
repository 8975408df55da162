import type { MemberCounters, Usage } from '../member.js';
import type { Minor, Points } from '../money.js';
import type { UsageDelta } from '../quote.js';

/** Adds what a quote uses of the member's limits to the counters, or takes it off again (`sign` −1); never below zero. */
export function changeUsage(counters: MemberCounters, deltas: readonly UsageDelta[], sign: 1 | -1): MemberCounters {
  const own = deltas.filter((delta) => delta.scope === 'member');
  if (own.length === 0) return counters;
  const usage: Record<string, Usage> = { ...counters.usage };
  for (const delta of own) {
    const before = usage[delta.key] ?? { times: 0, minor: 0 as Minor, points: 0 as Points };
    usage[delta.key] = {
      times: Math.max(0, before.times + sign * delta.times),
      minor: Math.max(0, before.minor + sign * delta.minor) as Minor,
      points: Math.max(0, before.points + sign * delta.points) as Points,
    };
  }
  return { ...counters, usage };
}
