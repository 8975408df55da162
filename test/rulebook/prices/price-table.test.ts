import fc from 'fast-check';
import { passingKey, PriceTable, skuKey, type PriceRow } from '../../../src/rulebook/prices/price-table.js';

const bound = fc.integer({ min: 0, max: 7_258_118_400_000 });
const row = fc.record({
  unitPriceMinor: fc.integer({ min: 0, max: 100_000_000_000 }),
  fromMs: fc.oneof(fc.constant(-Infinity), bound),
  toMs: fc.oneof(fc.constant(Infinity), bound),
});
const entry = fc.tuple(fc.oneof(fc.constantFrom('a', 'b', 'ab', 'ü', '日本'), fc.string({ minLength: 1, maxLength: 64 })), row);

test('it holds what a map of rows holds', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 200 }), bound, (entries, atMs) => {
      const table = new PriceTable(entries.length);
      const model = new Map<string, PriceRow[]>();
      for (const [sku, one] of entries) {
        table.add(skuKey(sku), one);
        model.set(sku, [...(model.get(sku) ?? []), one]);
      }
      expect([table.rows, table.skus]).toEqual([entries.length, model.size]);
      for (const sku of [...model.keys(), 'none', '']) {
        const rows = model.get(sku) ?? [];
        expect(table.find(skuKey(sku))).toEqual(rows);
        const valid = rows.filter(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs).map(({ unitPriceMinor }) => unitPriceMinor);
        expect(table.lowest(skuKey(sku), atMs)).toBe(valid.length === 0 ? -1 : Math.min(...valid));
      }
    }),
    { numRuns: 50 },
  );
});

test('entries cross pages, and each price takes some 26 bytes beside its SKU', () => {
  const rows = 300_000;
  const table = new PriceTable(rows);
  const open = { fromMs: -Infinity, toMs: Infinity };
  const skuOf = (i: number): string => `a-rather-long-stock-keeping-unit-that-fills-its-page-${i}`;
  for (let i = 0; i < rows; i++) table.add(skuKey(skuOf(i)), { unitPriceMinor: i, ...open });
  const wrong: number[] = [];
  for (let i = 0; i < rows; i += 97) if (table.lowest(skuKey(skuOf(i)), 0) !== i) wrong.push(i);
  expect(wrong).toEqual([]);
  expect(table.bytes / rows).toBeLessThan(26 + 60 + 60);
});

test('a key in passing is that of the SKU, whatever was asked before', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (sku) => {
      const { bytes, length, hash } = passingKey(sku);
      const kept = skuKey(sku);
      expect({ bytes: [...bytes.subarray(0, length)], length, hash }).toEqual({ ...kept, bytes: [...kept.bytes] });
    }),
  );
});
