/** A mix of rules of every kind. SKUs, stores and segments grow with the number of rules, so that a receipt always meets about 20 of them. */
import type { MemberState } from '../src/core/member.js';
import { NO_COUNTERS } from '../src/core/member.js';
import type { Milli, Minor, Points } from '../src/core/money.js';
import type { RawReceipt } from '../src/core/raw-receipt.js';
import type { Benefit } from '../src/core/rules/benefits.js';
import type { Condition, LineFilter, Programme, Rule, RuleStage } from '../src/core/rules/types.js';

const CATEGORIES = 300;

export interface Universe {
  readonly skus: number;
  readonly stores: number;
  readonly segments: number;
}

/** In proportion to the rules, so that a receipt meets as many of a hundred as of a hundred thousand. */
export function universeOf(rules: number): Universe {
  const few = Math.max(3, Math.floor(rules / 20));
  return { skus: rules * 2, stores: few, segments: few };
}

const DAY_MS = 86_400_000;
export const NOW = Date.UTC(2026, 10, 22, 11, 0);

/** A small generator with a seed: the same numbers in every run. */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/**
 * `count` live rules. Twelve of them are for wide categories, brands or the whole receipt; the others want a SKU, a segment, a store with
 * a category, or a code each.
 */
export function programmeOf(count: number): Programme {
  const next = random(7);
  const universe = universeOf(count);
  return {
    format: 'tallystick/1',
    id: 'bench',
    name: 'Bench',
    currency: 'EUR',
    minorDigits: 2,
    pointScale: 0,
    timeZone: 'Europe/Berlin',
    settings: { burn: { rate: { points: 1, minor: 1 }, shareMaxBps: 5000 } },
    categories: Array.from({ length: CATEGORIES }, (_, i) => (i < 20 ? { id: `c${i}` } : { id: `c${i}`, parent: `c${i % 20}` })),
    groups: [
      { id: 'line-best', stage: 'line', order: 1, mode: 'best', per: 'line' },
      { id: 'line-stack', stage: 'line', order: 2, mode: 'stack' },
      { id: 'receipt', stage: 'receipt', order: 1, mode: 'best' },
      { id: 'points', stage: 'earn', order: 1, mode: 'stack' },
    ],
    rules: Array.from({ length: count }, (_, i) => ruleOf(i, universe, next)),
  };
}

