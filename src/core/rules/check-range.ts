/** A number between two inclusive sides, as a check. */
import type { Work } from '../pricing/work.js';
import { comparison } from './explain.js';
import type { Comparison, ComparisonCode } from './explain.js';
import type { Check } from './rule-set.js';

/** `fact` is null where there is nothing to compare; then the check fails. */
export function rangeCheck(
  code: ComparisonCode,
  unit: Comparison['unit'],
  min: number | undefined,
  max: number | undefined,
  fact: (work: Work) => number | null,
  subject = '',
): Check {
  const least = min ?? -Infinity;
  const most = max ?? Infinity;
  return {
    test: (work) => {
      const value = fact(work);
      return value !== null && value >= least && value <= most;
    },
    why: (work) => {
      const value = fact(work);
      if (value === null) return comparison(code, 'missing', null, min ?? max ?? null, unit, subject);
      return value < least ? comparison(code, 'below', value, least, unit, subject) : comparison(code, 'above', value, most, unit, subject);
    },
  };
}
