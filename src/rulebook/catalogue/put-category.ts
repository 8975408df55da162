import type pg from 'pg';
import type { Effect } from '../access/change.js';
import { isRefusal, refuse, type Refusal } from '../access/refusal.js';
import { applyCategories, markCategories } from './apply-categories.js';
import { CATEGORIES_TABLE } from './category-rows.js';
import { readCategory, type CategoryView } from './read-categories.js';
import { refusalOfRow, stageRow } from './stage-row.js';

export interface CategoryFacts {
  readonly categoryId: string;
  readonly name: string;
  readonly parent: string | null;
}

/**
 * Writes a category; products in it then count as what is above it now. `revision` is the one that was read, null for a category that is not there
 * yet. Refuses `stale_category`, `unresolved`, `cycle` and `over_limit`.
 */
export async function putCategory(
  tx: pg.PoolClient,
  revision: number | null,
  { categoryId, name, parent }: CategoryFacts,
): Promise<Effect<CategoryView> | Refusal> {
  await stageRow(tx, CATEGORIES_TABLE, [categoryId, name, parent]);
  await markCategories(tx, 'upsert');
  const was = await readCategory(tx, categoryId);
  if ((was?.revision ?? null) !== revision) return stale(categoryId, was);
  const wrong = (await refusalOfRow(tx)) ?? (await applyCategories(tx, 'upsert', ['name', 'parent']));
  if (isRefusal(wrong)) return wrong;
  const is = (await readCategory(tx, categoryId))!;
  const isSame = was?.revision === is.revision;
  return { answer: is, note: isSame ? null : { action: 'catalogue.category', subject: `category:${categoryId}`, facts: { was, is } } };
}

/** Takes a category out of the tree. Refuses `stale_category` and `category_in_use`. */
export async function deleteCategory(tx: pg.PoolClient, categoryId: string, revision: number): Promise<Effect<CategoryView> | Refusal> {
  await stageRow(tx, CATEGORIES_TABLE, [categoryId, null, null]);
  await markCategories(tx, 'delete');
  const was = await readCategory(tx, categoryId);
  if (was === null) return refuse('unknown_category', `There is no category \`${categoryId}\``);
  if (was.revision !== revision) return stale(categoryId, was);
  const applied = await applyCategories(tx, 'delete', []);
  if (isRefusal(applied)) return applied;
  return { answer: was, note: { action: 'catalogue.delete', subject: `category:${categoryId}`, facts: { was } } };
}

function stale(categoryId: string, was: CategoryView | null): Refusal {
  if (was === null) return refuse('stale_category', `There is no category \`${categoryId}\`: send \`If-None-Match: *\` to make it`);
  return refuse('stale_category', `The category \`${categoryId}\` is at revision ${was.revision}: read it and send its ETag as If-Match`);
}
