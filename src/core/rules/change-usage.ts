import type { MemberCounters, Usage } from '../member.js';
import { minusToZero, plus } from '../money.js';
import type { Minor, Points } from '../money.js';
import type { UsageDelta } from '../quote.js';

type UsageOfMember = MemberCounters['usage'];

const NO_USAGE: Usage = { times: 0, minor: 0 as Minor, points: 0 as Points };

/**
 * The use of the member's limits after a quote was booked (`sign` 1) or given back (−1). It never falls below zero, and what is zero is
 * not kept. What a quote uses of totals is not the member's and stays out.
 *
 * 2 times and 5.00 of `rule:R1/times`, one time and 2.50 given back: 1 time and 2.50; the other one too: the key is gone.
 */
export function changeUsage(usage: UsageOfMember, deltas: readonly UsageDelta[], sign: 1 | -1): Record<string, Usage> {
  const after: Record<string, Usage> = { ...usage };
  for (const delta of deltas) {
    if (delta.scope !== 'member') continue;
    const before = after[delta.key] ?? NO_USAGE;
    const left = sign === 1 ? added(before, delta) : taken(before, delta);
    if (left.times === 0 && left.minor === 0 && left.points === 0) delete after[delta.key];
    else after[delta.key] = left;
  }
  return after;
}

const added = (before: Usage, { times, minor, points }: UsageDelta): Usage => ({
  times: before.times + times,
  minor: plus(before.minor, minor),
  points: plus(before.points, points),
});

const taken = (before: Usage, { times, minor, points }: UsageDelta): Usage => ({
  times: Math.max(0, before.times - times),
  minor: minusToZero(before.minor, minor),
  points: minusToZero(before.points, points),
});
