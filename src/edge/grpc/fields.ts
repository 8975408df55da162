/**
 * Checks of single fields. Each takes the value and where it stands, and returns the value; the path is put together only when
 * something is wrong, so that a good message costs comparisons and nothing else.
 */
import { SHAPE } from '../../config.js';
import { reject, type Rejection, type RejectionCode } from '../../core/rejection.js';

/** What is wrong with a request. Thrown from the depth of the checks and caught by the call path alone; it never leaves the edge. */
export class BadField extends Error {
  constructor(readonly rejection: Rejection) {
    super(rejection.message);
  }
}

/** Where a field stands: `receipt.lines` + 3 + `sku` is `receipt.lines[3].sku`; an index below 0 means the parent is no list. */
export function fieldPath(parent: string, index: number, name: string): string {
  const owner = index < 0 ? parent : `${parent}[${index}]`;
  return owner === '' ? name : name === '' ? owner : `${owner}.${name}`;
}

export function refuse(parent: string, index: number, name: string, what: string, code: RejectionCode = 'malformed'): never {
  const path = fieldPath(parent, index, name);
  throw new BadField(reject(code, `${path} ${what}`, path));
}

export function whole(value: number, least: number, most: number, parent: string, index: number, name: string): number {
  // An int64 beyond 2^53 arrives rounded, and so outside of every bound we have; NaN fails both comparisons.
  if (value >= least && value <= most) return value;
  return refuse(parent, index, name, `must be between ${least} and ${most}`);
}

// Control characters break slips and logs; U+FFFD is what invalid UTF-8 decodes to, and nothing a till means to send.
// eslint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffd]/;

/** Text of at most `most` characters; may be empty. */
export function text(value: string, most: number, parent: string, index: number, name: string): string {
  if (value === '') return value;
  if (value.length > most) refuse(parent, index, name, `must not be longer than ${most} characters`);
  if (UNPRINTABLE.test(value)) refuse(parent, index, name, 'must be valid UTF-8 without control characters');
  return value;
}

/** Text that says something. */
export function words(value: string, most: number, parent: string, index: number, name: string): string {
  if (value === '') refuse(parent, index, name, 'is missing');
  if (value.charCodeAt(0) === 32 && value.trim() === '') refuse(parent, index, name, 'must not be blank');
  return text(value, most, parent, index, name);
}

/** A list of words, as the request holds it. */
export function wordList(values: readonly string[], countMax: number, parent: string, index: number, name: string): readonly string[] {
  if (values.length === 0) return values;
  if (values.length > countMax) refuse(parent, index, name, `must not have more than ${countMax} items`, 'over_limit');
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === '' || value.length > SHAPE.textMax || UNPRINTABLE.test(value))
      words(value, SHAPE.textMax, fieldPath(parent, index, name), i, '');
  }
  return values;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A day of the calendar between 1900 and 2199, as YYYY-MM-DD. */
export function day(value: string, parent: string, index: number, name: string): string {
  if (value === '') refuse(parent, index, name, 'is missing');
  if (!DATE.test(value)) refuse(parent, index, name, 'must be a date as YYYY-MM-DD');
  const year = Number(value.slice(0, 4));
  const month = Number(value.slice(5, 7));
  const date = Number(value.slice(8));
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && !leap ? 28 : (DAYS[month - 1] ?? 0);
  if (year < 1900 || year > 2199 || date < 1 || date > days) refuse(parent, index, name, 'must be a day between 1900-01-01 and 2199-12-31');
  return value;
}

/** A client-made key: at most 128 bytes of UTF-8, may be empty. */
export function idempotencyKey(value: string): string {
  text(value, SHAPE.keyBytesMax, '', -1, 'idempotency_key');
  if (Buffer.byteLength(value) > SHAPE.keyBytesMax) refuse('', -1, 'idempotency_key', `must not be longer than ${SHAPE.keyBytesMax} bytes`);
  return value;
}

/** A sub-message that has to be there. */
export function present<T>(value: T | null | undefined, parent: string, index: number, name: string): T {
  return value ?? refuse(parent, index, name, 'is missing');
}
