import type { Allowance } from '../../rules/limits.js';
import type { Give, UnitCap } from '../../rules/benefits.js';
import { giveLines, giveRuns } from '../give.js';
import { runsOf, sortRuns, sumOf, takeUnits } from '../pieces.js';
import type { Draft } from '../pieces.js';
import type { Work, WorkLine } from '../work.js';

/**
 * A percentage, an amount per unit or a unit price for the eligible lines, or for some units of them.
 *
 * 10 % of 100.00 → 10.00 off. 1.00 off per unit of 3 × 5.00 → 3.00 off; with `maxUnits: 2` → 2.00 off, and two portions:
 * 2 × 4.00 and 1 × 5.00. With `pick: cheapest, maxUnits: 1` over 7.00 and 5.00, 20 % → 1.00 off the one of 5.00.
 */
export function giveEach(work: Work, lines: readonly WorkLine[], give: Give, cap: UnitCap, allowance: Allowance): Draft {
  if (cap.maxUnits === undefined && allowance.units === Infinity) return giveAll(work, lines, give);
  const perRule = cap.unitsPer === 'rule' || (cap.unitsPer === undefined && cap.pick !== undefined);
  const most = cap.maxUnits ?? Infinity;
  let left = allowance.units;
  const taken = [];
  for (const group of perRule ? [lines] : lines.map((line) => [line])) {
    const runs = sortRuns(runsOf(group, false), cap.pick ?? 'dearest');
    left -= takeUnits(runs, Math.min(most, left));
    taken.push(...runs);
  }
  return { pieces: giveRuns(work, taken, give), times: 1, units: sumOf(taken, (run) => run.get), consumes: false };
}

function giveAll(work: Work, lines: readonly WorkLine[], give: Give): Draft {
  const units = sumOf(lines, (line) => line.units);
  const uneven =
    give.kind === 'percent' || give.kind === 'free' ? [] : lines.filter((line) => line.portions !== null && line.portions.length > 1);
  if (uneven.length === 0) return { pieces: giveLines(work, lines, give), times: 1, units, consumes: false };
  const runs = runsOf(uneven, false);
  takeUnits(runs, Infinity);
  const even = lines.filter((line) => !uneven.includes(line));
  return { pieces: [...giveLines(work, even, give), ...giveRuns(work, runs, give)], times: 1, units, consumes: false };
}
