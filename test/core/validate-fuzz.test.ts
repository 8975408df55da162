import fc from 'fast-check';
import { normalise } from '../../src/core/normalise.js';
import { priceReceipt } from '../../src/core/pricing/price.js';
import { isRejection } from '../../src/core/rejection.js';
import { compile } from '../../src/core/rules/compile.js';
import { validateProgramme } from '../../src/core/rules/validate.js';
import { lineDrafts, members, programmes, receiptDraft } from './arbitrary.js';
import { raw } from './support.js';

const RUNS = { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 1000) };

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Values that are right in some field and wrong in most. */
const STRAYS: readonly Json[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  2,
  1.5,
  999,
  10_000,
  10_001,
  1e9,
  1e11,
  1e12,
  2 ** 53,
  -(2 ** 53),
  '',
  ' ',
  'x',
  'a',
  'r0',
  'line',
  'lines',
  'receipt',
  'earn',
  'card_price',
  'free',
  'percent',
  'best',
  'first',
  'unit',
  'set',
  'all',
  'cheapest',
  'running',
  'card',
  'SAVE',
  '2026-11-22',
  '2026-02-30',
  '2026-11-22T10:00',
  '10:00',
  '24:00',
  'Europe/Berlin',
  'EUR',
  [],
  {},
  [null],
  ['a'],
  [1],
  { kind: 'free' },
  { kind: 'member' },
  { kind: 'not', of: { kind: 'member' } },
  { skus: ['a'] },
  { from: '2026-01-01' },
  { kind: 'rolling', days: 3 },
  { kind: 'hours', hours: 1 },
  { kind: 'endOfMonth', months: 1 },
];

interface Change {
  /** Which place of the document, and which other one where a part is copied; taken modulo what there is. */
  readonly at: number;
  readonly from: number;
  readonly how: 'stray' | 'drop' | 'copy' | 'repeat' | 'number';
  readonly stray: Json;
  readonly number: number;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(),
  from: fc.nat(),
  how: fc.constantFrom('stray' as const, 'drop' as const, 'copy' as const, 'repeat' as const, 'number' as const),
  stray: fc.constantFrom(...STRAYS),
  number: fc.oneof(fc.integer({ min: -2, max: 30_000 }), fc.maxSafeInteger()),
});

interface Place {
  readonly parent: Json[] | { [key: string]: Json };
  readonly key: string | number;
}

function placesOf(value: Json, found: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, child] of Object.entries(value)) {
    found.push({ parent: value, key: Array.isArray(value) ? Number(key) : key });
    placesOf(child, found);
  }
  return found;
}

const valueAt = ({ parent, key }: Place): Json => (parent as Record<string | number, Json>)[key] ?? null;

function apply(document: Json, { at, from, how, stray, number }: Change): void {
  const places = placesOf(document);
  if (places.length === 0) return;
  const place = places[at % places.length]!;
  const parent = place.parent as Record<string | number, Json>;
  if (how === 'drop' && Array.isArray(place.parent)) place.parent.splice(Number(place.key), 1);
  else if (how === 'drop') delete parent[place.key];
  else if (how === 'copy') parent[place.key] = structuredClone(valueAt(places[from % places.length]!));
  else if (how === 'repeat' && Array.isArray(place.parent)) place.parent.push(structuredClone(valueAt(place)));
  else parent[place.key] = how === 'number' ? number : structuredClone(stray);
}

const changed = fc.tuple(programmes, fc.array(change, { minLength: 0, maxLength: 4 })).map(([programme, changes]) => {
  const document = JSON.parse(JSON.stringify(programme)) as Json;
  for (const each of changes) apply(document, each);
  return document;
});

describe('a validator that lets nothing through that crashes', () => {
  it('never throws, and what it accepts compiles and prices', () => {
    let accepted = 0;
    fc.assert(
      fc.property(changed, lineDrafts, receiptDraft, members, (document, lines, draft, member) => {
        const { programme, errors } = validateProgramme(document, 0);
        expect(programme === null).toBe(errors.length > 0);
        if (programme === null) return;
        accepted++;
        const ruleSet = compile(programme, 1, 'hash');
        const receipt = normalise(raw(lines, { ...draft, burn: { kind: member === null ? 'none' : 'max' } }), ruleSet);
        if (!isRejection(receipt)) priceReceipt({ receipt, ruleSet, member, explain: true, coupons: [], budgets: {} });
      }),
      RUNS,
    );
    // Otherwise the property says nothing.
    expect(accepted).toBeGreaterThan(RUNS.numRuns / 50);
  });

  it('never throws on anything at all', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withSparseArray: true }), (anything) => {
        expect(validateProgramme(anything).programme).toBeNull();
      }),
      RUNS,
    );
  });
});
