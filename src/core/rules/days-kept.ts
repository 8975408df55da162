/** How far back anything in a programme looks. */
import type { Condition, Limit, Programme, Span } from './types.js';

const LATE_DAYS = 40;
const YEAR_DAYS = 366;

/**
 * Days of counters to keep: the longest rolling limit, span of a condition, or window of a tier, and 40 at least for receipts that
 * arrive late. Where nothing looks at days only today is kept, since the counters are written with every sale.
 */
export function daysKept(programme: Programme): number {
  let most = 0;
  const look = (days: number): void => {
    if (days > 0) most = Math.max(most, days, LATE_DAYS);
  };
  for (const tier of programme.tiers ?? []) for (const need of tier.qualify ?? []) look(daysOf(need.window));
  for (const { limits } of [...(programme.rules ?? []), ...(programme.campaigns ?? [])])
    for (const limit of limits ?? []) look(daysOfLimit(limit));
  for (const { when } of [...(programme.rules ?? []), ...(programme.priceLists ?? []), ...(programme.settings?.burn?.shares ?? [])])
    if (when !== undefined) visit(when, look);
  return most;
}

function daysOf(span: Span): number {
  if (span.kind === 'days') return span.days;
  return span.kind === 'year' ? YEAR_DAYS : LATE_DAYS;
}

function daysOfLimit(limit: Limit): number {
  return limit.period?.kind === 'rolling' ? limit.period.days : 0;
}

function visit(condition: Condition, look: (days: number) => void): void {
  if (condition.kind === 'counter') look(daysOf(condition.span));
  if (condition.kind === 'all' || condition.kind === 'any') for (const inner of condition.of) visit(inner, look);
  if (condition.kind === 'not') visit(condition.of, look);
}
