import { BPS_ONE, lineAmount, mulDivHalfUp } from '../money.js';
import type { Minor } from '../money.js';
import { comparison } from '../rules/explain.js';
import type { Comparison } from '../rules/explain.js';
import type { DiscountBenefit } from '../rules/benefits.js';
import { WHOLE_LINE, sumOf } from './pieces.js';
import type { Draft } from './pieces.js';
import type { WorkLine } from './work.js';

/**
 * A special card price by formula: the unit price itself changes and is rounded half up, then the line follows from it.
 *
 * 15 % on 9.94 → the price is 8.45 (8.449), 3 units cost 25.35. 2.00 off 1.50 → 0.00. A price of 12.00 on 10.00 changes nothing.
 */
export function newPrices(benefit: DiscountBenefit, lines: readonly WorkLine[]): Draft | Comparison {
  const pieces = [];
  for (const line of lines) {
    const price = newPrice(benefit, line.unitMinor);
    if (price === null) return comparison('no_benefit', 'not_in', benefit.kind, 'card_price');
    const amount = Math.max(0, line.runningMinor - lineAmount(price as Minor, line.line.quantityMilli));
    if (price < line.unitMinor) pieces.push({ line, portion: WHOLE_LINE, get: line.units, use: 0, base: line.runningMinor, amount });
  }
  return { pieces, times: 1, units: sumOf(pieces, (piece) => piece.get), consumes: false };
}

/** Null for a benefit that is not a price of a unit. */
export function newPrice(benefit: DiscountBenefit, unitMinor: number): number | null {
  switch (benefit.kind) {
    case 'percent':
      return mulDivHalfUp(unitMinor, BPS_ONE - benefit.rateBps, BPS_ONE);
    case 'amountOff':
      return Math.max(0, unitMinor - benefit.amountMinor);
    case 'fixedPrice':
      return benefit.unitPriceMinor;
    default:
      return null;
  }
}
