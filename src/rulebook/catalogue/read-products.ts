import type pg from 'pg';
import type { Attributes } from '../../core/receipt.js';

/** A product as administration sees it. */
export interface ProductView {
  readonly sku: string;
  readonly name: string;
  readonly brand: string;
  /** Its own; it counts as those above them too. */
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly attributes: Attributes;
  readonly unitPriceMinor: number | null;
  readonly minUnitPriceMinor: number;
  readonly costMinor: number | null;
  readonly weighed: boolean;
  readonly discountable: boolean;
  readonly burnable: boolean;
  readonly earning: boolean;
  readonly retiredAt: Date | null;
  /** Of the catalogue, when it was changed last; the ETag. */
  readonly revision: number;
  readonly updatedAt: Date;
}

const FACTS = `sku, name, brand, categories, tags, attributes, unit_price_minor::float8 AS "unitPriceMinor",
  min_unit_price_minor::float8 AS "minUnitPriceMinor", cost_minor::float8 AS "costMinor", weighed, discountable, burnable, earning,
  retired_at AS "retiredAt", revision::float8 AS revision, updated_at AS "updatedAt"`;
const ONE = `SELECT ${FACTS} FROM catalogue.product WHERE sku = $1`;
const LIST = `
WITH RECURSIVE below AS (
  SELECT $3::text COLLATE "C" AS id
  UNION SELECT c.category_id FROM catalogue.category AS c JOIN below ON c.parent = below.id WHERE c.retired_at IS NULL
)
SELECT ${FACTS} FROM catalogue.product
WHERE sku COLLATE "C" > $1 AND ($2::text IS NULL OR brand = $2) AND ($3::text IS NULL OR categories && ARRAY(SELECT id FROM below))
  AND ($4::text IS NULL OR $4 = ANY (tags))
  AND CASE $5 WHEN 'weighed' THEN weighed WHEN 'not_discountable' THEN NOT discountable WHEN 'not_burnable' THEN NOT burnable
    WHEN 'not_earning' THEN NOT earning ELSE true END
  AND ($6::boolean IS NULL OR (retired_at IS NOT NULL) = $6)
  AND ($7::text IS NULL OR starts_with(lower(sku), lower($7)) OR starts_with(lower(name), lower($7)))
ORDER BY sku COLLATE "C" LIMIT $8`;

export const PRODUCT_FLAGS = ['weighed', 'not_discountable', 'not_burnable', 'not_earning'] as const;

export interface ProductFilter {
  readonly brand: string | null;
  /** With those below it. */
  readonly category: string | null;
  readonly tag: string | null;
  readonly flag: (typeof PRODUCT_FLAGS)[number] | null;
  /** Null: both. */
  readonly retired: boolean | null;
  /** The beginning of the SKU or the name, in any case of letters. */
  readonly search: string | null;
}

export const EVERYTHING: ProductFilter = { brand: null, category: null, tag: null, flag: null, retired: null, search: null };

/** Products by SKU, after one. */
export async function readProducts(
  db: Pick<pg.Pool, 'query'>,
  after: string,
  { brand, category, tag, flag, retired, search }: ProductFilter,
  most: number,
): Promise<ProductView[]> {
  return (await db.query<ProductView>(LIST, [after, brand, category, tag, flag, retired, search, most])).rows;
}

export async function readProduct(db: Pick<pg.Pool, 'query'>, sku: string): Promise<ProductView | null> {
  return (await db.query<ProductView>(ONE, [sku])).rows[0] ?? null;
}
