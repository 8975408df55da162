import { normalise } from '../../src/core/normalise.js';
import { isRejection } from '../../src/core/rejection.js';
import { compile } from '../../src/core/rules/compile.js';
import { programme, raw } from './support.js';
import type { LineDraft, ReceiptDraft } from './support.js';

const products = [
  {
    sku: 'a',
    categories: ['food'],
    brand: 'x',
    tags: ['bio'],
    attributes: { colour: 'red', size: 1 },
    unitPriceMinor: 250,
    minUnitPriceMinor: 100,
  },
  { sku: 'w', weighed: true, discountable: false, burnable: false, earning: false },
];
const stores = [{ id: 's1', region: 'north', timeZone: 'Europe/London', zones: ['z'] }];
const ruleSet = compile(programme({ products, stores, settings: { amountToleranceMinor: 1, minUnitPriceMinor: 10 } }), 1, 'h');

function normalised(lines: readonly LineDraft[], draft: ReceiptDraft = {}) {
  const receipt = normalise(raw(lines, draft), ruleSet);
  if (isRejection(receipt)) throw new Error(receipt.message);
  return receipt;
}

const code = (lines: readonly LineDraft[], draft: ReceiptDraft = {}): string => {
  const answer = normalise(raw(lines, draft), ruleSet);
  return isRejection(answer) ? answer.rejection : '';
};

describe('amounts of a line', () => {
  it.each([
    [333, 3000, null, 999],
    [1000, 356, null, 356],
    [1000, 1, null, 1],
    [999, 500, null, 500],
    [333, 3000, 1000, 1000],
    [333, 3000, 998, 998],
  ])('%d × %d thousandths, the till says %s: %d', (price, quantityMilli, amountMinor, expected) => {
    expect(normalised([{ price, quantityMilli, amountMinor }]).lines[0]!.regularMinor).toBe(expected);
  });

  it.each([
    [997, 'amount_mismatch'],
    [998, ''],
    [1000, ''],
    [1001, 'amount_mismatch'],
  ])('3 × 3.33 sent as %d with a tolerance of 0.01: %s', (amountMinor, expected) => {
    expect(code([{ price: 333, qty: 3, amountMinor }])).toBe(expected);
  });

  it('an amount alone gives the price of a unit; neither, the price of the catalogue; none at all is refused', () => {
    const unknown = { price: 0, unitPriceMinor: null };
    expect(normalised([{ ...unknown, qty: 3, amountMinor: 1000 }]).lines[0]).toMatchObject({ unitPriceMinor: 333, regularMinor: 1000 });
    expect(normalised([{ ...unknown, qty: 2, sku: 'a' }]).lines[0]).toMatchObject({ unitPriceMinor: 250, regularMinor: 500 });
    expect(normalised([{ price: 0, qty: 2, sku: 'a' }]).lines[0]).toMatchObject({ unitPriceMinor: 0, regularMinor: 0 });
    expect(code([unknown])).toBe('malformed');
  });

  it.each([
    [{ price: 1000, qty: 3 }, 30],
    [{ price: 1000, qty: 3, minimumMinor: 2900 }, 2900],
    [{ price: 1000, qty: 3, minimumMinor: 9999 }, 3000],
    [{ price: 1000, qty: 3, sku: 'a' }, 300],
    [{ price: 1000, milli: 500, sku: 'a' }, 50],
  ])('the floor of %j is %d', (line, expected) => {
    expect(normalised([line]).lines[0]!.minimumMinor).toBe(expected);
  });
});

describe('facts', () => {
  it('the line wins over the catalogue, attribute by attribute', () => {
    expect(normalised([{ price: 1, sku: 'a' }]).lines[0]).toMatchObject({
      categories: ['food'],
      brand: 'x',
      tags: ['bio'],
      attributes: { colour: 'red', size: 1 },
    });
    const own = { price: 1, sku: 'a', categories: ['tools'], brand: 'y', tags: ['new'], attributes: { size: 2 } };
    expect(normalised([own]).lines[0]).toMatchObject({
      categories: ['tools'],
      brand: 'y',
      tags: ['new'],
      attributes: { colour: 'red', size: 2 },
    });
  });

  it('flags come from either', () => {
    expect(normalised([{ price: 1, sku: 'w' }]).lines[0]).toMatchObject({
      weighed: true,
      discountable: false,
      burnable: false,
      earning: false,
    });
    expect(normalised([{ price: 1, notBurnable: true }]).lines[0]).toMatchObject({
      weighed: false,
      discountable: true,
      burnable: false,
      earning: true,
    });
  });

  it('a known store gives region, zones and time zone; an unknown one the zone of the programme', () => {
    expect(normalised([{ price: 1 }])).toMatchObject({ region: 'north', zones: ['z'], timeZone: 'Europe/London' });
    expect(normalised([{ price: 1 }], { storeId: 'new' })).toMatchObject({ region: '', zones: [], timeZone: 'Europe/Berlin' });
  });

  it('lines by number, codes trimmed, upper-cased and once', () => {
    const receipt = normalised(
      [
        { price: 1, lineNumber: 7 },
        { price: 2, lineNumber: 3 },
      ],
      { coupons: [' abc', 'ABC', '', 'x '] },
    );
    expect(receipt.lines.map((line) => line.lineNumber)).toEqual([3, 7]);
    expect(receipt.coupons).toEqual(['ABC', 'X']);
  });
});

describe('refusals', () => {
  it.each([
    [[], {}, 'malformed'],
    [
      [
        { price: 1, lineNumber: 1 },
        { price: 1, lineNumber: 1 },
      ],
      {},
      'malformed',
    ],
    [[{ price: 1 }], { currency: 'USD' }, 'currency_mismatch'],
    [[{ price: 1 }], { currency: 'EUR' }, ''],
  ])('%j %j: %s', (lines, draft, expected) => {
    expect(code(lines, draft)).toBe(expected);
  });
});