function ruleOf(i: number, { skus, stores, segments }: Universe, next: (below: number) => number): Rule {
  const id = `r${i}`;
  if (i < 12) return { id, name: id, ...EVERYWHERE[i]! };
  const stage: RuleStage = i % 7 === 0 ? 'earn' : i % 11 === 0 ? 'receipt' : 'line';
  const group = stage === 'earn' ? 'points' : stage === 'receipt' ? 'receipt' : i % 2 === 0 ? 'line-best' : 'line-stack';
  const base = {
    id,
    name: id,
    stage,
    group,
    priority: i % 5,
    benefit: benefitOf(stage, i, next),
    window: { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' },
  };
  switch (i % 10) {
    case 0:
      return { ...base, when: { kind: 'segment', in: [`g${next(segments)}`] } };
    case 1:
      return { ...base, lines: { categories: [`c${next(20)}`] }, when: { kind: 'store', in: [`s${next(stores)}`] } };
    case 2:
      return { ...base, coupon: { codes: [`CODE${next(100_000)}`] } };
    default:
      return { ...base, lines: { skus: Array.from({ length: 1 + next(5) }, () => `k${next(skus)}`) } };
  }
}

const off = (rateBps: number): Benefit => ({ kind: 'percent', rateBps });
const everyone = (lines: LineFilter, benefit: Benefit): Omit<Rule, 'id' | 'name'> => ({
  stage: 'line',
  group: 'line-stack',
  lines,
  benefit,
});
const from = (minMinor: number): Condition => ({ kind: 'amount', basis: 'running', minMinor });

const EVERYWHERE: readonly Omit<Rule, 'id' | 'name'>[] = [
  everyone({ categories: ['c1'] }, off(500)),
  everyone({ categories: ['c2', 'c3'] }, off(1000)),
  everyone({ categories: ['c4'] }, { kind: 'sets', size: 3, give: { kind: 'free' }, take: { pick: 'cheapest' } }),
  everyone(
    { categories: ['c5', 'c6', 'c7'] },
    { kind: 'quantityTiers', count: 'line', units: 'all', tiers: [{ fromMilli: 3000, give: { kind: 'percent', rateBps: 700 } }] },
  ),
  { stage: 'line', group: 'line-best', lines: { brands: ['b1'] }, benefit: { kind: 'amountOff', amountMinor: 20, per: 'unit' } },
  { stage: 'line', group: 'line-best', lines: { brands: ['b1', 'b2'] }, benefit: off(300) },
  { stage: 'receipt', group: 'receipt', when: from(5000), benefit: off(200) },
  { stage: 'receipt', group: 'receipt', when: from(10_000), benefit: { kind: 'amountOff', amountMinor: 500, per: 'receipt' } },
  { stage: 'receipt', group: 'receipt', when: { kind: 'weekday', in: ['mon', 'tue'] }, benefit: off(300) },
  { stage: 'earn', group: 'points', benefit: { kind: 'earnPercent', rateBps: 100 } },
  {
    stage: 'earn',
    group: 'points',
    when: { kind: 'tier', in: ['gold'] },
    benefit: { kind: 'earnMultiplier', factorBps: 20_000, of: ['r9'] },
  },
  { stage: 'earn', group: 'points', lines: { categories: ['c8'] }, benefit: { kind: 'earnPerUnit', points: 5 } },
];

function benefitOf(stage: RuleStage, i: number, next: (below: number) => number): Benefit {
  if (stage === 'earn') return i % 2 === 0 ? { kind: 'earnPerAmount', points: 1, perMinor: 1000 } : { kind: 'earnPerUnit', points: 2 };
  if (stage === 'receipt') return { kind: 'amountOff', amountMinor: 100 + next(900), per: 'receipt' };
  switch (i % 6) {
    case 0:
      return { kind: 'amountOff', amountMinor: 10 + next(90), per: 'unit' };
    case 1:
      return { kind: 'fixedPrice', unitPriceMinor: 50 + next(500) };
    case 2:
      return { kind: 'everyNth', n: 3, give: { kind: 'percent', rateBps: 5000 } };
    default:
      return off(100 * (1 + next(40)));
  }
}

/** A receipt of `lines` different SKUs that each have a rule somewhere among many. */
export function receiptOf(lines: number, seed: number, { skus, stores }: Universe): RawReceipt {
  const next = random(seed);
  return {
    storeId: `s${next(stores)}`,
    terminalId: 't1',
    businessDate: '2026-11-22',
    receiptNumber: String(seed),
    purchasedAtMs: NOW + (seed % 3) * DAY_MS,
    currency: 'EUR',
    channel: 'till',
    cardNumber: 'x',
    lines: Array.from({ length: lines }, (_, i) => ({
      lineNumber: i + 1,
      sku: `k${next(skus)}`,
      quantityMilli: ((1 + next(4)) * 1000) as Milli,
      unitPriceMinor: (100 + next(2000)) as Minor,
      amountMinor: null,
      weighed: false,
      minimumMinor: 0 as Minor,
      categories: [`c${20 + next(CATEGORIES - 20)}`],
      brand: `b${next(50)}`,
      tags: [],
      attributes: {},
      notDiscountable: false,
      notBurnable: false,
      notEarning: false,
    })),
    coupons: [],
    tenders: [],
    attributes: {},
    burn: { kind: 'none' },
  };
}

export const MEMBER: MemberState = {
  memberId: 'm1',
  version: 1,
  tier: 'gold',
  segments: ['g1', 'g2'],
  birthDate: '',
  enrolledAtMs: 0,
  attributes: {},
  activePoints: 500 as Points,
  pendingPoints: 0 as Points,
  counters: NO_COUNTERS,
};
