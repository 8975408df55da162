/** Conditions on the store's wall clock. */
import { divFloor } from '../money.js';
import type { Work } from '../pricing/work.js';
import { dateText, dayOf, minutesOf } from '../time.js';
import { comparison } from './explain.js';
import type { Check } from './rule-set.js';
import type { Weekday } from './types.js';

const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

export function weekdayCheck(days: readonly Weekday[]): Check {
  const wanted = WEEKDAYS.map((day) => days.includes(day));
  return {
    test: (work) => wanted[work.local.weekday] === true,
    why: (work) => comparison('weekday', 'not_in', WEEKDAYS[work.local.weekday]!, days),
  };
}

/** 22:00 to 02:00 runs past midnight; the same time twice is the whole day. */
export function hoursCheck(from: string, to: string): Check {
  const start = minutesOf(from);
  const end = minutesOf(to);
  const inside = (minute: number): boolean => (start < end ? minute >= start && minute < end : minute >= start || minute < end);
  return {
    test: (work) => inside(work.local.minuteOfDay),
    why: (work) => comparison('hours', 'outside', clock(work), [from, to]),
  };
}

function clock(work: Work): string {
  const minute = work.local.minuteOfDay % 60;
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(divFloor(work.local.minuteOfDay, 60))}:${two(minute)}`;
}

export function dateCheck(from: string | undefined, to: string | undefined): Check {
  const first = from === undefined ? -Infinity : dayOf(from);
  const last = to === undefined ? Infinity : dayOf(to);
  return {
    test: (work) => work.local.day >= first && work.local.day <= last,
    why: (work) => comparison('dates', 'outside', dateText(work.local.day), [from ?? '', to ?? '']),
  };
}

export function dayOfMonthCheck(days: readonly number[]): Check {
  const wanted = new Set(days);
  return {
    test: (work) => wanted.has(work.local.dayOfMonth),
    why: (work) => comparison('day_of_month', 'not_in', work.local.dayOfMonth, days, 'count'),
  };
}
