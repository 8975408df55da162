import { divFloor, times } from '../../money.js';
import { comparison } from '../../rules/explain.js';
import type { Comparison } from '../../rules/explain.js';
import type { DiscountBenefit } from '../../rules/benefits.js';
import { giveLines } from '../give.js';
import { sumOf } from '../pieces.js';
import type { Draft } from '../pieces.js';
import { amountOf } from '../work.js';
import type { Work, WorkLine } from '../work.js';
import { amountOffTogether, totalPrice } from './amount-off.js';

type ThresholdTiers = Extract<DiscountBenefit, { kind: 'thresholdTiers' }>;

/**
 * The highest tier that the eligible lines (or the whole receipt) reach, by amount or quantity; or an amount for every full threshold.
 *
 * From 20.00: 15 %, from 30.00: 20 %: 29.99 → 4.50 off, 30.00 → 6.00 off. 5.00 for every 50.00: 149.99 → 10.00 off, 150.00 → 15.00 off.
 */
export function thresholdTiers(work: Work, benefit: ThresholdTiers, lines: readonly WorkLine[]): Draft | Comparison {
  const reached = measure(work, benefit, lines);
  const tiers = [...benefit.tiers].sort((a, b) => b.from - a.from);
  const tier = tiers.find(({ from }) => from <= reached);
  if (tier === undefined)
    return comparison('below_threshold', 'below', reached, tiers.at(-1)?.from ?? null, benefit.by === 'amount' ? 'minor' : 'milli');
  const count = benefit.mode === 'every' && tier.from > 0 ? divFloor(reached, tier.from) : 1;
  const { give } = tier;
  if (give.kind === 'amount') return { ...amountOffTogether(work, lines, times(give.amountMinor, count)), times: count };
  if (give.kind === 'price') return totalPrice(work, lines, give.priceMinor);
  return { pieces: giveLines(work, lines, give), times: 1, units: sumOf(lines, (line) => line.units), consumes: false };
}

function measure(work: Work, benefit: ThresholdTiers, lines: readonly WorkLine[]): number {
  const counted = benefit.over === 'receipt' ? work.lines : lines;
  if (benefit.by === 'quantity') return sumOf(counted, (line) => line.line.quantityMilli);
  return sumOf(counted, (line) => amountOf(line, benefit.basis ?? 'running'));
}
