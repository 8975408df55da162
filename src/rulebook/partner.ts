import type { EpochMs } from '../core/money.js';

/**
 * Rules and prices are followed apart, for a rule that is switched off must not wait for a million prices. What goes live at one instant of
 * both goes live in one turn of the event loop, so that no quote sees one without the other; each asks the other before it switches.
 */
export interface Partner {
  /** The instant by the clock of the database up to which everything that was published has been read. */
  readonly knownAtMs: EpochMs;
  /** Reads what was published since, and nothing else. */
  learn(): Promise<unknown>;
  /** Nothing that goes live at this instant is missing: it is live, or loaded. */
  isReadyFor(instantMs: EpochMs): boolean;
  /** Goes live with what is loaded and due. */
  switchIfDue(nowMs: EpochMs): void;
}

/** Of one who has none. */
export const ALONE: Partner = { knownAtMs: Infinity, learn: () => Promise.resolve(), isReadyFor: () => true, switchIfDue: () => undefined };
