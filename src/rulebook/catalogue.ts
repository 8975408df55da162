import type pg from 'pg';
import type { EpochMs } from '../core/money.js';
import type { Product } from '../core/rules/types.js';

/**
 * The revision of the catalogue, and the next products in the order (revision, sku) after ($1, $2). Because the revision row is
 * locked by each writer until it commits, no product ever appears before the place where we stopped.
 */
const READ_CHANGES = `
SELECT r.revision::float8 AS head, p.*
FROM catalogue.revision AS r
LEFT JOIN LATERAL (
  SELECT sku, name, categories, brand, tags, attributes, unit_price_minor::float8 AS "unitPriceMinor",
    min_unit_price_minor::float8 AS "minUnitPriceMinor", weighed, discountable, burnable, earning, revision::float8 AS revision
  FROM catalogue.product
  WHERE (revision, sku) > ($1, $2)
  ORDER BY revision, sku
  LIMIT $3
) AS p ON true`;

/** Products of one query: some ten megabytes at most. */
const PAGE = 10_000;

interface Row extends Omit<Product, 'unitPriceMinor' | 'sku'> {
  readonly head: number;
  readonly sku: string | null;
  readonly unitPriceMinor: number | null;
  readonly revision: number;
}

/** All products of the catalogue in memory, for the checkout must not wait for them. */
export class Catalogue {
  syncedAtMs: EpochMs = 0;
  private products = new Map<string, Product>();
  private at = { revision: 0, sku: '' };

  constructor(
    private readonly db: pg.Pool,
    private readonly clock: () => EpochMs,
  ) {}

  get size(): number {
    return this.products.size;
  }

  product(sku: string): Product | undefined {
    return this.products.get(sku);
  }

  /** Loads what changed since the last time. Rejects when Postgres is away; what is known stays. */
  async refresh(): Promise<void> {
    for (;;) {
      const values = [this.at.revision, this.at.sku, PAGE];
      const { rows } = await this.db.query<Row>({ name: 'rulebook-read-products', text: READ_CHANGES, values });
      // A smaller revision than ours: the database was restored. Everything is read again.
      if (rows[0]!.head < this.at.revision) this.forget();
      else if (this.take(rows) < PAGE) break;
    }
    this.syncedAtMs = this.clock();
  }

  private take(rows: readonly Row[]): number {
    let taken = 0;
    for (const row of rows) {
      if (row.sku === null) continue;
      this.products.set(row.sku, productOf(row, row.sku));
      this.at = { revision: row.revision, sku: row.sku };
      taken++;
    }
    return taken;
  }

  private forget(): void {
    this.products = new Map();
    this.at = { revision: 0, sku: '' };
  }
}

function productOf({ head: _head, revision: _revision, unitPriceMinor, ...facts }: Row, sku: string): Product {
  return unitPriceMinor === null ? { ...facts, sku } : { ...facts, sku, unitPriceMinor };
}
