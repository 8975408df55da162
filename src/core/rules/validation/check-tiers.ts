/** Tiers of members: a higher rank is not easier to reach than a lower one. */
import type { Findings } from './finding.js';
import type { SoundProgramme } from './sound.js';

export function checkTiers({ tiers }: SoundProgramme, findings: Findings): void {
  const ranked = [...tiers].sort((a, b) => a.item.rank - b.item.rank);
  const reached = new Map<string, { readonly min: number; readonly id: string }>();
  for (const { path, item } of ranked) {
    if (item.keep !== undefined && item.qualify === undefined) {
      findings.error(
        [...path, 'keep'],
        'contradiction',
        'A tier without `qualify` is never reached, so there is nothing to keep: it is the base tier, or given by hand.',
      );
    }
    if (item.qualify?.length === 0)
      findings.error([...path, 'qualify'], 'missing', 'Name a way to qualify, or leave `qualify` out for a tier given by hand.');
    for (const [i, need] of (item.qualify ?? []).entries()) {
      const key = `${need.by}/${JSON.stringify(need.window)}`;
      const lower = reached.get(key);
      if (lower !== undefined && lower.id !== item.id && need.min <= lower.min) {
        const sentence = `A member reaches this with ${need.min} ${need.by}, which is not more than the ${lower.min} of the lower tier \`${lower.id}\`: nobody would hold that one.`;
        findings.warn([...path, 'qualify', i, 'min'], 'never', sentence);
      }
      if (lower === undefined || need.min > lower.min) reached.set(key, { min: need.min, id: item.id });
    }
  }
}
