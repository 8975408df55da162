import { WHOLE_LINE, sumOf } from '../pieces.js';
import type { Draft } from '../pieces.js';
import { spread } from '../split.js';
import { roomOf } from '../work.js';
import type { Work, WorkLine } from '../work.js';

/**
 * An amount once over the eligible lines, by their running amounts; what a line has no room for goes to the others.
 *
 * 10.00 over 30.00 and 20.00 → 6.00 and 4.00. The same where the second may not go below 18.00 → 8.00 and 2.00.
 */
export function amountOffTogether(work: Work, lines: readonly WorkLine[], amountMinor: number): Draft {
  const { split, rounding } = work.ruleSet.settings;
  const weights = lines.map((line) => line.runningMinor);
  const shares = spread(amountMinor, weights, lines.map(roomOf), split, rounding);
  const pieces = lines.map((line, i) => ({
    line,
    portion: WHOLE_LINE,
    get: line.units,
    use: 0,
    base: line.runningMinor,
    amount: shares[i]!,
  }));
  return { pieces, times: 1, units: sumOf(lines, (line) => line.units), consumes: false };
}

/**
 * An amount off each line, whatever its quantity.
 *
 * 2.00 per line on 3 × 5.00 and 1 × 1.50 → 2.00 and 1.50 off.
 */
export function amountOffLines(lines: readonly WorkLine[], amountMinor: number): Draft {
  const pieces = lines.map((line) => ({
    line,
    portion: WHOLE_LINE,
    get: line.units,
    use: 0,
    base: line.runningMinor,
    amount: Math.min(amountMinor, line.runningMinor),
  }));
  return { pieces, times: 1, units: sumOf(lines, (line) => line.units), consumes: false };
}

/**
 * The eligible lines together for a price, never more than they cost.
 *
 * 3 × 50.00 and 100.00 together for 70.00 → 180.00 off: 108.00 and 72.00. For 300.00 → nothing.
 */
export function totalPrice(work: Work, lines: readonly WorkLine[], priceMinor: number): Draft {
  const whole = sumOf(lines, (line) => line.runningMinor);
  return amountOffTogether(work, lines, Math.max(0, whole - priceMinor));
}
