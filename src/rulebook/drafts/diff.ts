/** What is different between two documents of the programme, thing by thing and field by field. Either may be wrong in any way. */
import { canonicalJson } from '../canonical.js';
import type { Document } from './draft-row.js';
import { changeSentence, fieldWords, type Units } from './diff-words.js';
import { isDocument } from './rules-of.js';

/** The lists of a programme: what an item is called, and the field that names it. */
const LISTS = {
  rules: ['rule', 'id'],
  campaigns: ['campaign', 'id'],
  groups: ['group', 'id'],
  priceLists: ['price list', 'id'],
  promoCodes: ['promo code', 'code'],
  couponSeries: ['coupon series', 'id'],
  tiers: ['tier', 'id'],
  stores: ['store', 'id'],
  categories: ['category', 'id'],
  products: ['product', 'sku'],
} as const;

/** Changes that are listed one by one; the rest is counted. */
export const DIFF_CHANGES_MAX = 2_000;
const FIELDS_MAX = 200;

export interface FieldChange {
  /** JSON pointer within the thing: `/benefit/rateBps`. */
  readonly pointer: string;
  /** Absent where there was nothing. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** `rate of the benefit: 10 % → 15 %`. */
  readonly words: string;
}

export interface Change {
  readonly change: 'added' | 'removed' | 'changed';
  /** rule, campaign, setting and so on. */
  readonly thing: string;
  readonly id: string;
  readonly name: string;
  readonly sentence: string;
  readonly fields: readonly FieldChange[];
}

export interface Diff {
  readonly same: boolean;
  /** How many things are different, also those beyond what is listed. */
  readonly count: number;
  readonly changes: readonly Change[];
}

/** Compares what was with what is. The order of rules in the document means nothing and is no difference. */
export function diff(before: Document, after: Document): Diff {
  const changes = changesOf(before, after);
  return { same: changes.length === 0, count: changes.length, changes: changes.slice(0, DIFF_CHANGES_MAX) };
}

/** Every thing that is different, without a limit. */
export function changesOf(before: Document, after: Document): Change[] {
  const units: Units = { minorDigits: digits(after['minorDigits']), pointScale: digits(after['pointScale']) };
  return [...listChanges(before, after, units), ...restChanges(before, after, units)];
}

function listChanges(before: Document, after: Document, units: Units): Change[] {
  return Object.entries(LISTS).flatMap(([list, [thing, key]]) => {
    const was = named(before[list], key);
    const is = named(after[list], key);
    const ids = new Set([...was.keys(), ...is.keys()]);
    return [...ids].flatMap((id) => thingChange(thing, id, was.get(id), is.get(id), units) ?? []);
  });
}

function thingChange(thing: string, id: string, was: unknown, is: unknown, units: Units): Change | null {
  const change = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed';
  const fields = change === 'changed' ? fieldChanges(was, is, units) : [];
  if (change === 'changed' && fields.length === 0) return null;
  const known = is ?? was;
  const name = isDocument(known) && typeof known['name'] === 'string' ? known['name'] : '';
  return { change, thing, id, name, sentence: changeSentence(thing, id, name, change, fields), fields };
}

/** Everything outside of the lists: name, currency, time zone, and each setting by itself. */
function restChanges(before: Document, after: Document, units: Units): Change[] {
  const rest = (document: Document) => Object.fromEntries(Object.entries(document).filter(([key]) => !(key in LISTS)));
  const fields = fieldChanges(rest(before), rest(after), units);
  const setting = fields.filter(({ pointer }) => pointer.startsWith('/settings'));
  const head = fields.filter((field) => !setting.includes(field));
  return [
    { thing: 'programme', fields: head },
    { thing: 'settings', fields: setting },
  ].flatMap(({ thing, fields }) =>
    fields.length === 0
      ? []
      : [{ change: 'changed', thing, id: '', name: '', sentence: changeSentence(thing, '', '', 'changed', fields), fields }],
  );
}

/** Items by name; one without a usable name, or with a name twice, goes by its place. */
function named(list: unknown, key: string): Map<string, unknown> {
  const found = new Map<string, unknown>();
  if (!Array.isArray(list)) return found;
  list.forEach((item: unknown, index) => {
    const id = isDocument(item) ? item[key] : undefined;
    const good = typeof id === 'string' && !found.has(id);
    found.set(good ? id : `[${index}]`, item);
  });
  return found;
}

function fieldChanges(was: unknown, is: unknown, units: Units): FieldChange[] {
  const found: FieldChange[] = [];
  collect(was, is, [], found, units);
  return found;
}

function collect(was: unknown, is: unknown, path: readonly string[], found: FieldChange[], units: Units): void {
  if (found.length >= FIELDS_MAX || canonicalJson(was) === canonicalJson(is)) return;
  if (isDocument(was) && isDocument(is)) {
    for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) collect(was[key], is[key], [...path, key], found, units);
    return;
  }
  const pointer = path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  const words = fieldWords(path, was, is, units);
  found.push({ pointer, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }), words });
}

function digits(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 4 ? value : 0;
}
