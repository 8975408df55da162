/** The compiled programme: immutable, shared by all receipts, swapped whole. */
import type { Bps, EpochMs, Minor, Points, RoundingMode } from '../money.js';
import type { Work, WorkLine } from '../pricing/work.js';

import type { Lineage } from './category-tree.js';
import type { Comparison } from './explain.js';
import type { Rounding } from './settings.js';
import type { Benefit } from './benefits.js';
import type { PersonalTerms } from './personal.js';
import type {
  Basis,
  CouponSeries,
  Group,
  Limit,
  Measure,
  Message,
  PointsTerms,
  Product,
  Programme,
  PromoCode,
  Rule,
  RuleStage,
  Store,
  Tier,
} from './types.js';

export interface RuleSet {
  readonly programme: Programme;
  readonly version: number;
  readonly hash: string;
  readonly catalogue: Catalogue;
  readonly settings: CompiledSettings;
  readonly lists: ReadonlyMap<string, CompiledList>;
  /** By ordinal, which is the order of evaluation: stage, group, priority, id. */
  readonly rules: readonly CompiledRule[];
  readonly ordinalById: ReadonlyMap<string, number>;
  readonly index: RuleIndex;
  readonly promos: ReadonlyMap<string, PromoCode>;
  readonly series: ReadonlyMap<string, CompiledSeries>;
  /** From the highest rank to the lowest. */
  readonly tiers: readonly Tier[];
  readonly personal: PersonalTerms;
  /** Counters of total budgets. */
  readonly totals: readonly Counter[];
  /** How many days back any rule, limit or tier looks; counters of older days are dropped. */
  readonly daysKept: number;
}

/** Does the condition hold now; and if not, why. */
export interface Check {
  readonly test: (work: Work) => boolean;
  readonly why: (work: Work) => Comparison;
}

export type LineTest = (work: Work, line: WorkLine) => boolean;

export interface CompiledRule {
  readonly id: string;
  readonly name: string;
  readonly ordinal: number;
  readonly stage: RuleStage;
  readonly group: Group;
  readonly priority: number;
  /** Copies of the document's optional fields, so that all rules have one shape and reading them is cheap. */
  readonly exclusive: Rule['exclusive'] | null;
  readonly maxDiscountMinor: number;
  readonly maxPoints: number;
  readonly message: Message | null;
  readonly kind: Benefit['kind'];
  /** Window of rule and campaign together; to is exclusive. */
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly when: Check | null;
  /** Null: every line. */
  readonly lines: LineTest | null;
  /** Filters of the benefit: buy and get, or the pools. */
  readonly pools: readonly (LineTest | null)[];
  readonly benefit: Benefit;
  readonly coupons: { readonly codes: ReadonlySet<string>; readonly series: ReadonlySet<string> } | null;
  readonly counters: readonly Counter[];
  readonly points: PointsTerms;
  /** What it gives depends on its candidate lines alone, not on what other rules did elsewhere. */
  readonly ownLinesOnly: boolean;
}

/** A limit or a budget, of the rule or of its campaign. */
export interface Counter {
  /** `rule:R1/times` or `campaign:C/money`; the period's text is appended. */
  readonly key: string;
  readonly measure: Measure;
  readonly max: number;
  readonly scope: 'receipt' | 'member' | 'total';
  readonly period: Limit['period'];
  readonly cut: boolean;
}

export interface CompiledList {
  readonly id: string;
  readonly name: string;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly when: Check | null;
  /** The condition as a card holder of no particular tier or segment meets it: what an anonymous receipt could save. */
  readonly withCard: Check | null;
}

export interface CompiledPrice {
  readonly list: CompiledList;
  readonly unitPriceMinor: Minor;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

export interface CompiledSeries {
  readonly series: CouponSeries;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

export interface Catalogue {
  readonly products: ReadonlyMap<string, Product>;
  readonly stores: ReadonlyMap<string, Store>;
  /** Each category with itself and all above it. */
  readonly lineage: Lineage;
  readonly prices: ReadonlyMap<string, readonly CompiledPrice[]>;
}

export interface CompiledSettings {
  readonly percentBase: Basis;
  readonly rounding: RoundingMode;
  readonly roundAt: NonNullable<Rounding['at']>;
  readonly split: Split;
  readonly minUnitPriceMinor: Minor;
  readonly amountToleranceMinor: Minor;
  readonly earnBase: 'money' | 'before_burn';
  readonly points: PointsTerms;
  readonly burn: CompiledBurn | null;
}

export type Split = NonNullable<Rounding['split']>;

export interface CompiledBurn {
  readonly ratePoints: number;
  readonly rateMinor: number;
  readonly shareMaxBps: Bps;
  readonly shares: readonly { readonly when: Check; readonly shareMaxBps: Bps }[];
  readonly lineShareMaxBps: Bps;
  readonly lineShares: readonly { readonly lines: LineTest; readonly shareMaxBps: Bps }[];
  readonly minMoneyMinor: Minor;
  readonly minPoints: Points;
  readonly stepPoints: Points;
  readonly excluded: LineTest | null;
}

/** The facts rules are found by. A rule stands under the most selective fact that it cannot do without. */
export interface RuleIndex {
  readonly sku: Postings;
  readonly brand: Postings;
  readonly category: Postings;
  readonly tag: Postings;
  readonly coupon: Postings;
  readonly series: Postings;
  readonly segment: Postings;
  readonly store: Postings;
  readonly tier: Postings;
  readonly terminal: Postings;
  readonly zone: Postings;
  readonly region: Postings;
  readonly channel: Postings;
  /** Rules that any receipt may match. */
  readonly always: readonly number[];
  /** By ordinal: what the rule is found by is all that its filter asks, so that the lines it is found by need no second look. */
  readonly whole: readonly boolean[];
}

/** By value: ordinals times two, plus one where the fact is not one of the eligible lines themselves. */
export type Postings = ReadonlyMap<string, readonly number[]>;
