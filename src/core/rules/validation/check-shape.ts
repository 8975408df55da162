/** Compares the document with the schema and puts every difference into a sentence. */
import type { z } from 'zod';
import { pointerOf } from './finding.js';
import type { Findings, Path } from './finding.js';
import { nearest, suggestion } from './nearest.js';
import { headSchema, itemSchemas, priceItem } from './programme-schema.js';

type Issue = z.core.$ZodIssue;

/**
 * Every place where the document is not of the documented shape. Lists are read item by item, since there may be millions of them.
 * Returns the parts that are not well shaped: `timeZone`, or `rules/3`.
 */
export function checkShape(document: unknown, findings: Findings): ReadonlySet<string> {
  const reader = new Reader(document, findings);
  reader.read(headSchema, document, []);
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return reader.broken;
  for (const [name, schema] of Object.entries(itemSchemas)) {
    const list = (document as Readonly<Record<string, unknown>>)[name];
    if (!Array.isArray(list) || reader.broken.has(name)) continue;
    for (const [i, item] of (list as readonly unknown[]).entries()) {
      reader.read(schema, item, [name, i]);
      if (name === 'priceLists') readPrices(reader, item, [name, i]);
    }
  }
  return reader.broken;
}

function readPrices(reader: Reader, list: unknown, path: Path): void {
  const items = typeof list === 'object' && list !== null && 'items' in list ? list.items : null;
  if (!Array.isArray(items)) return;
  for (const [i, item] of (items as readonly unknown[]).entries()) reader.read(priceItem, item, [...path, 'items', i]);
}

class Reader {
  readonly broken = new Set<string>();

  constructor(
    private readonly document: unknown,
    private readonly findings: Findings,
  ) {}

  read(schema: z.ZodType, value: unknown, path: Path): void {
    const result = schema.safeParse(value);
    if (result.success) return;
    const told = new Set<string>();
    for (const issue of result.error.issues) {
      const at = [...path, ...issue.path];
      const pointer = pointerOf(at);
      this.broken.add(at.slice(0, Array.isArray(valueAt(this.document, at.slice(0, 1))) ? 2 : 1).join('/'));
      if (isSafeRange(issue) || (issue.code !== 'unrecognized_keys' && told.has(pointer))) continue;
      told.add(pointer);
      describe(issue, at, this.document, this.findings);
    }
  }
}

/** Every whole number has a bound of its own far inside of 2^53, which is told instead. */
function isSafeRange(issue: Issue): boolean {
  return (issue.code === 'too_big' || issue.code === 'too_small') && 'note' in issue && issue.note !== undefined;
}

function describe(issue: Issue, path: Path, document: unknown, findings: Findings): void {
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(' ');
    for (const key of issue.keys) findings.error([...path, key], 'unknown_field', `There is no field \`${key}\` here${hint(key, known)}`);
    return;
  }
  const subject = subjectOf(path);
  const value = valueAt(document, path);
  if (value === undefined && issue.code !== 'invalid_key') {
    findings.error(path, 'missing', `${subject} is missing.`);
    return;
  }
  const wanted = WANTED[issue.code];
  const [code, sentence] = wanted === undefined ? (['format', issue.message] as const) : wanted(issue as never, value);
  findings.error(path, code, `${subject} must be ${sentence}${sentence.endsWith('?') ? '' : '.'}`);
}

function hint(key: string, known: readonly string[]): string {
  return nearest(key, known) === null ? `; known here: ${known.join(', ')}.` : suggestion(key, known);
}

type Wanted = readonly ['type' | 'unknown_value' | 'range' | 'length' | 'format', string];
type IssueOf<C extends Issue['code']> = Extract<Issue, { code: C }>;

const WANTED: { readonly [C in Issue['code']]?: (issue: IssueOf<C>, value: unknown) => Wanted } = {
  invalid_type: (issue) => ['type', TYPES[issue.expected] ?? issue.expected],
  invalid_value: (issue, value) => unknownValue(issue.values.map(String), value),
  invalid_union: (issue, value) => {
    if (issue.discriminator !== undefined)
      return unknownValue('options' in issue ? (issue.options as readonly unknown[]).map(String) : [], value);
    return ['type', issue.message];
  },
  too_small: (issue) => bound(issue.origin, 'at least', Number(issue.minimum)),
  too_big: (issue) => bound(issue.origin, 'at most', Number(issue.maximum)),
  invalid_format: (issue) => ['format', issue.message],
  invalid_key: (issue) => ['format', issue.issues[0]?.message ?? 'named otherwise'],
  custom: (issue) => ['format', issue.message],
};

const TYPES: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object of attributes',
};

function unknownValue(options: readonly string[], value: unknown): Wanted {
  const meant = typeof value === 'string' ? suggestion(value, options) : '';
  return ['unknown_value', options.length === 1 ? `\`${options[0]}\`` : `one of ${options.join(', ')}${meant}`];
}

function bound(origin: string, side: 'at least' | 'at most', limit: number): Wanted {
  if (origin === 'string') return ['length', `${side} ${limit} characters long`];
  if (origin === 'array') return ['length', `a list of ${side} ${limit} ${limit === 1 ? 'item' : 'items'}`];
  return ['range', `${side} ${limit}`];
}

function subjectOf(path: Path): string {
  const named = path.findLast((key) => typeof key === 'string');
  if (named === undefined) return 'The document';
  return typeof path.at(-1) === 'string' ? `\`${String(named)}\`` : `Each item of \`${String(named)}\``;
}

function valueAt(document: unknown, path: Path): unknown {
  let value = document;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return value;
}
