/** What a rule gives: one closed union of discounts and of ways to earn. */
import type { Basis, LineFilter, Message } from './types.js';

/** What a unit or a set gets. A price never raises what it replaces. */
export type Give =
  | { readonly kind: 'free' }
  | { readonly kind: 'percent'; readonly rateBps: number }
  | { readonly kind: 'amount'; readonly amountMinor: number }
  | { readonly kind: 'price'; readonly priceMinor: number };

export type Pick = 'cheapest' | 'dearest';

/** At most so many units, of each line or of the whole rule; the pick decides which. Weighed lines count as one unit. */
export interface UnitCap {
  readonly maxUnits?: number;
  readonly unitsPer?: 'line' | 'rule';
  readonly pick?: Pick;
}

export type DiscountBenefit =
  | ({ readonly kind: 'percent'; readonly rateBps: number } & UnitCap)
  /** `receipt`: once over all eligible lines, allocated by their running amounts. */
  | ({ readonly kind: 'amountOff'; readonly amountMinor: number; readonly per: 'unit' | 'line' | 'receipt' } & UnitCap)
  | ({ readonly kind: 'fixedPrice'; readonly unitPriceMinor: number } & UnitCap)
  /** The eligible lines together for a price. */
  | { readonly kind: 'totalPrice'; readonly priceMinor: number }
  /** By quantity of each line, or of all eligible lines together; the tier for all units, or for the units from the threshold on. */
  | {
      readonly kind: 'quantityTiers';
      readonly count: 'line' | 'lines';
      readonly units: 'all' | 'above';
      readonly tiers: readonly { readonly fromMilli: number; readonly give: Give }[];
      readonly maxUnits?: number;
    }
  /** Units sorted from the dearest (default) or the cheapest; every Nth gets it. */
  | {
      readonly kind: 'everyNth';
      readonly n: number;
      readonly give: Give;
      readonly within?: 'line' | 'lines';
      readonly from?: Pick;
      readonly maxTimes?: number;
    }
  | SetsBenefit
  /** For complete blocks of `buyUnits` the customer gets `getUnits` others. `get` absent: the same goods. */
  | {
      readonly kind: 'buyGet';
      readonly buy: LineFilter;
      readonly buyUnits: number;
      readonly get?: LineFilter;
      readonly getUnits: number;
      readonly give: Give;
      /** Which of the get goods; default cheapest. The bought ones are the dearest. */
      readonly pick?: Pick;
      readonly maxTimes?: number;
      /** False: only if all get units of a block are there. Default true: what is there. */
      readonly partial?: boolean;
    }
  /** One set takes so many units of each pool. */
  | {
      readonly kind: 'bundle';
      readonly pools: readonly { readonly lines: LineFilter; readonly units: number }[];
      readonly give: Give;
      /** Default set: an amount is off the set, a price is the set's. */
      readonly per?: 'unit' | 'set';
      readonly pick?: Pick;
      readonly maxTimes?: number;
    }
  /** So many units per receipt; with a limit on units, so many per member and period. */
  | { readonly kind: 'units'; readonly units: number; readonly give: Give; readonly pick?: Pick }
  /** Percent, amount or price for the eligible lines by what is bought. `every`: once for each full threshold (amounts only). */
  | {
      readonly kind: 'thresholdTiers';
      readonly by: 'amount' | 'quantity';
      readonly basis?: Basis;
      /** What the threshold counts: the eligible lines (default) or the whole receipt. */
      readonly over?: 'eligible' | 'receipt';
      readonly mode: 'highest' | 'every';
      readonly tiers: readonly { readonly from: number; readonly give: Give }[];
    }
  /** Free units of a product; a message where it is not in the receipt. */
  | { readonly kind: 'freeProduct'; readonly skus: readonly string[]; readonly units: number; readonly offer: Message };

/** Like units in complete sets of `size`; in each set, or over all sets together, some units get it. */
export interface SetsBenefit {
  readonly kind: 'sets';
  readonly size: number;
  readonly within?: 'line' | 'lines';
  /** Which units go into sets first; default dearest. */
  readonly from?: Pick;
  /** Which units of a set get it; absent: all. `nth` counts from 1 in the order of the pick. `across: 'all'` picks over all sets at once. */
  readonly take?: { readonly pick: Pick; readonly units?: number; readonly nth?: number; readonly across?: 'set' | 'all' };
  readonly give: Give;
  /** Default unit: each taken unit. Set: an amount is off the set, a price is the set's. */
  readonly per?: 'unit' | 'set';
  readonly maxTimes?: number;
}

export type EarnBenefit =
  /** So much of the amount comes back as points, at the value points have when burned. */
  | { readonly kind: 'earnPercent'; readonly rateBps: number }
  /** `points` for each `perMinor`; `complete`: only for each full `perMinor`. One rounding down over the receipt. */
  | { readonly kind: 'earnPerAmount'; readonly points: number; readonly perMinor: number; readonly complete?: boolean }
  | { readonly kind: 'earnPerUnit'; readonly points: number }
  | { readonly kind: 'earnFixed'; readonly points: number }
  /** By the eligible amount: the highest tier reached, or the tier's points for each full threshold. */
  | {
      readonly kind: 'earnTiers';
      readonly mode: 'highest' | 'every';
      readonly tiers: readonly { readonly fromMinor: number; readonly points: number }[];
    }
  /** Multiplies what other rules gave on the eligible lines: 20000 doubles it. `of` absent: all rules that came before. */
  | { readonly kind: 'earnMultiplier'; readonly factorBps: number; readonly of?: readonly string[] }
  /** Issues a code of a series when the sale is booked. */
  | { readonly kind: 'issueCoupon'; readonly series: string; readonly count?: number }
  | { readonly kind: 'message' };

export type Benefit = DiscountBenefit | EarnBenefit;
