/** The account of a member as the ledger keeps it, and the lots its points are in. */
import type { MemberCounters } from '../member.js';
import type { EpochMs, Points } from '../money.js';
import type { UsageDelta } from '../quote.js';

export interface Account {
  readonly memberId: string;
  readonly bucket: number;
  readonly version: number;
  readonly pending: number;
  /** Below zero where a return took back points that were spent already. */
  readonly active: number;
  readonly held: number;
  /** The least `active` may be; zero, or below zero by a shortfall. */
  readonly floor: number;
  /** Not later than the earliest instant at which a lot or hold changes by time alone; null when there is none. */
  readonly dueAtMs: EpochMs | null;
  readonly counters: MemberCounters;
  /** Lots with points left, and those asked for by number; empty where they were not needed and not read. */
  readonly lots: readonly Lot[];
  /** Open holds; read together with the lots. */
  readonly holds: readonly Hold[];
  readonly lotsRead: boolean;
}

export interface Lot {
  /** Account version that opened it × 4096 + its place in that entry. Unique for the member, ordered by creation. */
  readonly lotNo: number;
  readonly points: number;
  readonly remaining: number;
  /** Points of the lot that went to breakage. */
  readonly expired: number;
  readonly pending: boolean;
  readonly activatesAtMs: EpochMs;
  readonly expiresAtMs: EpochMs | null;
  readonly origin: 'sale' | 'adjust' | 'grant' | 'transfer';
  readonly ruleId: string | null;
  readonly saleId: string | null;
}

/** Points taken out of a lot. */
export interface Take {
  readonly lotNo: number;
  readonly points: Points;
}

/** What an authorize reserved, to be given back when the hold ends without capture. */
export interface Reserved {
  readonly takes: readonly Take[];
  readonly usage: readonly UsageDelta[];
  /** Unique codes redeemed by it. */
  readonly coupons: readonly string[];
  readonly storeId: string;
}

export interface Hold {
  /** The id of its sale. */
  readonly holdId: string;
  readonly points: Points;
  readonly reserved: Reserved;
  readonly expiresAtMs: EpochMs;
}

export const LOTS_PER_ENTRY = 4096;
