import type pg from 'pg';
import type { CatalogueProduct } from '../../core/assortment.js';
import { Fault } from '../../core/invariant.js';
import type { EpochMs } from '../../core/money.js';
import { withAbove } from '../../core/rules/category-tree.js';
import type { RulebookEvent } from '../rulebook.js';
import { readChanges, readHead, type CatalogueHead } from './read-changes.js';
import { NO_STOCK, stockWith, type Stock } from './stock.js';

/**
 * All products of the catalogue in memory, for the checkout must not wait for them. Each change becomes a stock of its own beside the calls and
 * takes the place of the old one by one assignment.
 */
export class CatalogueFollower {
  syncedAtMs: EpochMs = 0;
  private stock: Stock = NO_STOCK;
  /** What was read in vain: it is not read again before it changes. */
  private refused: { readonly head: CatalogueHead; readonly fault: Error } | null = null;

  constructor(
    private readonly db: pg.Pool,
    private readonly observe: (event: RulebookEvent) => void,
    private readonly clock: () => EpochMs,
  ) {}

  get size(): number {
    return this.stock.products.size;
  }

  get revision(): number {
    return Math.max(this.stock.head.revision, 0);
  }

  product(sku: string): CatalogueProduct | undefined {
    return this.stock.products.get(sku)?.product;
  }

  *products(): Iterable<CatalogueProduct> {
    for (const { product } of this.stock.products.values()) if (product.retired !== true) yield product;
  }

  withAbove(categories: readonly string[]): readonly string[] {
    return withAbove(categories, this.stock.lineage);
  }

  /** Loads what changed since the last time. Rejects when Postgres is away or holds what cannot be verified; what is known stays. */
  async refresh(): Promise<void> {
    const head = await readHead(this.db);
    if (this.refused !== null && isSame(head, this.refused.head)) throw this.refused.fault;
    if (!isSame(head, this.stock.head)) await this.load(head);
    this.syncedAtMs = this.clock();
  }

  private async load(head: CatalogueHead): Promise<void> {
    const startedAt = performance.now();
    // A smaller revision than ours: the database was restored. Everything is read again, and so it is where our sums do not come out.
    const changed = head.revision < this.stock.head.revision ? null : await this.loadFrom(this.stock).catch(orNull);
    const loaded = changed ?? (await this.loadFrom(NO_STOCK));
    this.stock = loaded.stock;
    this.refused = null;
    const { products, categories } = loaded.stock;
    const durationMs = performance.now() - startedAt;
    const facts = { revision: this.revision, products: products.size, categories: categories.size, changed: loaded.changed };
    this.observe({ kind: 'catalogue_loaded', ...facts, durationMs, whole: changed === null });
  }

  private async loadFrom(held: Stock): Promise<{ readonly stock: Stock; readonly changed: number }> {
    const changes = await readChanges(this.db, held.head.revision);
    try {
      return { stock: await stockWith(held, changes), changed: changes.products.length + changes.categories.length };
    } catch (error) {
      if (held === NO_STOCK) this.refused = { head: changes.head, fault: error as Error };
      throw error;
    }
  }
}

/** Read from the beginning it may come out; an outage is one in any case. */
function orNull(error: unknown): null {
  if (error instanceof Fault) return null;
  throw error;
}

const isSame = (one: CatalogueHead, other: CatalogueHead): boolean =>
  one.revision === other.revision && one.entries === other.entries && one.checksum === other.checksum;
