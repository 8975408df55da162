/** Settings of a programme; every field has a default, so that an empty object is a working programme. */
import type { Basis, Condition, LineFilter, PointsTerms } from './types.js';

export interface Settings {
  /** What a percentage of a rule works on; default running. */
  readonly percentBase?: Basis;
  readonly rounding?: Rounding;
  /** No unit may cost less, whatever the rules say; default 0. */
  readonly minUnitPriceMinor?: number;
  /** How far a till's own line amount may be from unit price × quantity; default 1. */
  readonly amountToleranceMinor?: number;
  /** Validation warns where percentages that stack can take more than this off a receipt; absent: it does not. Prices nothing. */
  readonly stackingShareMaxBps?: number;
  readonly burn?: BurnSettings;
  /** Points are earned on what is paid in money (default), or also on what is paid with points. */
  readonly earnBase?: 'money' | 'before_burn';
  /** Activation and life of points where a rule says nothing; default at once and never. */
  readonly points?: PointsTerms;
  readonly returns?: ReturnPolicy;
  /** Life of a hold where the caller names none; default 15 minutes. */
  readonly holdTtlMs?: number;
  /** True: a draft is published only after somebody who wrote no part of it has approved it. The live programme's setting counts. */
  readonly secondPerson?: boolean;
}

export interface Rounding {
  /** Default half_up. */
  readonly mode?: 'half_up' | 'down';
  /** A percentage is rounded for each unit, each line (default), or once over the receipt and then split. */
  readonly at?: 'unit' | 'line' | 'receipt';
  /**
   * How an amount over several lines is split. `largest_remainder` (default): floor, then one unit each to the largest fractions.
   * `floor_then_first`: floor, then one each to the first lines. `last_takes_rest`: rounded half up, the last line takes the difference.
   * `nearest_then_first`: rounded to nearest with halves down, the difference one each to the first lines.
   */
  readonly split?: 'largest_remainder' | 'floor_then_first' | 'last_takes_rest' | 'nearest_then_first';
}

export interface BurnSettings {
  /** `points` are worth `minor`: { points: 1, minor: 1 } is one point a cent. */
  readonly rate: { readonly points: number; readonly minor: number };
  /** Share of the eligible payable amount; default 10000. */
  readonly shareMaxBps?: number;
  /** The first whose condition holds replaces `shareMaxBps`, e.g. for a tier. */
  readonly shares?: readonly { readonly when: Condition; readonly shareMaxBps: number }[];
  /** Share of each line; default 10000. */
  readonly lineShareMaxBps?: number;
  /** Share of lines of a category, brand and so on; the least that matches a line counts. */
  readonly lineShares?: readonly { readonly lines: LineFilter; readonly shareMaxBps: number }[];
  /** What must be left to pay in money; default 0. */
  readonly minMoneyMinor?: number;
  /** Fewer points than this are not taken; default 1. */
  readonly minPoints?: number;
  /** Only whole multiples; default 1. */
  readonly stepPoints?: number;
  /** Goods that cannot be paid with points. */
  readonly excluded?: LineFilter;
}

export interface ReturnPolicy {
  /** When earned points to take back are spent: a negative balance (default), less refund, or nothing. */
  readonly shortfall?: 'negative' | 'deduct' | 'forgive';
  /** Burned points come back on a return; default true. */
  readonly giveBack?: boolean;
  /** Coupons and limits are usable again after a full return; default true. */
  readonly restoreCoupons?: boolean;
  readonly restoreLimits?: boolean;
  /** Goods without a receipt: refused (default), or taken back at the lowest price they are known to have had, without points. */
  readonly withoutReceipt?: 'refused' | 'lowest_price';
}
