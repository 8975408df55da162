import type pg from 'pg';
import type { CheckoutDeps } from '../../../checkout/deps.js';
import type { Config } from '../../../config.js';
import type { EpochMs } from '../../../core/money.js';
import type { AdminSource } from '../../../rulebook/admin-source.js';
import type { LiveRulebook } from '../../../rulebook/live-rulebook.js';

/** What the controllers of administration work with. The composition root fills it in. */
export class AdminDeps {
  constructor(
    /** For changes, by written statements. */
    readonly db: pg.Pool,
    /** For lists, by entities. */
    readonly source: AdminSource,
    readonly rulebook: LiveRulebook,
    readonly checkout: CheckoutDeps,
    readonly config: Config,
    readonly clock: () => EpochMs,
  ) {}
}
