import type { RuleSet } from '../core/rules/rule-set.js';

/** Ids of the rules of a programme that need a code of a series, in whatever part of them, or issue one. */
export function liveRulesOf({ programme }: RuleSet, seriesId: string): string[] {
  return (programme.rules ?? []).filter((rule) => rule.active !== false && names(rule, seriesId)).map(({ id }) => id);
}

function names(value: unknown, seriesId: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const own = 'series' in value && (value.series === seriesId || (Array.isArray(value.series) && value.series.includes(seriesId)));
  return own || Object.values(value).some((part) => names(part, seriesId));
}
