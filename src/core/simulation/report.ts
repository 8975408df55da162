/** What a simulation tells. Money in minor units, points in the smallest point unit, shares in basis points. */
import type { Stage } from '../quote.js';

export interface SimulationReport {
  readonly currency: string;
  readonly minorDigits: number;
  readonly pointScale: number;
  readonly receipts: ReceiptCounts;
  readonly totals: { readonly live: Side; readonly simulated: Side };
  /** By what they cost when simulated, the dearest first; rules and price lists that gave nothing on either side are not listed. */
  readonly rules: readonly RuleRow[];
  /** Active rules that gave nothing to any receipt. */
  readonly neverFired: { readonly count: number; readonly rules: readonly { readonly ruleId: string; readonly name: string }[] };
  readonly budgets: readonly BudgetRow[];
  readonly limits: readonly LimitRow[];
  readonly winners: readonly Example[];
  readonly losers: readonly Example[];
  /** What the figures do not take into account, in sentences. */
  readonly approximated: readonly string[];
}

export interface ReceiptCounts {
  readonly looked: number;
  /** The customer pays or earns something else. */
  readonly changed: number;
  /** The customer pays and earns the same, by other rules. */
  readonly regrouped: number;
  readonly unchanged: number;
  readonly better: number;
  readonly worse: number;
  readonly notPriced: number;
  readonly whyNotPriced: readonly { readonly code: string; readonly message: string; readonly receipts: number; readonly saleId: string }[];
}

export interface Side {
  readonly regularMinor: number;
  readonly discountMinor: number;
  readonly netMinor: number;
  readonly burnMinor: number;
  readonly burnPoints: number;
  readonly earnPoints: number;
  /** Points at what they are worth as payment; null where the programme takes none as payment. */
  readonly pointsCostMinor: number | null;
  /** Of the regular amount. */
  readonly discountShareBps: number;
  /** Value of earned points, of the net amount. */
  readonly pointsShareBps: number | null;
}

export interface RuleCost {
  readonly receipts: number;
  readonly discountMinor: number;
  readonly points: number;
  readonly pointsCostMinor: number | null;
}

export interface RuleRow {
  readonly ruleId: string;
  readonly name: string;
  readonly stage: Stage;
  readonly live: RuleCost;
  readonly simulated: RuleCost;
}

export interface BudgetRow {
  /** `rule:R1/money/2026-11`, `campaign:C/points` or `promo:CODE/times`. */
  readonly key: string;
  readonly measure: 'times' | 'money' | 'points';
  readonly max: number | null;
  /** In the whole programme at the last receipt that drew on it; a sample is scaled up. */
  readonly used: number;
  /** By the simulated receipts, not scaled up. */
  readonly simulated: number;
  readonly live: number;
  /** When it had nothing left; null where it lasted. */
  readonly usedUpAt: string | null;
}

export interface LimitRow {
  /** `rule:R1/times`, without the period. */
  readonly key: string;
  readonly measure: 'times' | 'money' | 'points';
  readonly max: number | null;
  /** Receipts that drew on it. */
  readonly receipts: number;
  /** How often a receipt used up what a member had left. */
  readonly usedUp: number;
}

export interface Example {
  readonly saleId: string;
  readonly storeId: string;
  readonly purchasedAt: string;
  readonly ruleSetVersion: number;
  /** Why the sale cost what it did, for who may see it. */
  readonly explain: string;
  /** What the customer gains: money not paid, and points at their worth. Negative for a loser. */
  readonly gainMinor: number;
  readonly live: { readonly netMinor: number; readonly earnPoints: number };
  readonly simulated: { readonly netMinor: number; readonly earnPoints: number };
}

/** What no simulation knows. */
export const APPROXIMATED: readonly string[] = [
  'Customers buy what they bought: nobody buys more or less because of another price.',
  'Tier, segments, points balance and purchase counts of a member are those stored with each sale; points that simulated rules give or withhold are not spent or missed later.',
  'State of unique coupons is that stored with each sale; a coupon that only simulated rules would issue is never redeemed.',
  'Facts of products and stores, and minimum prices, are those stored with each sale; price lists are those of the simulated programme where it has others than the programme that was live.',
  'Limits and budgets start from what was really used before each sale and carry the difference that the simulated rules make, in order of purchase.',
  'Voided sales and reservations that were never captured are left out; returns are not deducted.',
];
