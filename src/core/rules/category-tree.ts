/** Categories and what lies above them. */
import type { Category } from './types.js';

/** Each category with itself and all above it. */
export type Lineage = ReadonlyMap<string, readonly string[]>;

/** A cycle ends where it closes; a parent that is not there is the last. */
export function lineageOf(categories: readonly Pick<Category, 'id' | 'parent'>[]): Lineage {
  const parents = new Map(categories.map((category) => [category.id, category.parent]));
  const lineage = new Map<string, readonly string[]>();
  for (const { id } of categories) {
    const above = [id];
    for (let parent = parents.get(id); parent !== undefined && !above.includes(parent); parent = parents.get(parent)) above.push(parent);
    lineage.set(id, above);
  }
  return lineage;
}

const NONE: readonly string[] = [];

/** Categories with all above them, each once; one that the tree does not know stands for itself. */
export function withAbove(categories: readonly string[], lineage: Lineage): readonly string[] {
  if (categories.length === 0) return NONE;
  if (lineage.size === 0) return categories;
  if (categories.length === 1) return lineage.get(categories[0]!) ?? categories;
  const all = new Set<string>();
  for (const category of categories) for (const above of lineage.get(category) ?? [category]) all.add(above);
  return [...all];
}

/** The way from a category up to itself. Each cycle is told once, at the first of its categories; `settled` are those already looked at. */
export function cycleFrom(start: string, parents: ReadonlyMap<string, string | undefined>, settled: Set<string>): string[] | null {
  const way = [start];
  const onWay = new Set(way);
  for (let id = parents.get(start); id !== undefined && !settled.has(id); id = parents.get(id)) {
    if (onWay.has(id)) {
      for (const seen of way) settled.add(seen);
      return [...way.slice(way.indexOf(id)), id].reverse();
    }
    way.push(id);
    onWay.add(id);
  }
  for (const seen of way) settled.add(seen);
  return null;
}
