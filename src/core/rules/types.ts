/**
 * The programme: everything a marketer writes, as one JSON document. It holds no code and no float: money is in minor units, rates are in
 * basis points (1 % = 100), quantities in thousandths (1 piece = 1000). Every list may be left out; an absent list is empty.
 *
 * Instants are ISO 8601 texts. One with an offset or `Z` is exact; one without is local to the programme's time zone.
 */
import type { Attribute, Attributes } from '../receipt.js';
import type { Benefit } from './benefits.js';
import type { Settings } from './settings.js';

export interface Programme {
  readonly format: 'tallystick/1';
  readonly id: string;
  readonly name: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Digits after the point of the currency: 2 for EUR, 0 for JPY. */
  readonly minorDigits: number;
  /** Digits after the point of a point: 0 to 2. */
  readonly pointScale: number;
  /** IANA zone for periods of limits, days of expiry and windows written without an offset. */
  readonly timeZone: string;
  readonly settings?: Settings;
  readonly stores?: readonly Store[];
  readonly categories?: readonly Category[];
  readonly products?: readonly Product[];
  readonly tiers?: readonly Tier[];
  readonly groups?: readonly Group[];
  readonly campaigns?: readonly Campaign[];
  readonly priceLists?: readonly PriceList[];
  /** Shared codes that many customers know. */
  readonly promoCodes?: readonly PromoCode[];
  /** Series of unique codes, each issued to one customer. */
  readonly couponSeries?: readonly CouponSeries[];
  readonly rules?: readonly Rule[];
}

export interface Store {
  readonly id: string;
  readonly name?: string;
  readonly region?: string;
  /** IANA zone that decides weekday, hours and dates of receipts; the programme's zone where absent. */
  readonly timeZone?: string;
  readonly zones?: readonly string[];
  readonly attributes?: Attributes;
}

export interface Category {
  readonly id: string;
  readonly name?: string;
  readonly parent?: string;
}

export interface Product {
  readonly sku: string;
  readonly name?: string;
  readonly categories?: readonly string[];
  readonly brand?: string;
  readonly tags?: readonly string[];
  readonly attributes?: Attributes;
  /** Used where a till sends no price, and for listing pages. */
  readonly unitPriceMinor?: number;
  /** A unit may not cost less. */
  readonly minUnitPriceMinor?: number;
  /** What a unit costs the shop: a discount below it is warned of, and given. */
  readonly costMinor?: number;
  /** Sold by weight or length: never split into units. */
  readonly weighed?: boolean;
  /** False: discounts of line and receipt may not touch it; card prices may. */
  readonly discountable?: boolean;
  readonly burnable?: boolean;
  readonly earning?: boolean;
}

/** From is inclusive, to is exclusive; an absent side is open. */
export interface Window {
  readonly from?: string;
  readonly to?: string;
}

export type DiscountStage = 'card_price' | 'line' | 'receipt';
export type RuleStage = DiscountStage | 'earn';

/** Groups of a stage apply in order and stack on each other; the mode says what happens inside one. */
export interface Group {
  readonly id: string;
  readonly name?: string;
  readonly stage: RuleStage;
  /** Lower first; ties by id. */
  readonly order: number;
  /** `stack`: each on the running amount. `best`: the largest benefit only. `first`: the first that applies only. */
  readonly mode: 'stack' | 'best' | 'first';
  /** Where best and first compete: on each line, or once over the receipt (default). */
  readonly per?: 'line' | 'receipt';
}

/** A named set of rules with a common window, limits and budgets. */
export interface Campaign {
  readonly id: string;
  readonly name?: string;
  readonly active?: boolean;
  readonly window?: Window;
  readonly limits?: readonly Limit[];
  readonly budgets?: readonly Budget[];
}

/** Special prices by SKU. Of all lists that apply the lowest price wins; a list never raises a price. */
export interface PriceList {
  readonly id: string;
  readonly name?: string;
  readonly active?: boolean;
  readonly window?: Window;
  /** Store, zone, segment, tier, channel and so on. With `{ "kind": "member" }` the list is for card holders. */
  readonly when?: Condition;
  readonly items: readonly PriceItem[];
}

export interface PriceItem {
  readonly sku: string;
  readonly unitPriceMinor: number;
  readonly from?: string;
  readonly to?: string;
}

export interface PromoCode {
  readonly code: string;
  readonly active?: boolean;
  readonly window?: Window;
  /** Uses in total, by all customers together. */
  readonly maxUses?: number;
  readonly maxUsesPerMember?: number;
  /** False: the only code of its receipt. Default true. */
  readonly stackable?: boolean;
}

