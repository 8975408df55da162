import type pg from 'pg';
import type { Product } from '../core/rules/types.js';
import { announce, type Announcer } from './announce.js';

/**
 * One statement for a batch. The revision row is locked first and held to the end, so writers take turns and revisions are
 * committed in their order. A product that is the same already keeps its revision: engines need not load it again.
 */
const ENROL_PRODUCTS = `
WITH head AS (
  UPDATE catalogue.revision SET revision = revision + 1 RETURNING revision
), input AS (
  SELECT * FROM json_to_recordset($1::json) AS p (
    sku text, name text, categories text[], brand text, tags text[], attributes jsonb, unit_price_minor bigint,
    min_unit_price_minor bigint, cost_minor bigint, weighed boolean, discountable boolean, burnable boolean, earning boolean)
), written AS (
  INSERT INTO catalogue.product AS old (sku, name, categories, brand, tags, attributes, unit_price_minor, min_unit_price_minor,
    cost_minor, weighed, discountable, burnable, earning, revision)
  SELECT sku, name, categories, brand, tags, attributes, unit_price_minor, min_unit_price_minor,
    cost_minor, weighed, discountable, burnable, earning, head.revision
  FROM head CROSS JOIN input
  ON CONFLICT (sku) DO UPDATE SET
    name = excluded.name, categories = excluded.categories, brand = excluded.brand, tags = excluded.tags,
    attributes = excluded.attributes, unit_price_minor = excluded.unit_price_minor,
    min_unit_price_minor = excluded.min_unit_price_minor,
    cost_minor = coalesce(excluded.cost_minor, old.cost_minor), weighed = excluded.weighed, discountable = excluded.discountable,
    burnable = excluded.burnable, earning = excluded.earning, revision = excluded.revision, updated_at = now(),
    retired_at = NULL
  WHERE (old.name, old.categories, old.brand, old.tags, old.attributes, old.unit_price_minor, old.min_unit_price_minor,
      old.cost_minor, old.weighed, old.discountable, old.burnable, old.earning, old.retired_at)
    IS DISTINCT FROM (excluded.name, excluded.categories, excluded.brand, excluded.tags, excluded.attributes, excluded.unit_price_minor,
      excluded.min_unit_price_minor, coalesce(excluded.cost_minor, old.cost_minor), excluded.weighed, excluded.discountable,
      excluded.burnable, excluded.earning, NULL::timestamptz)
  RETURNING (xmax = 0) AS created
)
SELECT count(*) FILTER (WHERE created)::int AS created, count(*) FILTER (WHERE NOT created)::int AS changed FROM written`;

export interface EnrolledProducts {
  readonly created: number;
  /** Known before: replaced, or the same already. */
  readonly replaced: number;
}

/**
 * Adds products to the catalogue, or replaces them; of several with one SKU the last counts. A cost that is known stays where none is given, and
 * what was retired is sold again. All or nothing; shapes and sizes are
 * checked by the caller. Rejects when Postgres does; an announcement that is lost costs engines one interval of polling.
 */
export async function enrolProducts(db: pg.Pool, announcer: Announcer | null, products: readonly Product[]): Promise<EnrolledProducts> {
  const distinct = new Map(products.map((product) => [product.sku, rowOf(product)]));
  if (distinct.size === 0) return { created: 0, replaced: 0 };
  const { rows } = await db.query<{ created: number; changed: number }>({
    name: 'rulebook-enrol-products',
    text: ENROL_PRODUCTS,
    values: [JSON.stringify([...distinct.values()])],
  });
  const { created, changed } = rows[0]!;
  if (announcer !== null && created + changed > 0) await announce(announcer, 'catalogue').catch(() => undefined);
  return { created, replaced: distinct.size - created };
}

function rowOf(product: Product): Record<string, unknown> {
  return {
    sku: product.sku,
    name: product.name ?? '',
    categories: product.categories ?? [],
    brand: product.brand ?? '',
    tags: product.tags ?? [],
    attributes: product.attributes ?? {},
    unit_price_minor: product.unitPriceMinor ?? null,
    min_unit_price_minor: product.minUnitPriceMinor ?? 0,
    cost_minor: product.costMinor ?? null,
    weighed: product.weighed ?? false,
    discountable: product.discountable ?? true,
    burnable: product.burnable ?? true,
    earning: product.earning ?? true,
  };
}
