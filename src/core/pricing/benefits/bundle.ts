import { divFloor } from '../../money.js';
import { comparison } from '../../rules/explain.js';
import type { Comparison } from '../../rules/explain.js';
import type { Allowance } from '../../rules/limits.js';
import type { LineTest } from '../../rules/rule-set.js';
import type { DiscountBenefit } from '../../rules/benefits.js';
import { offSets, slice } from '../blocks.js';
import type { Slice } from '../blocks.js';
import { giveRuns } from '../give.js';
import { runsOf, sortRuns, sumOf, valueOfGet } from '../pieces.js';
import type { Draft, Piece, Run } from '../pieces.js';
import { split } from '../split.js';
import type { Work, WorkLine } from '../work.js';

type Bundle = Extract<DiscountBenefit, { kind: 'bundle' }>;

interface Pool {
  readonly need: number;
  /** Goods of fewest pools first, then by price. */
  readonly runs: readonly Run[];
}

/**
 * Complete sets of so many units of each pool (mix and match), at a price, an amount off, a percentage or free. Goods that fit several
 * pools are used where nothing else is left.
 *
 * One burger of 5.00, one drink of 2.00 and one side of 3.00 for 8.00 → 2.00 off: 1.00, 0.40 and 0.60. Two burgers, two drinks
 * and one side → one set.
 */
export function bundle(
  work: Work,
  benefit: Bundle,
  tests: readonly (LineTest | null)[],
  lines: readonly WorkLine[],
  allowance: Allowance,
): Draft | Comparison {
  const runs = sortRuns(runsOf(lines, true), benefit.pick ?? 'dearest');
  const fits = runs.map((run) => tests.map((test) => test === null || test(work, run.line)));
  const fitCount = fits.map((fit) => sumOf(fit, (is) => (is ? 1 : 0)));
  const pools = benefit.pools.map((pool, p): Pool => {
    const own = runs.map((_, i) => i).filter((i) => fits[i]![p]);
    return { need: pool.units, runs: own.sort((a, b) => fitCount[a]! - fitCount[b]! || a - b).map((i) => runs[i]!) };
  });
  const unitsInSet = sumOf(pools, (pool) => pool.need);
  const byUnits = allowance.units === Infinity ? Infinity : divFloor(allowance.units, unitsInSet);
  const most = Math.min(benefit.maxTimes ?? Infinity, allowance.times, byUnits);
  const off = new Map<Run, number>();
  const perSet = benefit.per !== 'unit';
  let made = 0;
  while (made < most) {
    const count = Math.min(most - made, equalSets(pools));
    const parts = count === 0 ? null : takeSet(pools, count);
    if (parts === null) break;
    if (perSet) addOff(work, benefit, parts, count, off);
    made += count;
  }
  if (made === 0)
    return comparison(
      'not_enough_units',
      'below',
      sumOf(runs, (run) => run.units),
      unitsInSet,
      'count',
    );
  return { pieces: piecesOf(work, benefit, runs, off), times: made, units: made * unitsInSet, consumes: true };
}

const leftOf = (run: Run): number => run.units - run.get;

/** How many sets can be taken at once, each pool from a run of its own; 1 where runs have to be mixed, 0 where units are missing. */
function equalSets(pools: readonly Pool[]): number {
  const heads = pools.map((pool) => pool.runs.find((run) => leftOf(run) > 0));
  if (heads.some((head) => head === undefined)) return 0;
  if (new Set(heads).size < heads.length) return 1;
  const counts = heads.map((head, p) => divFloor(leftOf(head!), pools[p]!.need));
  return Math.max(1, Math.min(...counts));
}

/** Takes the units of `count` sets; gives them back and returns null where a pool runs out. */
function takeSet(pools: readonly Pool[], count: number): Slice[] | null {
  const parts: Slice[] = [];
  for (const pool of pools) {
    let need = pool.need * count;
    for (const run of pool.runs) {
      if (need === 0) break;
      const units = Math.min(need, leftOf(run));
      if (units === 0) continue;
      parts.push(slice(run, units));
      need -= units;
    }
    if (need === 0) continue;
    for (const part of parts) part.run.get -= part.units;
    return null;
  }
  return parts;
}

function addOff(work: Work, benefit: Bundle, parts: readonly Slice[], count: number, off: Map<Run, number>): void {
  const value = sumOf(parts, (part) => part.value);
  if (value === 0) return;
  const shares = split(
    offSets(benefit.give, value, count),
    parts.map((part) => part.value),
    work.ruleSet.settings.split,
  );
  parts.forEach((part, i) => off.set(part.run, (off.get(part.run) ?? 0) + shares[i]!));
}

function piecesOf(work: Work, benefit: Bundle, runs: readonly Run[], off: ReadonlyMap<Run, number>): Piece[] {
  if (benefit.per === 'unit' || benefit.give.kind === 'percent' || benefit.give.kind === 'free') return giveRuns(work, runs, benefit.give);
  return runs
    .filter((run) => run.get > 0)
    .map((run) => ({ line: run.line, portion: run.portion, get: run.get, use: 0, base: valueOfGet(run), amount: off.get(run) ?? 0 }));
}
