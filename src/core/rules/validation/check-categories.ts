/** The category tree: every parent is there, and no category lies below itself. */
import { cycleFrom } from '../category-tree.js';
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
