/** What the engine knows of a member when it prices a receipt. Stored with the sale as the member state used. */
import type { EpochMs, Minor, Points } from './money.js';
import type { Attributes } from './receipt.js';

export interface MemberState {
  readonly memberId: string;
  /** Account version; gapless. The effect is posted against it. */
  readonly version: number;
  readonly tier: string;
  /** The tier is kept until then; absent or null where it is evaluated anew at each booking. */
  readonly tierKeptUntilMs?: EpochMs | null;
  readonly segments: readonly string[];
  /** YYYY-MM-DD, or empty when unknown. */
  readonly birthDate: string;
  readonly enrolledAtMs: EpochMs;
  readonly attributes: Attributes;
  /** Of a stored sale, in place of birth date and attributes: the conditions on them that held. See `rules/personal.ts`. */
  readonly holding?: readonly string[];
  readonly activePoints: Points;
  readonly pendingPoints: Points;
  readonly counters: MemberCounters;
}

/** Counters that belong to the account and move with its version. */
export interface MemberCounters {
  readonly purchases: number;
  readonly firstPurchaseAtMs: EpochMs | null;
  readonly lastPurchaseAtMs: EpochMs | null;
  /** Use of limits by counter key (rule or campaign, and period), see `core/rules/limits.ts`. */
  readonly usage: Readonly<Record<string, Usage>>;
  /** Spend, points and purchases by calendar day of the programme's zone, for tiers and rolling periods. */
  readonly days: Readonly<Record<string, DayTotals>>;
  /** The tier the last booking came to; absent: the one given to the member by hand. */
  readonly tier?: { readonly id: string; readonly keptUntilMs: EpochMs | null };
}

export interface Usage {
  readonly times: number;
  readonly minor: Minor;
  readonly points: Points;
}

export interface DayTotals {
  readonly purchases: number;
  readonly spentMinor: Minor;
  readonly earnedPoints: Points;
}

export const NO_COUNTERS: MemberCounters = { purchases: 0, firstPurchaseAtMs: null, lastPurchaseAtMs: null, usage: {}, days: {} };
