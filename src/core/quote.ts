/** The priced receipt. A quote has no effect; a sale stores the quote it was booked with. */
import type { EpochMs, Milli, Minor, Points } from './money.js';
import type { Comparison } from './rules/explain.js';

export type Stage = 'card_price' | 'line' | 'receipt' | 'burn' | 'earn';

export interface Quote {
  readonly lines: readonly QuoteLine[];
  readonly totals: QuoteTotals;
  readonly applied: readonly AppliedRule[];
  /** On request only: candidates that did not apply, and the first condition that failed. */
  readonly refused: readonly RefusedRule[];
  readonly coupons: readonly CouponAnswer[];
  readonly burn: BurnAnswer;
  /** One item per earning rule that gave points; each becomes a lot when booked. */
  readonly earn: readonly EarnItem[];
  /** Points earned when no points are burned, as requested, and at the maximum burn. */
  readonly earnForecast: { readonly atZeroBurn: Points; readonly asRequested: Points; readonly atMaxBurn: Points };
  readonly messages: readonly SlipMessage[];
  /** Use of limits and budgets that booking this quote adds. */
  readonly usage: readonly UsageDelta[];
  /** Coupons to issue when booked. */
  readonly issues: readonly CouponIssue[];
  /** What an anonymous receipt would save with a card (sum of card prices open to every member). */
  readonly savingWithCardMinor: Minor;
  readonly ruleSetVersion: number;
  readonly ruleSetHash: string;
  /** Account version of the member, or 0 for an anonymous receipt. */
  readonly memberVersion: number;
  /** Changes when anything that the customer sees or the ledger books would change. */
  readonly fingerprint: string;
}

export interface QuoteLine {
  readonly lineNumber: number;
  readonly sku: string;
  readonly quantityMilli: Milli;
  readonly regularMinor: Minor;
  /** The line at its card price, or the regular amount where no list applies. */
  readonly cardPriceMinor: Minor;
  /** Everything taken off after the card price and before burn. */
  readonly discountMinor: Minor;
  /** cardPrice − discount: what the line costs, in money and points together. */
  readonly netMinor: Minor;
  /** The part of net paid with points, and those points. */
  readonly burnMinor: Minor;
  readonly burnPoints: Points;
  /** net − burn: what the line costs in money. */
  readonly payableMinor: Minor;
  readonly earnPoints: Points;
  /** Discounts of this line by rule, in order of application; card price, line and receipt stages. Sums to regular − net. */
  readonly discounts: readonly LineDiscount[];
  /** Units of the line that ended with different prices; they sum to the line. A weighed line has one. */
  readonly portions: readonly Portion[];
}

export interface LineDiscount {
  readonly ruleId: string;
  readonly stage: Stage;
  readonly amountMinor: Minor;
}

export interface Portion {
  readonly quantityMilli: Milli;
  readonly netMinor: Minor;
}

export interface QuoteTotals {
  readonly regularMinor: Minor;
  readonly cardPriceSavingMinor: Minor;
  readonly discountMinor: Minor;
  readonly netMinor: Minor;
  readonly burnMinor: Minor;
  readonly burnPoints: Points;
  readonly payableMinor: Minor;
  readonly earnPoints: Points;
}

export interface AppliedRule {
  readonly ruleId: string;
  readonly name: string;
  readonly stage: Stage;
  readonly group: string;
  /** Empty unless the rule needed a code. */
  readonly coupon: string;
  /** Which lines, which amount the rule worked on there, what it gave: money off or points. */
  readonly lines: readonly {
    readonly lineNumber: number;
    readonly baseMinor: Minor;
    readonly amountMinor: Minor;
    readonly points: Points;
  }[];
  readonly amountMinor: Minor;
  readonly points: Points;
  /** Units consumed, blocks completed, times counted against limits. */
  readonly times: number;
}

export interface RefusedRule {
  readonly ruleId: string;
  readonly name: string;
  readonly stage: Stage;
  readonly why: Comparison;
}

export interface CouponAnswer {
  readonly code: string;
  /** Series of a unique code, whose use is booked with the sale; empty for a shared or unknown one. */
  readonly seriesId: string;
  readonly applied: boolean;
  /** `applied`, or the reason it was not, e.g. unknown, expired, limit_reached, condition_failed. */
  readonly reason: string;
  readonly ruleId: string;
  readonly why: Comparison | null;
}

export interface BurnAnswer {
  readonly requestedPoints: Points;
  readonly points: Points;
  readonly amountMinor: Minor;
  readonly maxPoints: Points;
  readonly maxMinor: Minor;
}

export interface EarnItem {
  readonly ruleId: string;
  readonly points: Points;
  /** Points by line, aligned with `Quote.lines`; sums to points. */
  readonly byLine: readonly Points[];
  /** When the points become spendable; equal to the purchase time where there is no delay. */
  readonly activatesAtMs: EpochMs;
  /** When they expire; null for never. */
  readonly expiresAtMs: EpochMs | null;
}

export interface SlipMessage {
  readonly ruleId: string;
  readonly code: string;
  readonly text: string;
}

export interface UsageDelta {
  /** `member`: a counter in the account; `total`: a budget row shared by all. */
  readonly scope: 'member' | 'total';
  readonly key: string;
  readonly times: number;
  readonly minor: Minor;
  readonly points: Points;
  /** The most the counter may reach; null where it is only counted. One of times, minor or points is limited. */
  readonly limit: { readonly times: number | null; readonly minor: Minor | null; readonly points: Points | null };
}

export interface CouponIssue {
  readonly seriesId: string;
  readonly ruleId: string;
}
