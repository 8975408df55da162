/** The scalars of a programme as schemas. Each message completes "must be …", since every finding says what is wanted. */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { civil, dayNumber } from '../../time.js';
import {
  AMOUNT_MAX,
  ATTRIBUTES_MAX,
  DAYS_MAX,
  MESSAGE_MAX,
  NAME_MAX,
  POINTS_MAX,
  QUANTITY_MAX,
  TEXT_MAX,
  UNITS_MAX,
  VALUES_MAX,
} from './limits.js';

/** An object with these fields and no other. The message of an unknown field carries the known ones, from which the nearest is suggested. */
export function closed<S extends z.core.$ZodLooseShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined) });
}

/** Names and ids go into keys, logs and slips: printable, without spaces around. A lone half of a surrogate pair cannot be stored. */
const PRINTABLE = /^(?!\s)[^\p{Cc}\p{Cs}\u2028\u2029]+(?<!\s)$/u;
const ID = /^[\p{L}\p{N}][\p{L}\p{N}_.:-]*$/u;

function printable(lengthMax: number): z.ZodString {
  return z.string().min(1).max(lengthMax).regex(PRINTABLE, 'printable text without spaces around it');
}

export const name = printable(NAME_MAX);
/** SKUs, brands, stores and other words that come from the shop. */
export const word = printable(TEXT_MAX);
export const message = printable(MESSAGE_MAX);
/** Ids that the programme makes itself; they stand in counter keys, so `/` is not among them. */
export const id = z.string().min(1).max(TEXT_MAX).regex(ID, 'letters, digits, `_`, `.`, `:` or `-`, beginning with a letter or digit');
/** Tills send codes in any case; they are compared in upper case. */
export const code = z
  .string()
  .min(1)
  .max(TEXT_MAX)
  .regex(
    /^[A-Z0-9][A-Z0-9_-]*$/,
    'capital letters A to Z, digits, `_` or `-`, beginning with a letter or digit: codes are compared in upper case',
  );
export const prefix = z
  .string()
  .min(1)
  .max(16)
  .regex(/^[A-Z0-9][A-Z0-9_-]*$/, 'capital letters A to Z, digits, `_` or `-`, beginning with a letter or digit');

export const words = z.array(word).min(1).max(VALUES_MAX);
export const ids = z.array(id).min(1).max(VALUES_MAX);
export const codes = z.array(code).min(1).max(VALUES_MAX);

export const whole = (least: number, most: number): z.ZodInt => z.int().min(least).max(most);
export const minor = whole(0, AMOUNT_MAX);
export const minorSome = whole(1, AMOUNT_MAX);
export const points = whole(1, POINTS_MAX);
export const quantity = whole(0, QUANTITY_MAX);
export const quantitySome = whole(1, QUANTITY_MAX);
export const units = whole(1, UNITS_MAX);
export const count = whole(0, UNITS_MAX);
export const days = whole(1, DAYS_MAX);
/** A percentage that takes something off, at most everything. */
export const rate = whole(1, 10_000);
export const share = whole(0, 10_000);

const attributeName = z
  .string()
  .regex(/^[A-Za-z][\w.-]{0,63}$/, 'a name of up to 64 letters, digits, `_`, `.` or `-` that begins with a letter');
const number = z.number().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);
const attribute = z.union([z.string().max(MESSAGE_MAX), number, z.boolean()], 'a text, a number, true or false');

export const attributes = z
  .record(attributeName, attribute)
  .refine((all) => Object.keys(all).length <= ATTRIBUTES_MAX, `at most ${ATTRIBUTES_MAX} attributes`);

export const attributeTest = closed({
  name: attributeName,
  in: z.array(attribute).min(1).max(VALUES_MAX).optional(),
  min: number.optional(),
  max: number.optional(),
});

export const zone = z.string().refine(isZone, 'a time zone of the IANA database, such as Europe/Berlin');

function isZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text);
    return true;
  } catch {
    return false;
  }
}

export const currency = z.string().refine((text) => isCurrency(text), 'a currency code of ISO 4217, such as EUR');

function isCurrency(text: string): boolean {
  return /^[A-Z]{3}$/.test(text) && Intl.supportedValuesOf('currency').includes(text);
}

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,3})?)?(?:Z|[+-](\d\d):(\d\d))?)?$/;

/** A local time that a change of clocks skips or repeats is legal: it is moved forward, or the first one is meant. */
export const instant = z
  .string()
  .refine(isInstant, 'an instant that exists, such as 2026-11-01, 2026-11-01T09:00 or 2026-11-01T09:00:00+01:00');

/** Price lists hold millions of them, so the calendar is asked with integers. */
function isInstant(text: string): boolean {
  const parts = INSTANT.exec(text);
  if (parts === null) return false;
  const [, year, month, day, hours = '0', minutes = '0', seconds = '0', offsetHours = '0', offsetMinutes = '0'] = parts;
  const inDay =
    Number(hours) <= 23 && Number(minutes) <= 59 && Number(seconds) <= 59 && Number(offsetHours) <= 18 && Number(offsetMinutes) <= 59;
  return inDay && isDay(Number(year), Number(month), Number(day));
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  const read = civil(dayNumber(year, month, day));
  return read.month === month && read.dayOfMonth === day;
}

export const date = z.string().refine(isDate, 'a date that exists, as YYYY-MM-DD');

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && isInstant(text);
}

export const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day as HH:MM, from 00:00 to 23:59');
export const hourEnd = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time of day as HH:MM, from 00:00 to 24:00');