export interface CouponSeries {
  readonly id: string;
  readonly name?: string;
  readonly window?: Window;
  /** Days an issued code stays valid, to the end of the last day; absent: as long as the window. */
  readonly lifeDays?: number;
  /** Uses of one code; default 1. */
  readonly maxUses?: number;
  /** True: only the member it was issued to may use it. Default false. */
  readonly bound?: boolean;
  readonly stackable?: boolean;
  /** Start of every code of the series. */
  readonly prefix?: string;
}

/** Tiers are ranked; a member holds the highest one it qualifies for, or the one it holds until that runs out. */
export interface Tier {
  readonly id: string;
  readonly name?: string;
  readonly rank: number;
  /** Any one of them qualifies. None: the tier of every member (the base tier), or given by hand. */
  readonly qualify?: readonly Qualification[];
  /** Once reached, kept at least this long; absent: re-evaluated at each booking. */
  readonly keep?: { readonly kind: 'days'; readonly days: number } | { readonly kind: 'endOfYear'; readonly years: number };
}

export interface Qualification {
  readonly by: 'spend' | 'points' | 'purchases';
  /** Minor units, points or purchases. */
  readonly min: number;
  readonly window: Span;
}

/** A span of calendar days that ends today, in the programme's zone. */
export type Span =
  { readonly kind: 'days'; readonly days: number } | { readonly kind: 'month' } | { readonly kind: 'year' } | { readonly kind: 'ever' };

export interface Rule {
  readonly id: string;
  readonly name: string;
  readonly stage: RuleStage;
  /** Id of a group of that stage; absent: the stage's own group `default` (mode stack, order 0). */
  readonly group?: string;
  /** Higher first; ties by larger benefit, then by id. Default 0. */
  readonly priority?: number;
  readonly active?: boolean;
  readonly campaign?: string;
  /** `lines`: no other rule of the stage touches its lines. `receipt`: if it applies, no other discount rule does. */
  readonly exclusive?: 'lines' | 'receipt';
  readonly window?: Window;
  /** What must hold for the receipt. */
  readonly when?: Condition;
  /** The eligible lines; absent: all. */
  readonly lines?: LineFilter;
  /** The rule needs one of these codes, or a code of one of these series. */
  readonly coupon?: CouponRequirement;
  readonly benefit: Benefit;
  /** The most the rule may take off one receipt. */
  readonly maxDiscountMinor?: number;
  /** The most points the rule may give one receipt. */
  readonly maxPoints?: number;
  /** Activation and life of the points of this rule; absent parts come from the settings. */
  readonly points?: PointsTerms;
  readonly limits?: readonly Limit[];
  readonly budgets?: readonly Budget[];
  /** Printed when the rule applied. */
  readonly message?: Message;
}

export interface CouponRequirement {
  readonly codes?: readonly string[];
  readonly series?: readonly string[];
}

export interface Message {
  readonly code: string;
  readonly text: string;
}

export interface PointsTerms {
  /** Absent: spendable at once. Days count to the start of that day, hours are exact. */
  readonly activation?: { readonly kind: 'hours'; readonly hours: number } | { readonly kind: 'days'; readonly days: number };
  /** Points expire at the end of a day of the programme's zone: N days after activation, or at the end of the Nth month or year after it (0 = this one). */
  readonly life?:
    | { readonly kind: 'days'; readonly days: number }
    | { readonly kind: 'endOfMonth'; readonly months: number }
    | { readonly kind: 'endOfYear'; readonly years: number }
    | { readonly kind: 'never' };
}

/** What is counted: applications, units given, money taken off, points given. */
export type Measure = 'times' | 'units' | 'money' | 'points';

/** The most one receipt, or one member in a period, may get of a rule or campaign. */
export interface Limit {
  readonly measure: Measure;
  readonly max: number;
  readonly per: 'receipt' | 'member';
  /** For `per: member`; absent: ever. Calendar periods follow the programme's zone; rolling days include today. */
  readonly period?: Period;
  /** What happens to the part beyond: the whole rule is refused (default), or it gives what is left. */
  readonly exceed?: 'refuse' | 'cut';
}

export type Period =
  | { readonly kind: 'day' }
  | { readonly kind: 'week' }
  | { readonly kind: 'month' }
  | { readonly kind: 'year' }
  | { readonly kind: 'rolling'; readonly days: number };

