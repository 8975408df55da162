import { MILLI_PER_UNIT, mulDivCeil } from '../../money.js';
import { comparison } from '../../rules/explain.js';
import type { Comparison } from '../../rules/explain.js';
import type { DiscountBenefit, Give } from '../../rules/benefits.js';
import { giveLines, giveRuns } from '../give.js';
import { runsOf, sortRuns, sumOf } from '../pieces.js';
import type { Draft, Piece } from '../pieces.js';
import type { Work, WorkLine } from '../work.js';

type QuantityTiers = Extract<DiscountBenefit, { kind: 'quantityTiers' }>;

/**
 * A price, percentage or amount by quantity, for all units or for the units from the threshold on. Counted over all eligible lines
 * together, the units beyond are the cheapest ones. Lines that are never split take no part in `above`.
 *
 * From 3: 10 %, all units, 4 × 10.00 → 4.00 off. From 3: 10 %, above, 4 × 10.00 → 2.00 off: portions 2 × 10.00 and 2 × 9.00.
 */
export function quantityTiers(work: Work, benefit: QuantityTiers, lines: readonly WorkLine[]): Draft | Comparison {
  const groups = benefit.count === 'line' ? lines.map((line) => [line]) : [lines];
  const pieces = groups.flatMap((group) =>
    benefit.units === 'all' ? forAll(work, benefit, group) : fromThresholdOn(work, benefit, group),
  );
  if (pieces.length > 0) return { pieces, times: 1, units: sumOf(pieces, (piece) => piece.get), consumes: false };
  const most =
    benefit.count === 'line' ? Math.max(...lines.map((line) => line.line.quantityMilli)) : sumOf(lines, (line) => line.line.quantityMilli);
  return comparison('below_threshold', 'below', most, Math.min(...benefit.tiers.map((tier) => tier.fromMilli)), 'milli');
}

function forAll(work: Work, benefit: QuantityTiers, lines: readonly WorkLine[]): Piece[] {
  const quantity = sumOf(lines, (line) => line.line.quantityMilli);
  let reached: { readonly fromMilli: number; readonly give: Give } | null = null;
  for (const tier of benefit.tiers) {
    if (tier.fromMilli <= quantity && (reached === null || tier.fromMilli > reached.fromMilli)) reached = tier;
  }
  return reached === null ? [] : giveLines(work, lines, reached.give);
}

/** Unit number n gets the highest tier from n down. */
function fromThresholdOn(work: Work, benefit: QuantityTiers, lines: readonly WorkLine[]): Piece[] {
  const runs = sortRuns(
    runsOf(
      lines.filter((line) => !line.line.weighed),
      false,
    ),
    'dearest',
  );
  const last = Math.min(
    sumOf(runs, (run) => run.units),
    benefit.maxUnits ?? Infinity,
  );
  const tiers = [...benefit.tiers].sort((a, b) => a.fromMilli - b.fromMilli);
  return tiers.flatMap((tier, i) => {
    const from = mulDivCeil(tier.fromMilli, 1, MILLI_PER_UNIT);
    const next = tiers[i + 1];
    const to = Math.min(last, next === undefined ? Infinity : mulDivCeil(next.fromMilli, 1, MILLI_PER_UNIT) - 1);
    let position = 0;
    for (const run of runs) {
      run.start += run.get;
      run.get = Math.max(0, Math.min(position + run.units, to) - Math.max(position, from - 1));
      position += run.units;
    }
    return giveRuns(work, runs, tier.give);
  });
}
