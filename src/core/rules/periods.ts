/** Periods of limits and budgets as texts that stand in counter keys, in the programme's zone. */
import { unreachable } from '../invariant.js';
import { divFloor } from '../money.js';
import { civil, dateText, dayNumber, dayOf } from '../time.js';
import type { LocalTime } from '../time.js';
import type { Limit } from './types.js';

/** What is appended to a key: nothing for ever, `/2026`, `/2026-11`, `/2026-W48`, `/2026-11-22`, and `/~2026-11-22` for a day of a rolling span. */
export function periodSuffix(period: Limit['period'], today: LocalTime): string {
  if (period === undefined) return '';
  switch (period.kind) {
    case 'day':
      return `/${dateText(today.day)}`;
    case 'week':
      return `/${weekText(today)}`;
    case 'month':
      return `/${dateText(today.day).slice(0, 7)}`;
    case 'year':
      return `/${today.year}`;
    case 'rolling':
      return rollingSuffix(today.day);
    default:
      return unreachable(period);
  }
}

export const rollingSuffix = (day: number): string => `/~${dateText(day)}`;

/** ISO 8601 week: Monday first; the week belongs to the year of its Thursday. */
function weekText(today: LocalTime): string {
  const thursday = today.day - today.weekday + 3;
  const { year } = civil(thursday);
  const week = divFloor(thursday - dayNumber(year, 1, 1), 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** The last day a period text covers, or null for a key that has none. */
export function lastDayOf(key: string): number | null {
  const suffix = key.slice(key.lastIndexOf('/') + 1);
  if (/^~?\d{4}-\d\d-\d\d$/.test(suffix)) return dayOf(suffix.replace('~', ''));
  if (/^\d{4}-\d\d$/.test(suffix)) return dayNumber(Number(suffix.slice(0, 4)), Number(suffix.slice(5)) + 1, 1) - 1;
  if (/^\d{4}-W\d\d$/.test(suffix)) return dayNumber(Number(suffix.slice(0, 4)), 1, 4) + 7 * Number(suffix.slice(6));
  if (/^\d{4}$/.test(suffix)) return dayNumber(Number(suffix) + 1, 1, 1) - 1;
  return null;
}