/** The most all receipts together may get of a rule or campaign. */
export interface Budget {
  readonly measure: Measure;
  readonly max: number;
  /** Absent: in total; else anew each calendar period. */
  readonly period?: { readonly kind: 'day' } | { readonly kind: 'week' } | { readonly kind: 'month' } | { readonly kind: 'year' };
  readonly exceed?: 'refuse' | 'cut';
}

/** Eligible lines. Every given field must hold; a list holds if any of its values does. */
export interface LineFilter {
  readonly skus?: readonly string[];
  /** These categories and all below them. */
  readonly categories?: readonly string[];
  readonly brands?: readonly string[];
  readonly tags?: readonly string[];
  readonly attributes?: readonly AttributeTest[];
  /** The till's unit price; both sides inclusive. */
  readonly minUnitPriceMinor?: number;
  readonly maxUnitPriceMinor?: number;
  /** Quantity of the line; both sides inclusive. */
  readonly minQuantityMilli?: number;
  readonly maxQuantityMilli?: number;
  readonly weighed?: boolean;
  /** True: only lines without card price, earlier discount or the till's attribute `reduced`. */
  readonly notDiscounted?: boolean;
  readonly any?: readonly LineFilter[];
  readonly exclude?: LineFilter;
}

/** One of the values, or a number between two sides (inclusive); with neither, the attribute is present. */
export interface AttributeTest {
  readonly name: string;
  readonly in?: readonly Attribute[];
  readonly min?: number;
  readonly max?: number;
}

/** Which amount of a line: at shelf price, at card price, or after all that was applied so far. */
export type Basis = 'regular' | 'card' | 'running';

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** Numbers are inclusive on both sides; an absent side is open. */
export type Condition =
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'amount'; readonly basis: Basis; readonly minMinor?: number; readonly maxMinor?: number; readonly lines?: LineFilter }
  | { readonly kind: 'quantity'; readonly minMilli?: number; readonly maxMilli?: number; readonly lines?: LineFilter }
  | {
      readonly kind: 'lineCount';
      readonly count?: 'lines' | 'skus';
      readonly min?: number;
      readonly max?: number;
      readonly lines?: LineFilter;
    }
  | { readonly kind: 'store'; readonly in: readonly string[] }
  | { readonly kind: 'region'; readonly in: readonly string[] }
  | { readonly kind: 'zone'; readonly in: readonly string[] }
  | { readonly kind: 'channel'; readonly in: readonly string[] }
  | { readonly kind: 'terminal'; readonly in: readonly string[] }
  | { readonly kind: 'storeAttribute'; readonly test: AttributeTest }
  | { readonly kind: 'receiptAttribute'; readonly test: AttributeTest }
  /** Days, hours and dates are local to the store. `to` of hours is exclusive and may lie past midnight (22:00 to 02:00). */
  | { readonly kind: 'weekday'; readonly in: readonly Weekday[] }
  | { readonly kind: 'hours'; readonly from: string; readonly to: string }
  /** YYYY-MM-DD, both inclusive. */
  | { readonly kind: 'dates'; readonly from?: string; readonly to?: string }
  | { readonly kind: 'dayOfMonth'; readonly in: readonly number[] }
  /** Any identified member. */
  | { readonly kind: 'member' }
  | { readonly kind: 'segment'; readonly in: readonly string[] }
  | { readonly kind: 'tier'; readonly in: readonly string[] }
  | { readonly kind: 'memberAttribute'; readonly test: AttributeTest }
  /** Today is at most so many days before or after the birthday. */
  | { readonly kind: 'birthday'; readonly daysBefore?: number; readonly daysAfter?: number }
  /** The number of this purchase: 1 is the first. `every: 5` holds on the 5th, 10th and so on. */
  | { readonly kind: 'purchaseNumber'; readonly min?: number; readonly max?: number; readonly every?: number }
  /** Whole days since; never holds where there was no purchase. */
  | { readonly kind: 'daysSinceLastPurchase'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'daysSinceEnrolment'; readonly min?: number; readonly max?: number }
  /** What the member spent, earned or bought in a span, before this receipt. */
  | {
      readonly kind: 'counter';
      readonly of: 'spend' | 'points' | 'purchases';
      readonly span: Span;
      readonly min?: number;
      readonly max?: number;
    }
  /** The receipt carries a valid code. */
  | { readonly kind: 'coupon'; readonly codes?: readonly string[]; readonly series?: readonly string[] }
  /** At least this much (or anything) is paid with one of these means. */
  | { readonly kind: 'tender'; readonly in: readonly string[]; readonly minMinor?: number };
