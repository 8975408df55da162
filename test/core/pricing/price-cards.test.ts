/** Card prices by themselves are those of the whole receipt: for any rules, lists, member and lines. */
import fc from 'fast-check';
import type { Minor } from '../../../src/core/money.js';
import { NO_ASSORTMENT } from '../../../src/core/assortment.js';
import { normalise } from '../../../src/core/normalise.js';
import type { PriceBook } from '../../../src/core/price-book.js';
import { priceReceipt } from '../../../src/core/pricing/price.js';
import { areListsAll, priceByLists, priceByReceipt } from '../../../src/core/pricing/price-units.js';
import { priceCards } from '../../../src/core/pricing/price-cards.js';
import type { ListPrice } from '../../../src/core/receipt.js';
import { isRejection } from '../../../src/core/rejection.js';
import { compile } from '../../../src/core/rules/compile.js';
import { lineDrafts, members, programmes, SKUS } from '../arbitrary.js';
import { member as someone, NOON, raw } from '../support.js';

const price: fc.Arbitrary<ListPrice> = fc.record({
  listId: fc.constantFrom('L1', 'L2', 'L3'),
  unitPriceMinor: fc.integer({ min: 0, max: 1500 }) as fc.Arbitrary<Minor>,
  who: fc.constantFrom({}, { members: true as const }, { tiers: ['gold'] }, { segments: ['a', 'b'] }),
});
const books = fc.dictionary(fc.constantFrom(...SKUS), fc.array(price, { maxLength: 3 }));

test('single units: by the lists alone as by a receipt made up of them', () => {
  const amount = (max: number) => fc.integer({ min: 1, max });
  const product = fc.record(
    { sku: fc.constantFrom(...SKUS), unitPriceMinor: amount(1500), minUnitPriceMinor: amount(900), retired: fc.boolean() },
    { requiredKeys: ['sku'] },
  );
  const shelves = fc.uniqueArray(product, { selector: ({ sku }) => sku });
  let special = 0;
  fc.assert(
    fc.property(programmes, shelves, members, books, fc.boolean(), (programme, goods, member, lists, isCatalogue) => {
      const rules = (programme.rules ?? []).filter(({ stage }) => stage !== 'card_price');
      const ruleSet = compile(
        { ...programme, rules, priceLists: [], products: isCatalogue ? [] : goods.map(({ retired: _, ...rest }) => rest) },
        1,
        'hash',
      );
      expect(areListsAll(ruleSet)).toBe(true);
      const shelf = new Map(isCatalogue ? goods.map((one) => [one.sku, one]) : []);
      const assortment = { ...NO_ASSORTMENT, product: (sku: string) => shelf.get(sku) };
      // A book gives only what is below the regular price.
      const below = (sku: string, unitMinor: Minor) => (lists[sku] ?? []).filter(({ unitPriceMinor }) => unitPriceMinor < unitMinor);
      const prices: PriceBook = { revision: 1, at: () => below, lowest: () => null };
      const place = { storeId: 's1', terminalId: 't1', channel: 'web', atMs: NOON };
      const request = { ...place, skus: [...SKUS, 'unknown'], ruleSet, assortment, prices, member: member ?? someone() };
      const units = priceByLists(request);
      expect(units).toEqual(priceByReceipt(request));
      special += units.filter(({ listId }) => listId !== '').length;
    }),
  );
  expect(special).toBeGreaterThan(20);
});

test('the same prices, from the same lists', () => {
  fc.assert(
    fc.property(programmes, lineDrafts, members, books, (programme, drafts, member, prices) => {
      const book: PriceBook = { revision: 1, at: () => (sku) => prices[sku] ?? [], lowest: () => null };
      const ruleSet = compile(programme, 1, 'hash');
      const receipt = normalise(raw(drafts), ruleSet, NO_ASSORTMENT, book);
      if (isRejection(receipt)) return;
      const request = { receipt, ruleSet, member, explain: false, coupons: [], budgets: {} };
      const whole = priceReceipt(request);
      if (isRejection(whole)) return;
      expect(priceCards(request)).toEqual(
        whole.lines.map(({ sku, cardPriceMinor, discounts }) => ({
          ...{ sku, cardPriceMinor },
          ruleId: discounts.find(({ stage }) => stage === 'card_price')?.ruleId ?? '',
        })),
      );
    }),
  );
});
