import { comparison } from '../../rules/explain.js';
import type { Comparison } from '../../rules/explain.js';
import type { Allowance } from '../../rules/limits.js';
import type { DiscountBenefit, Give, Pick } from '../../rules/benefits.js';
import { giveRuns } from '../give.js';
import { runsOf, sortRuns, takeUnits } from '../pieces.js';
import type { Draft } from '../pieces.js';
import type { Work, WorkLine } from '../work.js';

/**
 * So many units free or cheaper; with a limit on units that cuts, so many per member and period.
 *
 * Two AA batteries free, 3 × 1.50 → 3.00 off: portions 2 × 0.00 and 1 × 1.50. The same with a limit of 2 units per month of which
 * 1 is used → 1.50 off.
 */
export function someUnits(
  work: Work,
  lines: readonly WorkLine[],
  units: number,
  give: Give,
  pick: Pick,
  allowance: Allowance,
): Draft | Comparison {
  const runs = sortRuns(runsOf(lines, true), pick);
  const taken = takeUnits(runs, Math.min(units, allowance.units));
  if (taken === 0) return comparison('not_enough_units', 'below', 0, 1, 'count');
  return { pieces: giveRuns(work, runs, give), times: 1, units: taken, consumes: true };
}

/**
 * Free units of a product that is in the receipt; where it is not, the offer is printed.
 *
 * From 50.00 a free mug: with a mug of 6.00 on the receipt → 6.00 off; without → the message "Take a free mug".
 */
export function freeProduct(
  work: Work,
  ruleId: string,
  benefit: Extract<DiscountBenefit, { kind: 'freeProduct' }>,
  lines: readonly WorkLine[],
  allowance: Allowance,
): Draft | Comparison {
  if (lines.length > 0) return someUnits(work, lines, benefit.units, { kind: 'free' }, 'cheapest', allowance);
  if (!work.messages.some((message) => message.ruleId === ruleId)) work.messages.push({ ruleId, ...benefit.offer });
  return comparison('no_eligible_line', 'missing', null, benefit.skus);
}
