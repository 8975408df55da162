/** Values by their schema: those that should be taken, and those that nobody thought of. */
import fc from 'fast-check';
import type { Document, Schema } from './document.js';
import type { Known } from './known.js';

/** Fields whose largest values are legal and cost minutes: codes of a batch. */
const COSTLY: Readonly<Record<string, number>> = { count: 40 };
const TEXT_MAX = 40;
const ITEMS_MAX = 3;

/** Places where implementations break: edges of numbers, of time, of text, and names that JavaScript knows. */
const AWKWARD: readonly unknown[] = [
  ...[null, true, -1, 0, 1.5, 1e308, -1e-7, 2 ** 31, 2 ** 53, '', ' ', '0', '-1', '1e3', 'NaN', 'null'],
  ...['\u0000', 'a\u0000b', '\ud800', '\u202e', '💥', 'é'.repeat(300), 'a'.repeat(70_000), "'; --", '%', '%00', '../..', '__proto__'],
  ...['constructor', 'toString', '0000-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59', '+275760-09-13T00:00:00Z'],
  ...[
    '2026-02-30T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2016-12-31T23:59:60Z',
    '2026-W01',
    '2026-001',
    '0000-01-01',
    '9999-12-31',
    '9999-12',
  ],
  ...[[], {}, [[]], [null], [{}], { a: { b: [] } }, JSON.parse('{"__proto__":{"admin":true},"constructor":1}') as object],
];
/** Keys of pages, as a client that tinkers with them would make them. */
const CURSORS = [
  '0',
  '1',
  '9999999999',
  '999999999999999999',
  'x',
  '-1',
  '1,2',
  'drf_',
  'a\u0000',
  '[1,2]',
  '{}',
  'x\tA',
  '1\tA\u0000',
  '-99999999999\tA',
  '99999999999999999 e-------------------',
  '2026-01-01T00:00:00Z',
].map((key) => Buffer.from(key).toString('base64url'));

export const awkward = (): fc.Arbitrary<unknown> => fc.oneof(fc.constantFrom(...AWKWARD), fc.jsonValue({ maxDepth: 2 }));

const instants: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }).map((at) => at.toISOString()),
  },
  {
    weight: 1,
    arbitrary: fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }).map((at) => at.toISOString()),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '0000-01-01T00:00:00Z',
      '9999-12-31T23:59:59.999-14:00',
      '2026-03-29T01:30:00+01:00',
      '2026-06-30T23:59:60Z',
    ),
  },
);

export class Values {
  constructor(
    private readonly document: Document,
    private readonly known: Known,
  ) {}

  /** One that the schema allows; under a name that is known, mostly what was told under it. */
  of(schema: Schema, name = ''): fc.Arbitrary<unknown> {
    const made = this.made(this.resolved(schema), name);
    const told = (name === '' ? [] : this.known.of(name)).filter((value) => fits(this.resolved(schema), value));
    const example = schema.example === undefined ? [] : [{ weight: told.length === 0 ? 6 : 1, arbitrary: fc.constant(schema.example) }];
    const tinkered = name === 'cursor' ? [{ weight: 2, arbitrary: fc.constantFrom(...CURSORS) }] : [];
    const known = told.length === 0 ? [] : [{ weight: 8, arbitrary: fc.nat(told.length - 1).map((k): unknown => told[k]) }];
    return fc.oneof({ weight: 2, arbitrary: made }, ...example, ...tinkered, ...known);
  }

  resolved(schema: Schema): Schema {
    if (schema.$ref !== undefined) return this.resolved(this.document.components.schemas[schema.$ref.split('/').at(-1)!]!);
    if (schema.allOf?.length === 1) return this.resolved(schema.allOf[0]!);
    return schema;
  }

  private made(schema: Schema, name: string): fc.Arbitrary<unknown> {
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => this.of(one, name)));
    if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type: string) => this.made({ ...schema, type }, name)));
    switch (schema.type) {
      case 'null':
        return fc.constant(null);
      case 'boolean':
        return fc.boolean();
      case 'integer':
      case 'number':
        return integers(schema, name);
      case 'array':
        return this.lists(schema, name);
      case 'object':
        return this.objects(schema);
      case 'string':
        return texts(schema);
      default:
        return fc.jsonValue({ maxDepth: 2 });
    }
  }

  private lists({ items = {}, minItems = 0, maxItems = ITEMS_MAX, uniqueItems = false }: Schema, name: string): fc.Arbitrary<unknown> {
    const lengths = { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, ITEMS_MAX)) };
    const item = this.of(items, name.replace(/s$/, ''));
    return uniqueItems ? fc.uniqueArray(item, { ...lengths, selector: (one) => JSON.stringify(one) }) : fc.array(item, lengths);
  }

  private objects({ properties, required = [], additionalProperties }: Schema): fc.Arbitrary<unknown> {
    if (properties === undefined) {
      const value = typeof additionalProperties === 'object' ? this.of(additionalProperties) : fc.jsonValue({ maxDepth: 2 });
      return fc.dictionary(fc.string({ maxLength: 8 }), value, { maxKeys: ITEMS_MAX });
    }
    const fields = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, this.of(one, name)]));
    const least = fc.record(Object.fromEntries(required.map((name) => [name, fields[name]!])));
    return fc.oneof(least, fc.record(fields, { requiredKeys: [...required] }));
  }
}

function integers({ minimum = 0, maximum = 1_000_000 }: Schema, name: string): fc.Arbitrary<number> {
  const most = Math.min(maximum, COSTLY[name] ?? maximum);
  const small = fc.integer({ min: minimum, max: Math.min(most, minimum + 100) });
  return fc.oneof({ weight: 6, arbitrary: small }, { weight: 1, arbitrary: fc.constantFrom(minimum, most) });
}

function texts({ pattern, format, minLength = 0, maxLength }: Schema): fc.Arbitrary<string> {
  if (format === 'date-time') return instants;
  if (pattern !== undefined && maxLength === undefined) return fc.stringMatching(new RegExp(pattern));
  const most = Math.max(minLength, Math.min(maxLength ?? TEXT_MAX, TEXT_MAX));
  const allowed = new RegExp(pattern ?? '');
  const short = fc.string({ unit: 'grapheme', minLength, maxLength: most }).filter((text) => text.length <= most && allowed.test(text));
  const edges = [...new Set([minLength, Math.min(maxLength ?? TEXT_MAX, 2_000)])].map((length) => 'é'.repeat(length));
  return fc.oneof({ weight: 6, arbitrary: short }, { weight: 1, arbitrary: fc.constantFrom(...edges) });
}

/** What was told under a name may be of another kind. */
function fits(
  { type, enum: values, pattern, minLength = 0, maxLength = Infinity, minimum = -Infinity, maximum = Infinity }: Schema,
  value: string | number,
): boolean {
  const types = [type ?? []].flat();
  if (values !== undefined) return values.includes(value);
  if (typeof value === 'number') return types.includes('integer') && value >= minimum && value <= maximum;
  return types.includes('string') && value.length >= minLength && value.length <= maxLength && new RegExp(pattern ?? '').test(value);
}
