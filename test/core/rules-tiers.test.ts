import { NO_COUNTERS } from '../../src/core/member.js';
import type { MemberCounters } from '../../src/core/member.js';
import { compile } from '../../src/core/rules/compile.js';
import { evaluateTier } from '../../src/core/rules/tiers.js';
import type { Tier } from '../../src/core/rules/types.js';
import { NOON, member, programme } from './support.js';

const tiers: Tier[] = [
  { id: 'base', rank: 0 },
  { id: 'silver', rank: 1, qualify: [{ by: 'purchases', min: 3, window: { kind: 'days', days: 90 } }] },
  {
    id: 'gold',
    rank: 2,
    keep: { kind: 'days', days: 365 },
    qualify: [
      { by: 'spend', min: 50000, window: { kind: 'days', days: 365 } },
      { by: 'points', min: 1000, window: { kind: 'year' } },
    ],
  },
  { id: 'staff', rank: 9 },
];
const ruleSet = compile(programme({ tiers }), 1, 'h');
const END = Date.parse('2027-11-22T23:00:00Z');

const spent = (days: Record<string, [number, number, number]>): MemberCounters =>
  ({
    ...NO_COUNTERS,
    days: Object.fromEntries(
      Object.entries(days).map(([day, [purchases, spentMinor, earnedPoints]]) => [day, { purchases, spentMinor, earnedPoints }]),
    ),
  }) as unknown as MemberCounters;

describe('tiers on booking', () => {
  it.each([
    [{ '2026-11-22': [1, 49999, 0] }, 'base', null],
    [{ '2026-11-22': [1, 50000, 0] }, 'gold', END],
    [{ '2025-11-23': [1, 50000, 0] }, 'gold', END],
    [{ '2025-11-22': [1, 50000, 0] }, 'base', null],
    [{ '2026-01-01': [1, 0, 1000] }, 'gold', END],
    [{ '2025-12-31': [1, 0, 1000] }, 'base', null],
    [{ '2026-11-22': [2, 0, 0] }, 'base', null],
    [{ '2026-11-22': [3, 0, 0] }, 'silver', null],
    [{ '2026-08-25': [1, 0, 0], '2026-11-22': [2, 0, 0] }, 'silver', null],
    [{ '2026-08-24': [1, 0, 0], '2026-11-22': [2, 0, 0] }, 'base', null],
  ] as const)('%j: %s', (days, tier, keptUntilMs) => {
    expect(evaluateTier(ruleSet, member({ tier: 'base' }), spent(days as unknown as Parameters<typeof spent>[0]), NOON)).toEqual({
      tier,
      keptUntilMs,
    });
  });

  it.each([
    [NOON + 1, 'gold', NOON + 1],
    [NOON, 'base', null],
  ])('kept until %d', (tierKeptUntilMs, tier, keptUntilMs) => {
    expect(evaluateTier(ruleSet, member({ tier: 'gold', tierKeptUntilMs }), NO_COUNTERS, NOON)).toEqual({ tier, keptUntilMs });
  });

  it('reaching it again starts the time anew; a tier given by hand stays', () => {
    const again = spent({ '2026-11-22': [1, 50000, 0] });
    expect(evaluateTier(ruleSet, member({ tier: 'gold', tierKeptUntilMs: NOON + 1 }), again, NOON)).toEqual({
      tier: 'gold',
      keptUntilMs: END,
    });
    expect(evaluateTier(ruleSet, member({ tier: 'staff' }), again, NOON).tier).toBe('staff');
  });
});
