/** What the use cases and edges know of the rulebook: rule sets and products, from memory. */
import type { Assortment } from '../core/assortment.js';
import type { EpochMs } from '../core/money.js';
import type { PriceBook } from '../core/price-book.js';
import type { RuleSet } from '../core/rules/rule-set.js';

export interface Rulebook extends Assortment {
  /** The rule set that is live now, or null before the first publication. Swapped whole: keep the reference for one receipt. */
  current(): RuleSet | null;
  /** Any published version, compiled; cached. Null if there is no such version. */
  version(version: number): Promise<RuleSet | null>;
  /** The version that was live at an instant; null if that is before the first publication. */
  liveAt(atMs: EpochMs): Promise<RuleSet | null>;
  /** The price lists that live apart from the rules, as they are now. Swapped whole: keep the reference for one receipt. */
  prices(): PriceBook;
  /** The price lists as they were live at an instant, for these SKUs. */
  pricesAt(atMs: EpochMs, skus: readonly string[]): Promise<PriceBook>;
}

/** Where the document of a rule set was read. Which version is live is always read from Postgres. */
export type DocumentSource = 'redis' | 'postgres';

/** For readiness and metrics. */
export interface RulebookStatus {
  /** The live version; 0 before the first publication. */
  readonly version: number;
  readonly hash: string;
  readonly loadedAtMs: EpochMs;
  readonly source: DocumentSource | null;
  /** The version that should be live. Another one than `version` means: it was refused, and the old set stays. */
  readonly wantedVersion: number;
  /** The next version that is published for a later instant, or null. */
  readonly next: { readonly version: number; readonly liveFromMs: EpochMs } | null;
  /** When rules, terminals and products were last compared with Postgres; 0 for never. */
  readonly syncedAtMs: { readonly rules: EpochMs; readonly terminals: EpochMs; readonly catalogue: EpochMs; readonly prices: EpochMs };
  /** The revision of the price lists in force here, and how many prices are in memory. */
  readonly priceRevision: number;
  readonly prices: number;
  readonly products: number;
  /** The revision of the catalogue in force here. */
  readonly catalogueRevision: number;
  readonly terminals: number;
  /** False also when no Redis is configured. */
  readonly redisUp: boolean;
  /** What went wrong last and is not repaired yet; empty if nothing. */
  readonly lastError: string;
}

/** What a rulebook reports while it lives. The composition root turns these into log lines and metrics. */
export type RulebookEvent =
  | { readonly kind: 'switched'; readonly version: number; readonly hash: string; readonly source: DocumentSource }
  /** Parsing and compiling block the event loop for this long: about 50 ms for 1,000 rules and 10,000 prices, 500 for ten times as many. */
  | { readonly kind: 'compiled'; readonly version: number; readonly durationMs: number; readonly bytes: number }
  | { readonly kind: 'refused'; readonly version: number; readonly reason: RefusalReason; readonly message: string }
  /** Redis was missing a published version, or held something else; it was written anew. */
  | { readonly kind: 'redis_repaired'; readonly version: number; readonly reason: 'missing' | 'stale' | 'ahead' | 'corrupt' }
  /** Prices were read from Postgres: whole lists, or what a revision changed. It happens in slices, beside the calls. */
  | { readonly kind: 'prices_loaded'; readonly listId: string; readonly rows: number; readonly durationMs: number; readonly whole: boolean }
  | { readonly kind: 'prices_switched'; readonly revision: number; readonly rows: number }
  | {
      readonly kind: 'catalogue_loaded';
      readonly revision: number;
      readonly products: number;
      readonly categories: number;
      readonly changed: number;
      readonly durationMs: number;
      /** All of it was read, not what changed. */
      readonly whole: boolean;
    }
  | { readonly kind: 'redis_up' }
  | { readonly kind: 'redis_down'; readonly message: string }
  | { readonly kind: 'sync_failed'; readonly part: 'rules' | 'terminals' | 'catalogue' | 'prices' | 'redis'; readonly message: string };

/** Its hash is not the published one; it has fields or kinds of rules that this program does not know; it does not compile. */
export type RefusalReason = 'hash_mismatch' | 'unknown' | 'does_not_compile';
