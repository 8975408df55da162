import type { Counter } from './rule-set.js';
import type { Budget, Limit } from './types.js';

/** Limits and budgets of one owner as counters; a limit per receipt is counted within it and booked nowhere. */
export function countersOf(owner: string, limits: readonly Limit[] = [], budgets: readonly Budget[] = []): Counter[] {
  return [
    ...limits.map((limit): Counter => ({
      key: `${owner}/${limit.measure}`,
      measure: limit.measure,
      max: limit.max,
      scope: limit.per,
      period: limit.per === 'member' ? limit.period : undefined,
      cut: limit.exceed === 'cut',
    })),
    ...budgets.map((budget): Counter => ({
      key: `${owner}/${budget.measure}`,
      measure: budget.measure,
      max: budget.max,
      scope: 'total',
      period: budget.period,
      cut: budget.exceed === 'cut',
    })),
  ];
}
