/** What a use case works with. The composition root fills it in; tests hand in a fixed clock. */
import type { EpochMs } from '../core/money.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Rulebook } from '../rulebook/rulebook.js';
import type { Turns } from './turns.js';

export interface CheckoutDeps {
  readonly ledger: Ledger;
  readonly rulebook: Rulebook;
  readonly turns: Turns;
  readonly clock: () => EpochMs;
  readonly limits: CheckoutLimits;
  /** Called once for each use of the ledger that had to be repeated from a fresh snapshot. */
  readonly onRetry: (operation: string) => void;
  /** How long the core took to price a receipt. */
  readonly onPriced?: (ms: number) => void;
}

export interface CheckoutLimits {
  readonly holdTtlMsDefault: number;
  readonly holdTtlMsMax: number;
  /** How far the till's time of purchase may be ahead of ours, and how far behind. */
  readonly clockAheadMsMax: number;
  readonly clockBehindMsMax: number;
}
