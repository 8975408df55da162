/** Points of one earning rule: one rounding down over the receipt, then split over the lines, so that a return is exact. */
import { unreachable } from '../invariant.js';
import { BPS_ONE, MILLI_PER_UNIT, allocate, divFloor, mulDivFloor, times, total } from '../money.js';
import { comparison } from '../rules/explain.js';
import type { Comparison } from '../rules/explain.js';
import type { CompiledRule } from '../rules/rule-set.js';
import type { Benefit, EarnBenefit } from '../rules/benefits.js';
import { isDiscount } from './draft-discount.js';
import { WHOLE_LINE, sumOf } from './pieces.js';
import type { Draft, Piece } from './pieces.js';
import type { Work, WorkLine } from './work.js';

/** What a line earns on: paid in money, or, by the programme's setting, also what is paid with points. */
export function earnBase(work: Work, line: WorkLine): number {
  return work.ruleSet.settings.earnBase === 'money' ? line.runningMinor - line.burnMinor : line.runningMinor;
}

/** These book no points, so that an anonymous receipt may have them too. */
const SILENT: ReadonlySet<Benefit['kind']> = new Set(['issueCoupon', 'message']);

export function draftEarn(work: Work, rule: CompiledRule, lines: readonly WorkLine[]): Draft | Comparison {
  const { benefit } = rule;
  if (work.member === null && !SILENT.has(benefit.kind)) return comparison('member_needed', 'missing', null, 'member');
  if (isDiscount(benefit)) return comparison('no_benefit', 'not_in', benefit.kind, rule.stage);
  if (benefit.kind === 'earnMultiplier') return multiplied(work, benefit, lines);
  const bases = new Array<number>(lines.length);
  for (let i = 0; i < lines.length; i++) bases[i] = earnBase(work, lines[i]!);
  const base = total(bases);
  if (benefit.kind === 'earnTiers') return tiered(benefit, lines, bases, base);
  const points = pointsOf(work, benefit, lines, base);
  const weights = benefit.kind === 'earnPerUnit' ? lines.map((line) => line.line.quantityMilli) : bases;
  return shared(lines, bases, points, weights, 1);
}

/**
 * - 5 % where a point is worth 0.01: 60.00 → 300 points; where 1 point is worth 1.00: 60.00 → 3 points, 59.99 → 2.
 * - 1 point per 10.00: 99.99 → 9. Three per 10.00: 99.99 → 29; only for each full 10.00: 27.
 * - 5 points a unit: 3 units → 15; 0.356 kg → 1. 100 points for the receipt → 100.
 */
function pointsOf(
  work: Work,
  benefit: Exclude<EarnBenefit, { kind: 'earnMultiplier' | 'earnTiers' }>,
  lines: readonly WorkLine[],
  base: number,
): number {
  switch (benefit.kind) {
    case 'earnPercent': {
      const burn = work.ruleSet.settings.burn;
      return mulDivFloor(base, benefit.rateBps * (burn?.ratePoints ?? 1), BPS_ONE * (burn?.rateMinor ?? 1));
    }
    case 'earnPerAmount':
      return benefit.complete === true
        ? times(divFloor(base, benefit.perMinor), benefit.points)
        : mulDivFloor(base, benefit.points, benefit.perMinor);
    case 'earnPerUnit':
      return mulDivFloor(
        sumOf(lines, (line) => line.line.quantityMilli),
        benefit.points,
        MILLI_PER_UNIT,
      );
    case 'earnFixed':
      return benefit.points;
    case 'issueCoupon':
    case 'message':
      return 0;
    default:
      return unreachable(benefit);
  }
}

/** From 50.00: 20 points, from 100.00: 50 points: 99.99 → 20, 100.00 → 50. Every 50.00: 20 points: 149.99 → 40, 150.00 → 60. */
function tiered(
  benefit: Extract<EarnBenefit, { kind: 'earnTiers' }>,
  lines: readonly WorkLine[],
  bases: readonly number[],
  base: number,
): Draft | Comparison {
  const tiers = [...benefit.tiers].sort((a, b) => b.fromMinor - a.fromMinor);
  const tier = tiers.find(({ fromMinor }) => fromMinor <= base);
  if (tier === undefined) return comparison('below_threshold', 'below', base, tiers.at(-1)?.fromMinor ?? null, 'minor');
  const count = benefit.mode === 'every' && tier.fromMinor > 0 ? divFloor(base, tier.fromMinor) : 1;
  return shared(lines, bases, times(tier.points, count), bases, count);
}

/** Doubling 31 points → 31 more; 1.5 times 31 → 15 more (15.5). Only what the named rules gave on the eligible lines. */
function multiplied(work: Work, benefit: Extract<EarnBenefit, { kind: 'earnMultiplier' }>, lines: readonly WorkLine[]): Draft | Comparison {
  // By place in the receipt; below zero where the line is not eligible.
  const given = new Array<number>(work.lines.length).fill(-1);
  for (const line of lines) given[line.index] = 0;
  for (const { rule, pieces } of work.earned) {
    if (benefit.of !== undefined && !benefit.of.includes(rule.id)) continue;
    for (const { line, amount } of pieces) if (given[line.index]! >= 0) given[line.index]! += amount;
  }
  const bases = lines.map((line) => given[line.index]!);
  const whole = total(bases);
  if (whole === 0) return comparison('no_benefit', 'missing', 0, benefit.of ?? null, 'points');
  return shared(lines, bases, mulDivFloor(whole, benefit.factorBps - BPS_ONE, BPS_ONE), bases, 1);
}

/** A zero base (all free) still earns fixed points: they are split evenly then. */
function shared(lines: readonly WorkLine[], bases: readonly number[], points: number, weights: readonly number[], count: number): Draft {
  const even = total(weights) === 0;
  const shares = lines.length === 0 ? [] : allocate(points, even ? weights.map(() => 1) : weights);
  const pieces = new Array<Piece>(lines.length);
  let units = 0;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    pieces[i] = { line, portion: WHOLE_LINE, get: line.units, use: 0, base: bases[i]!, amount: shares[i]! };
    units += line.units;
  }
  return { pieces, times: count, units, consumes: false };
}
