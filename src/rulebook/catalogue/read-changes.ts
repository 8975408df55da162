import type pg from 'pg';
import type { CatalogueProduct } from '../../core/assortment.js';

/** Where the catalogue stands: its revision, and what it comes to, by which an engine finds out whether it has all of it. */
export interface CatalogueHead {
  readonly revision: number;
  /** Products and categories, with those that ended. */
  readonly entries: number;
  /** The sum of their revisions. */
  readonly checksum: number;
}

const HEAD = `SELECT revision::float8, entries::float8, checksum::float8 FROM catalogue.revision`;
const PRODUCTS = `
SELECT sku, name, categories, brand, tags, attributes, unit_price_minor::float8 AS "unitPriceMinor",
  min_unit_price_minor::float8 AS "minUnitPriceMinor", cost_minor::float8 AS "costMinor", weighed, discountable, burnable, earning,
  retired_at IS NOT NULL AS retired, revision::float8 AS revision
FROM catalogue.product
WHERE (revision, sku) > ($1, $2)
ORDER BY revision, sku
LIMIT $3`;
const CATEGORIES = `
SELECT category_id AS id, parent, retired_at IS NOT NULL AS retired, revision::float8 AS revision
FROM catalogue.category WHERE revision >= $1`;

/** Products of one query: some ten megabytes at most. */
const PAGE = 10_000;

interface ProductRow extends Omit<CatalogueProduct, 'unitPriceMinor' | 'costMinor'> {
  readonly unitPriceMinor: number | null;
  readonly costMinor: number | null;
  readonly revision: number;
}

export interface ChangedProduct {
  readonly product: CatalogueProduct;
  readonly revision: number;
}

export interface ChangedCategory {
  readonly id: string;
  readonly parent: string | null;
  readonly retired: boolean;
  readonly revision: number;
}

export interface CatalogueChanges {
  readonly head: CatalogueHead;
  readonly products: readonly ChangedProduct[];
  readonly categories: readonly ChangedCategory[];
}

export async function readHead(db: Pick<pg.Pool, 'query'>): Promise<CatalogueHead> {
  return (await db.query<CatalogueHead>({ name: 'catalogue-read-head', text: HEAD })).rows[0]!;
}

/** Everything that changed after a revision, as it stands at one instant, so that it must come to what the head says. */
export async function readChanges(db: pg.Pool, after: number): Promise<CatalogueChanges> {
  const tx = await db.connect();
  let broken: Error | undefined;
  try {
    await tx.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const head = await readHead(tx);
    const { rows: categories } = await tx.query<ChangedCategory>({ name: 'catalogue-categories', text: CATEGORIES, values: [after + 1] });
    const products: ChangedProduct[] = [];
    for (let at = { revision: after + 1, sku: '' }; ;) {
      const values = [at.revision, at.sku, PAGE];
      const { rows } = await tx.query<ProductRow>({ name: 'catalogue-products', text: PRODUCTS, values });
      for (const row of rows) products.push({ product: productOf(row), revision: row.revision });
      if (rows.length < PAGE) break;
      at = rows.at(-1)!;
    }
    await tx.query('COMMIT');
    return { head, products, categories };
  } catch (error) {
    broken = error as Error;
    throw error;
  } finally {
    tx.release(broken);
  }
}

function productOf({ revision: _revision, unitPriceMinor, costMinor, retired, ...facts }: ProductRow): CatalogueProduct {
  return {
    ...facts,
    ...(unitPriceMinor === null ? {} : { unitPriceMinor }),
    ...(costMinor === null ? {} : { costMinor }),
    ...(retired === true ? { retired } : {}),
  };
}
