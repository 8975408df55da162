import type pg from 'pg';
import type { CheckoutDeps } from '../../../checkout/deps.js';
import type { SaleInputs } from '../../../checkout/explain-sale.js';
import type { Config } from '../../../config.js';
import type { EpochMs } from '../../../core/money.js';
import type { Programme } from '../../../core/rules/types.js';
import type { AdminSource } from '../../../rulebook/admin-source.js';
import type { Tokens } from '../../../rulebook/access/tokens.js';
import { SourceRuleSets } from '../../../rulebook/drafts/rule-set-of.js';
import type { LiveRulebook } from '../../../rulebook/live-rulebook.js';

/** What the controllers of administration work with. The composition root fills it in. */
export class AdminDeps {
  readonly ruleSets: SourceRuleSets;

  constructor(
    /** For changes, by written statements. */
    readonly db: pg.Pool,
    /** For lists, by entities. */
    readonly source: AdminSource,
    readonly rulebook: LiveRulebook,
    readonly checkout: CheckoutDeps,
    readonly config: Config,
    /** What a sale was computed from, by its UUID; null where there is none. */
    readonly readSale: (saleId: string) => Promise<SaleInputs | null>,
    /** What an average day would draw on the budgets of a programme, by what was sold lately; by `rule:R1/money`. */
    readonly drawOfDay: (programme: Programme) => Promise<ReadonlyMap<string, number>>,
    readonly clock: () => EpochMs,
    /** For uploads and exports, which take longer than a till may wait. */
    readonly bulk: pg.Pool,
    /** Null where no issuer is configured. */
    readonly tokens: Tokens | null = null,
  ) {
    this.ruleSets = new SourceRuleSets(db, rulebook);
  }
}
