/** How far back anything in a programme looks. */
import type { Condition, Limit, Programme, Span } from './types.js';

const LATE_DAYS = 40;
const YEAR_DAYS = 366;

/** Days of counters to keep: the longest rolling limit, span of a condition, or window of a tier; at least 40. */
export function daysKept(programme: Programme): number {
  let most = LATE_DAYS;
  const look = (days: number): void => {
    if (days > most) most = days;
  };
  for (const tier of programme.tiers ?? []) for (const need of tier.qualify ?? []) look(daysOf(need.window));
  for (const { limits } of [...(programme.rules ?? []), ...(programme.campaigns ?? [])]) for (const limit of limits ?? []) look(daysOfLimit(limit));
  for (const { when } of [...(programme.rules ?? []), ...(programme.priceLists ?? [])]) if (when !== undefined) visit(when, look);
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
