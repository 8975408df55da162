/** What a discount makes of the price of one product, where that can be told without a receipt. */
import { BPS_ONE, mulDivHalfUp } from '../../money.js';
import type { Give } from '../benefits.js';
import type { LineFilter, Product, Rule } from '../types.js';

/** The fewest units among which the discount is as large as it can be, and what they cost the customer together. */
export interface Block {
  readonly units: number;
  readonly soldMinor: number;
}

/** The field of the benefit that says how much. Null: of one product alone nothing can be told. */
export function fieldOf({ stage, benefit }: Rule): string | null {
  if (stage === 'earn') return null;
  switch (benefit.kind) {
    case 'percent':
      return 'rateBps';
    case 'amountOff':
      return benefit.per === 'receipt' ? null : 'amountMinor';
    case 'fixedPrice':
      return 'unitPriceMinor';
    case 'quantityTiers':
    case 'thresholdTiers':
      return 'tiers';
    case 'everyNth':
    case 'sets':
      return 'give';
    case 'buyGet':
      // Other goods than the bought ones: what comes together is the customer's choice.
      return benefit.get === undefined ? 'give' : null;
    case 'units':
      // Free units are meant to be below cost.
      return benefit.give.kind === 'free' ? null : 'give';
    default:
      return null;
  }
}

/** Which lines it takes beside those of the rule itself. */
export function goodsOf({ benefit }: Rule): LineFilter | undefined {
  return benefit.kind === 'buyGet' ? benefit.buy : undefined;
}

/**
 * Units of one product that are bought together, as the rule sells them; null where that cannot be known, or the rule may not touch it.
 * `floor` is the least a unit may cost. Three for two at 1000: 3 units for 2000. Every second unit at half its price: 2 units for 1500.
 */
export function blockOf({ stage, benefit, maxDiscountMinor = Infinity }: Rule, product: Product, floor: number): Block | null {
  if (product.discountable === false && stage !== 'card_price') return null;
  const shelf = product.unitPriceMinor;
  const sold = (units: number, taken: number, off: number): Block | null => {
    if (shelf === undefined) return null;
    const least = (units - taken) * shelf + taken * Math.min(floor, shelf);
    return { units, soldMinor: Math.max(units * shelf - Math.min(off, maxDiscountMinor), least) };
  };
  const each = (give: Give, units = 1, taken = 1): Block | null => sold(units, taken, taken * offUnit(give, shelf ?? 0));
  switch (benefit.kind) {
    case 'percent':
      return each({ kind: 'percent', rateBps: benefit.rateBps });
    case 'amountOff':
      return each({ kind: 'amount', amountMinor: benefit.amountMinor });
    case 'fixedPrice':
      if (shelf === undefined) return { units: 1, soldMinor: Math.max(benefit.unitPriceMinor, floor) };
      return each({ kind: 'price', priceMinor: benefit.unitPriceMinor });
    case 'quantityTiers':
      return cheapest(benefit.tiers.map(({ give }) => each(give)));
    case 'thresholdTiers':
      return cheapest(benefit.tiers.map(({ give }) => (give.kind === 'percent' ? each(give) : null)));
    case 'everyNth':
      return each(benefit.give, benefit.n);
    case 'buyGet':
      return each(benefit.give, benefit.buyUnits + benefit.getUnits, benefit.getUnits);
    case 'units':
      return each(benefit.give);
    case 'sets': {
      const { size, take, give, per } = benefit;
      const taken = take === undefined ? size : take.nth === undefined ? (take.units ?? 1) : 1;
      return per === 'set' ? sold(size, taken, offSet(give, taken * (shelf ?? 0))) : each(give, size, taken);
    }
    default:
      return null;
  }
}

/** Money off one unit. */
export function offUnit(give: Give, shelf: number): number {
  switch (give.kind) {
    case 'free':
      return shelf;
    case 'percent':
      return mulDivHalfUp(shelf, give.rateBps, BPS_ONE);
    case 'amount':
      return Math.min(shelf, give.amountMinor);
    case 'price':
      return shelf - Math.min(shelf, give.priceMinor);
  }
}

/** Money off goods that cost so much together: an amount is off the set, a price is the set's. */
export const offSet = offUnit;

function cheapest(blocks: readonly (Block | null)[]): Block | null {
  let found: Block | null = null;
  for (const block of blocks) if (block !== null && (found === null || block.soldMinor < found.soldMinor)) found = block;
  return found;
}
