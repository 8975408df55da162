/**
 * Instants to local dates and hours. The offset of a zone is looked up once for the stretch between two changes of it (about half a
 * year) and kept; after that a local time is a few integer operations.
 */
import { Temporal } from 'temporal-polyfill';
import { divFloor } from './money.js';
import type { EpochMs } from './money.js';

export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

export interface LocalTime {
  /** Days since 1970-01-01 of the local calendar. */
  readonly day: number;
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly dayOfMonth: number;
  /** 0 is Monday. */
  readonly weekday: number;
  readonly minuteOfDay: number;
}

interface Stretch {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly offsetMs: number;
}

/** Stretches already looked up, the last used first. A cache of constants: it changes the time an answer takes, never the answer. */
const stretches = new Map<string, Stretch[]>();
const STRETCHES_MAX = 8;

function lookUp(zone: string, atMs: EpochMs): Stretch {
  const at = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  const until = at.getTimeZoneTransition('next');
  const since = at.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  return {
    fromMs: since === null ? -Infinity : since.epochMilliseconds,
    toMs: until === null ? Infinity : until.epochMilliseconds,
    offsetMs: divFloor(at.offsetNanoseconds, 1_000_000),
  };
}

/** Milliseconds to add to an instant to get the wall clock of a zone. Throws RangeError for an unknown zone. */
export function offsetMs(zone: string, atMs: EpochMs): number {
  let known = stretches.get(zone);
  if (known === undefined) stretches.set(zone, (known = []));
  for (const stretch of known) if (atMs >= stretch.fromMs && atMs < stretch.toMs) return stretch.offsetMs;
  const stretch = lookUp(zone, atMs);
  known.unshift(stretch);
  if (known.length > STRETCHES_MAX) known.pop();
  return stretch.offsetMs;
}

/** The wall clock of a zone at an instant. */
export function localTime(zone: string, atMs: EpochMs): LocalTime {
  const wall = atMs + offsetMs(zone, atMs);
  const inDay = ((wall % DAY_MS) + DAY_MS) % DAY_MS;
  const day = divFloor(wall - inDay, DAY_MS);
  const minuteOfDay = divFloor(inDay, MINUTE_MS);
  const { year, month, dayOfMonth } = civil(day);
  return { day, year, month, dayOfMonth, weekday: (((day + 3) % 7) + 7) % 7, minuteOfDay };
}

/** Year, month and day of a day number, by the proleptic Gregorian calendar. */
export function civil(day: number): { readonly year: number; readonly month: number; readonly dayOfMonth: number } {
  const shifted = day + 719_468;
  const era = divFloor(shifted >= 0 ? shifted : shifted - 146_096, 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = divFloor(dayOfEra - divFloor(dayOfEra, 1460) + divFloor(dayOfEra, 36_524) - divFloor(dayOfEra, 146_096), 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + divFloor(yearOfEra, 4) - divFloor(yearOfEra, 100));
  const monthFromMarch = divFloor(5 * dayOfYear + 2, 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, dayOfMonth: dayOfYear - divFloor(153 * monthFromMarch + 2, 5) + 1 };
}

/** The day number of a date. */
export function dayNumber(year: number, month: number, dayOfMonth: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = divFloor(y >= 0 ? y : y - 399, 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = divFloor(153 * (month > 2 ? month - 3 : month + 9) + 2, 5) + dayOfMonth - 1;
  return era * 146_097 + yearOfEra * 365 + divFloor(yearOfEra, 4) - divFloor(yearOfEra, 100) + dayOfYear - 719_468;
}

/** The day number of YYYY-MM-DD. */
export function dayOf(date: string): number {
  return dayNumber(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)));
}

const FIRST_MS = Date.parse('0001-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`);

/** YYYY-MM-DD of a day number. */
export function dateText(day: number): string {
  const { year, month, dayOfMonth } = civil(day);
  return `${year}-${two(month)}-${two(dayOfMonth)}`;
}

/** The first instant of a local day. */
export function startOfDay(zone: string, day: number): EpochMs {
  const wall = day * DAY_MS;
  const guess = wall - offsetMs(zone, wall);
  const exact = wall - offsetMs(zone, guess);
  return offsetMs(zone, exact) === offsetMs(zone, guess) ? exact : Math.max(exact, guess);
}

/** The instant of an ISO 8601 text; one without an offset is local to the zone. Throws RangeError where it is neither. */
export function instantOf(text: string, zone: string): EpochMs {
  if (/T.*(?:Z|[+-]\d\d:?\d\d)$/.test(text)) {
    const exact = Date.parse(text);
    if (Number.isNaN(exact)) throw new RangeError(`not an instant: ${text}`);
    return exact;
  }
  return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
}

const EXACT = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:[0-5]\d)$/;

/**
 * An ISO 8601 text with its offset, in UTC and whole milliseconds; null where the day is not in the calendar, or the year not in 1 to 9999.
 * What is stored goes through it: Postgres takes no offset of 16 hours or more, and no day that is not there.
 */
export function utcText(text: string): string | null {
  if (!EXACT.test(text) || !isDay(text)) return null;
  const atMs = Date.parse(text);
  return atMs >= FIRST_MS && atMs <= LAST_MS ? new Date(atMs).toISOString() : null;
}

/** Whether the calendar has the day of YYYY-MM-DD, in the years 1 to 9999; 31 April must not become the next month. */
export function isDay(date: string): boolean {
  const { month, dayOfMonth } = civil(dayOf(date));
  return !date.startsWith('0000') && month === Number(date.slice(5, 7)) && dayOfMonth === Number(date.slice(8, 10));
}

/** Minutes of the day of HH:MM; 24:00 is the end of the day. */
export function minutesOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
}

export const hoursMs = (hours: number): number => hours * HOUR_MS;

/** YYYY-MM-DD HH:MM on the wall clock of a zone. */
export function dateTimeText(zone: string, atMs: EpochMs): string {
  const { day, minuteOfDay } = localTime(zone, atMs);
  return `${dateText(day)} ${two(divFloor(minuteOfDay, 60))}:${two(minuteOfDay % 60)}`;
}
