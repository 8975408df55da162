/** The catalogue as CSV in the form that uploads take, page by page: what is exported and uploaded again changes nothing. */
import { stringify } from 'csv-stringify/sync';
import type pg from 'pg';
import { listText } from '../upload/cells.js';
import type { CatalogueKind } from './take-upload.js';
import { readCategories } from './read-categories.js';
import { EVERYTHING, readProducts, type ProductView } from './read-products.js';

const ROWS_PER_PAGE = 5_000;
const WITHOUT_COST = [
  ...['sku', 'name', 'brand', 'categories', 'tags', 'attributes', 'unit_price_minor', 'min_unit_price_minor'],
  ...['weighed', 'discountable', 'burnable', 'earning', 'retired'],
];
const CATEGORY_COLUMNS = ['category', 'name', 'parent'];

/** `withCost`: for those who may see what a product costs; without that column an upload leaves costs as they are. */
export async function* exportCatalogue(db: Pick<pg.Pool, 'query'>, kind: CatalogueKind, withCost: boolean): AsyncGenerator<string> {
  const columns = kind === 'categories' ? CATEGORY_COLUMNS : withCost ? [...WITHOUT_COST, 'cost_minor'] : WITHOUT_COST;
  yield `${columns.join(',')}\n`;
  for (let after = ''; ;) {
    const rows = kind === 'products' ? await productsAfter(db, after) : await categoriesAfter(db, after);
    if (rows.length === 0) return;
    yield stringify(rows, { columns });
    after = rows.at(-1)![columns[0]!]!;
  }
}

type Row = Readonly<Record<string, string>>;

async function productsAfter(db: Pick<pg.Pool, 'query'>, after: string): Promise<Row[]> {
  return (await readProducts(db, after, EVERYTHING, ROWS_PER_PAGE)).map(productRow);
}

async function categoriesAfter(db: Pick<pg.Pool, 'query'>, after: string): Promise<Row[]> {
  const rows = await readCategories(db, after, { parent: null, search: null }, ROWS_PER_PAGE);
  return rows.map(({ categoryId, name, parent }) => ({ category: categoryId, name, parent: parent ?? '' }));
}

function productRow(product: ProductView): Row {
  const { sku, name, brand, categories, tags, attributes, weighed, discountable, burnable, earning, retiredAt } = product;
  const amount = (minor: number | null): string => (minor === null ? '' : String(minor));
  const flags = { weighed, discountable, burnable, earning, retired: retiredAt !== null };
  return {
    ...{ sku, name, brand, categories: listText(categories), tags: listText(tags) },
    attributes: Object.keys(attributes).length === 0 ? '' : JSON.stringify(attributes),
    unit_price_minor: amount(product.unitPriceMinor),
    min_unit_price_minor: amount(product.minUnitPriceMinor),
    cost_minor: amount(product.costMinor),
    ...Object.fromEntries(Object.entries(flags).map(([flag, value]) => [flag, String(value)])),
  };
}
