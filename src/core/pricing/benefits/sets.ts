import { divFloor } from '../../money.js';
import { comparison } from '../../rules/explain.js';
import type { Comparison } from '../../rules/explain.js';
import type { Allowance } from '../../rules/limits.js';
import type { DiscountBenefit, SetsBenefit } from '../../rules/benefits.js';
import { markBlocks, offSets } from '../blocks.js';
import type { Positions } from '../blocks.js';
import { giveRuns } from '../give.js';
import { runsOf, sortRuns, sumOf, valueOfGet } from '../pieces.js';
import type { Draft, Piece, Run } from '../pieces.js';
import { split } from '../split.js';
import type { Work, WorkLine } from '../work.js';

/**
 * Like units in complete sets; in each set some or all units get it. Units are sorted from the dearest (or cheapest), cut into sets,
 * and what does not fill a set stays out.
 *
 * Sets of 3, the cheapest one free, 4 × 12.00 → 12.00 off, one unit stays out. Sets of 2 for 5.00 off the set over 60.00, 60.00
 * and 30.00, from the cheapest → one set of 30.00 and 60.00, 5.00 off: 1.67 and 3.33.
 */
export function sets(work: Work, benefit: SetsBenefit, lines: readonly WorkLine[], allowance: Allowance): Draft | Comparison {
  const drafts = [];
  let most = 0;
  let left = Math.min(benefit.maxTimes ?? Infinity, allowance.times);
  let units = allowance.units;
  for (const group of benefit.within === 'line' ? lines.map((line) => [line]) : [lines]) {
    const runs = sortRuns(runsOf(group, true), benefit.from ?? 'dearest');
    most = Math.max(
      most,
      sumOf(runs, (run) => run.units),
    );
    const draft = setsOf(work, benefit, runs, left, units);
    left -= draft.times;
    units -= draft.units;
    drafts.push(draft);
  }
  const complete = sumOf(drafts, (draft) => draft.times);
  if (complete === 0) return comparison('not_enough_units', 'below', most, benefit.size, 'count');
  return { pieces: drafts.flatMap((draft) => draft.pieces), times: complete, units: sumOf(drafts, (draft) => draft.units), consumes: true };
}

/**
 * Every Nth unit, counted from the dearest (or the cheapest).
 *
 * Every 3rd free over 9.00, 8.00, 7.00, 6.00 → 7.00 off. Every 2nd at half price, 5 × 4.00 → 4.00 off.
 */
export function everyNth(
  work: Work,
  benefit: Extract<DiscountBenefit, { kind: 'everyNth' }>,
  lines: readonly WorkLine[],
  allowance: Allowance,
): Draft | Comparison {
  const { n, give, within, from, maxTimes } = benefit;
  const first = from ?? 'dearest';
  const pick = first === 'dearest' ? 'cheapest' : 'dearest';
  return sets(
    work,
    { kind: 'sets', size: n, give, from: first, take: { pick }, ...(within && { within }), ...(maxTimes && { maxTimes }) },
    lines,
    allowance,
  );
}

function setsOf(work: Work, benefit: SetsBenefit, runs: Run[], timesMax: number, unitsMax: number): Draft {
  const positions = positionsOf(benefit);
  const perSet = positions.high - positions.low;
  const available = divFloor(
    sumOf(runs, (run) => run.units),
    benefit.size,
  );
  const byUnits = unitsMax === Infinity ? Infinity : divFloor(unitsMax, perSet);
  const blocks = Math.min(available, timesMax, byUnits);
  markBlocks(runs, benefit.size, blocks, positions);
  if (benefit.take?.across === 'all') pickAcross(runs, benefit.take, blocks);
  const units = sumOf(runs, (run) => run.get);
  const perWhole =
    benefit.per === 'set' && benefit.take?.across !== 'all' && (benefit.give.kind === 'amount' || benefit.give.kind === 'price');
  const pieces = perWhole ? giveSets(work, benefit, runs, blocks, perSet) : giveRuns(work, runs, benefit.give);
  return { pieces, times: blocks, units, consumes: true };
}

/** The positions that get it, in the order in which the set is filled. */
function positionsOf({ size, take, from = 'dearest' }: SetsBenefit): Positions {
  if (take === undefined || take.across === 'all') return { low: 0, high: size };
  const fromStart = take.pick === from;
  if (take.nth !== undefined) {
    const low = fromStart ? take.nth - 1 : size - take.nth;
    return { low, high: low + 1 };
  }
  const units = Math.min(take.units ?? 1, size);
  return fromStart ? { low: 0, high: units } : { low: size - units, high: size };
}

/** Over all sets together: so many units a set, or the nth one only. */
function pickAcross(runs: Run[], take: NonNullable<SetsBenefit['take']>, blocks: number): void {
  const inSets = runs.map((run) => run.get + run.use);
  const order = runs
    .map((_, i) => i)
    .sort((a, b) => (take.pick === 'cheapest' ? runs[a]!.each - runs[b]!.each : runs[b]!.each - runs[a]!.each) || a - b);
  let skip = take.nth === undefined ? 0 : take.nth - 1;
  let left = take.nth === undefined ? (take.units ?? 1) * blocks : 1;
  for (const i of order) {
    const run = runs[i]!;
    const skipped = Math.min(skip, inSets[i]!);
    run.get = Math.min(left, inSets[i]! - skipped);
    run.use = inSets[i]! - run.get;
    skip -= skipped;
    left -= run.get;
  }
}

/** An amount off each set or the price of a set, split over its units by their value. Equal sets in one run are done at once. */
function giveSets(work: Work, benefit: SetsBenefit, runs: readonly Run[], blocks: number, perSet: number): Piece[] {
  const marked = runs.filter((run) => run.get > 0 || run.use > 0);
  const off = new Map<Run, number>(marked.map((run) => [run, 0]));
  const cursor = marked.filter((run) => run.get > 0).map((run) => ({ run, left: run.get, value: valueOfGet(run) }));
  let at = 0;
  for (let done = 0; done < blocks;) {
    const current = cursor[at]!;
    const whole = Math.max(1, divFloor(current.left, perSet));
    const parts = takeParts(cursor, at, whole * perSet);
    const value = sumOf(parts, (part) => part.value);
    const shares = split(
      offSets(benefit.give, value, whole),
      parts.map((part) => part.value),
      work.ruleSet.settings.split,
    );
    parts.forEach((part, i) => off.set(part.run, off.get(part.run)! + (value === 0 ? 0 : shares[i]!)));
    done += whole;
    while (at < cursor.length && cursor[at]!.left === 0) at++;
  }
  return marked.map((run) => ({
    line: run.line,
    portion: run.portion,
    get: run.get,
    use: run.use,
    base: valueOfGet(run),
    amount: off.get(run)!,
  }));
}

function takeParts(
  cursor: { run: Run; left: number; value: number }[],
  at: number,
  units: number,
): { readonly run: Run; readonly value: number }[] {
  const parts = [];
  for (let i = at, need = units; need > 0; i++) {
    const entry = cursor[i]!;
    const taken = Math.min(need, entry.left);
    const value = taken === entry.left ? entry.value : divFloor(entry.value, entry.left) * taken;
    entry.left -= taken;
    entry.value -= value;
    need -= taken;
    parts.push({ run: entry.run, value });
  }
  return parts;
}
