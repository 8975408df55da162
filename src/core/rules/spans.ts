/** Sums of the daily counters over a span of calendar days that ends today. */
import { unreachable } from '../invariant.js';
import type { DayTotals, MemberCounters } from '../member.js';
import { dateText, dayNumber } from '../time.js';
import type { LocalTime } from '../time.js';
import type { Span } from './types.js';

/** The first day of the span, as YYYY-MM-DD; empty for ever. */
export function firstDayOf(span: Span, today: LocalTime): string {
  switch (span.kind) {
    case 'days':
      return dateText(today.day - span.days + 1);
    case 'month':
      return dateText(dayNumber(today.year, today.month, 1));
    case 'year':
      return dateText(dayNumber(today.year, 1, 1));
    case 'ever':
      return '';
    default:
      return unreachable(span);
  }
}

/** Key under which days that are too old for every span are summed. */
export const EARLIER = 'earlier';

export function sumOfSpan(days: MemberCounters['days'], span: Span, today: LocalTime, of: (day: DayTotals) => number): number {
  const first = firstDayOf(span, today);
  const last = dateText(today.day);
  let sum = 0;
  for (const [date, totals] of Object.entries(days)) {
    if (date === EARLIER ? span.kind === 'ever' : date >= first && date <= last) sum += of(totals);
  }
  return sum;
}
