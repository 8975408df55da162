/** The category tree: every parent is there, and no category lies below itself. */
import type { Findings } from './finding.js';
import { unknownName } from './nearest.js';
import type { SoundProgramme } from './sound.js';

export function checkCategories({ categories, known }: SoundProgramme, findings: Findings): void {
  const parents = new Map(categories.map(({ item }) => [item.id, item.parent]));
  const settled = new Set<string>();
  for (const { path, item } of categories) {
    const { parent } = item;
    if (parent === undefined) continue;
    if (!known.categories.has(parent)) {
      findings.error([...path, 'parent'], 'unresolved', unknownName('category', parent, known.categories));
      continue;
    }
    const cycle = cycleFrom(item.id, parents, settled);
    if (cycle !== null) findings.error([...path, 'parent'], 'cycle', `The category lies below itself: ${cycle.join(' > ')}.`);
  }
}

/** The way from a category up to itself. Each cycle is told once, at the first of its categories; `settled` are those already looked at. */
function cycleFrom(start: string, parents: ReadonlyMap<string, string | undefined>, settled: Set<string>): string[] | null {
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
