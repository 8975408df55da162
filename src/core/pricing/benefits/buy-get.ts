import { divFloor } from '../../money.js';
import { comparison } from '../../rules/explain.js';
import type { Comparison } from '../../rules/explain.js';
import type { Allowance } from '../../rules/limits.js';
import type { LineTest } from '../../rules/rule-set.js';
import type { DiscountBenefit } from '../../rules/benefits.js';
import { giveRuns } from '../give.js';
import { runsOf, sortRuns, sumOf } from '../pieces.js';
import type { Draft, Run } from '../pieces.js';
import type { Work, WorkLine } from '../work.js';

type BuyGet = Extract<DiscountBenefit, { kind: 'buyGet' }>;

interface Side {
  readonly runs: readonly Run[];
  readonly need: number;
}

/**
 * For each complete block of bought units the customer gets others free or cheaper. The dearest count as bought (those first that
 * cannot be got); of the goods to get the cheapest are taken, or the dearest.
 *
 * Buy 2 get 1 free, same goods, 3 × 10.00 → 10.00 off; 5 × 10.00 → 10.00 off, two units stay out. Buy 1 shirt, get a tie at half
 * price, 2 shirts, ties of 30.00 and 20.00 → 10.00 and 15.00 off.
 */
export function buyGet(
  work: Work,
  benefit: BuyGet,
  tests: readonly (LineTest | null)[],
  lines: readonly WorkLine[],
  allowance: Allowance,
): Draft | Comparison {
  const [buyTest = null, getTest = null] = tests;
  const runs = runsOf(lines, true);
  const bought = runs.filter((run) => buyTest === null || buyTest(work, run.line));
  const gettable = runs.filter((run) => getTest === null || getTest(work, run.line));
  const both = new Set(gettable);
  const buyRuns = sortRuns([...bought], 'dearest');
  const buy: Side = {
    runs: [...buyRuns.filter((run) => !both.has(run)), ...buyRuns.filter((run) => both.has(run))],
    need: benefit.buyUnits,
  };
  const get: Side = { runs: sortRuns([...gettable], benefit.pick ?? 'cheapest'), need: benefit.getUnits };
  const most = Math.min(benefit.maxTimes ?? Infinity, allowance.times);
  let made = 0;
  let unitsLeft = allowance.units;
  while (made < most && unitsLeft > 0) {
    const count = Math.min(
      most - made,
      equalBlocks(buy, get),
      Math.max(1, unitsLeft === Infinity ? Infinity : divFloor(unitsLeft, benefit.getUnits)),
    );
    const got = takeBlocks(buy, get, count, benefit.partial ?? true, unitsLeft);
    if (got === 0) break;
    unitsLeft -= got;
    made += count;
  }
  if (made === 0)
    return comparison(
      'not_enough_units',
      'below',
      sumOf(bought, (run) => run.units),
      benefit.buyUnits,
      'count',
    );
  return { pieces: giveRuns(work, runs, benefit.give), times: made, units: sumOf(runs, (run) => run.get), consumes: true };
}

const leftOf = (run: Run): number => run.units - run.get - run.use;

/** How many blocks can be taken at once, because both sides take from one run each; else 1. */
function equalBlocks(buy: Side, get: Side): number {
  const from = buy.runs.find((run) => leftOf(run) > 0);
  const to = get.runs.find((run) => leftOf(run) > 0);
  if (from === undefined || to === undefined) return 1;
  const blocks =
    from === to ? divFloor(leftOf(from), buy.need + get.need) : Math.min(divFloor(leftOf(from), buy.need), divFloor(leftOf(to), get.need));
  return Math.max(1, blocks);
}

/** Takes the units of `count` blocks; returns how many units are got, 0 where a block is not complete (then nothing is taken). */
function takeBlocks(buy: Side, get: Side, count: number, partial: boolean, unitsMax: number): number {
  const used = takeSide(buy, buy.need * count, 'use');
  if (used === null) return 0;
  const available = sumOf(get.runs, leftOf);
  const wanted = Math.min(get.need * count, partial ? Math.min(available, unitsMax) : Infinity);
  const got = wanted === 0 || wanted > unitsMax ? null : takeSide(get, wanted, 'get');
  if (got !== null) return wanted;
  for (const [run, units] of used) run.use -= units;
  return 0;
}

function takeSide(side: Side, units: number, as: 'get' | 'use'): [Run, number][] | null {
  const taken: [Run, number][] = [];
  let need = units;
  for (const run of side.runs) {
    if (need === 0) break;
    const part = Math.min(need, leftOf(run));
    if (part === 0) continue;
    run[as] += part;
    taken.push([run, part]);
    need -= part;
  }
  if (need === 0) return taken;
  for (const [run, part] of taken) run[as] -= part;
  return null;
}
