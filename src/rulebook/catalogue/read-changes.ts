import type pg from 'pg';
import type { CatalogueProduct } from '../../core/assortment.js';
import type { Attributes } from '../../core/receipt.js';

/** Where the catalogue stands: its revision, and what it comes to, by which an engine finds out whether it has all of it. */
export interface CatalogueHead {
  readonly revision: number;
  /** Products and categories, with those that ended. */
  readonly entries: number;
  /** The sum of their revisions. */
  readonly checksum: number;
}

const HEAD = `SELECT revision::float8, entries::float8, checksum::float8 FROM catalogue.revision`;
/** By a cursor: pages of their own would be sorted or sought again each. A number of ours stands in the text, for DECLARE takes no parameters. */
const declareProducts = (from: number): string => `
DECLARE products NO SCROLL CURSOR FOR
SELECT sku, name, categories, brand, tags, nullif(attributes, '{}') AS attributes, unit_price_minor::float8 AS "unitPriceMinor",
  min_unit_price_minor::float8 AS "minUnitPriceMinor", cost_minor::float8 AS "costMinor", weighed, discountable, burnable, earning,
  retired_at IS NOT NULL AS retired, revision::float8 AS revision
FROM catalogue.product WHERE revision >= ${from}`;
/** A till waits no longer than so many rows take to be read. */
const PAGE = 1_000;
const FETCH = `FETCH ${PAGE} FROM products`;
const CATEGORIES = `
SELECT category_id AS id, parent, retired_at IS NOT NULL AS retired, revision::float8 AS revision
FROM catalogue.category WHERE revision >= $1`;

interface ProductRow extends Required<Omit<CatalogueProduct, 'attributes' | 'unitPriceMinor' | 'costMinor'>> {
  readonly attributes: Attributes | null;
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
    const shared = new Map<string, string>();
    await tx.query(declareProducts(after + 1));
    for (let read = PAGE; read === PAGE;) {
      const { rows } = await tx.query<ProductRow>(FETCH);
      for (const row of rows) products.push({ product: productOf(row, shared), revision: row.revision });
      read = rows.length;
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

const NONE: readonly string[] = [];
const NO_ATTRIBUTES: Attributes = {};

/** All of one shape, and what many have in common once: half a million of them are held. */
function productOf(row: ProductRow, shared: Map<string, string>): CatalogueProduct {
  const { sku, name, categories, tags, minUnitPriceMinor, weighed, discountable, burnable, earning } = row;
  const known = shared.get(row.brand);
  if (known === undefined) shared.set(row.brand, row.brand);
  return {
    sku,
    name,
    categories,
    brand: known ?? row.brand,
    tags: tags.length === 0 ? NONE : tags,
    attributes: row.attributes ?? NO_ATTRIBUTES,
    unitPriceMinor: row.unitPriceMinor ?? undefined,
    minUnitPriceMinor,
    costMinor: row.costMinor ?? undefined,
    weighed,
    discountable,
    burnable,
    earning,
    retired: row.retired || undefined,
  };
}
