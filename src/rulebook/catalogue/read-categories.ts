import type pg from 'pg';

/** A category as administration sees it. */
export interface CategoryView {
  readonly categoryId: string;
  readonly name: string;
  readonly parent: string | null;
  /** Of the catalogue, when it was changed last; the ETag. */
  readonly revision: number;
  readonly updatedAt: Date;
}

const FACTS = `category_id AS "categoryId", name, parent, revision::float8 AS revision, updated_at AS "updatedAt"`;
const ONE = `SELECT ${FACTS} FROM catalogue.category WHERE category_id = $1 AND retired_at IS NULL`;
const LIST = `
SELECT ${FACTS} FROM catalogue.category
WHERE retired_at IS NULL AND category_id > $1 AND ($2::text IS NULL OR parent = $2)
  AND ($3::text IS NULL OR starts_with(lower(category_id), lower($3)) OR starts_with(lower(name), lower($3)))
ORDER BY category_id LIMIT $4`;

/** Categories by their codes, after one; `parent`: only those directly below it. */
export async function readCategories(
  db: Pick<pg.Pool, 'query'>,
  after: string,
  { parent, search }: { readonly parent: string | null; readonly search: string | null },
  most: number,
): Promise<CategoryView[]> {
  return (await db.query<CategoryView>(LIST, [after, parent, search, most])).rows;
}

/** The codes of all categories, which rules may name. */
export async function readCategoryIds(db: Pick<pg.Pool, 'query'>): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ id: string }>('SELECT category_id AS id FROM catalogue.category WHERE retired_at IS NULL');
  return new Set(rows.map(({ id }) => id));
}

export async function readCategory(db: Pick<pg.Pool, 'query'>, categoryId: string): Promise<CategoryView | null> {
  return (await db.query<CategoryView>(ONE, [categoryId])).rows[0] ?? null;
}
