/** Card prices by themselves are those of the whole receipt: for any rules, lists, member and lines. */
import fc from 'fast-check';
import type { Minor } from '../../../src/core/money.js';
import { NO_ASSORTMENT } from '../../../src/core/assortment.js';
import { normalise } from '../../../src/core/normalise.js';
import type { PriceBook } from '../../../src/core/price-book.js';
import { priceReceipt } from '../../../src/core/pricing/price.js';
import { priceCards } from '../../../src/core/pricing/price-cards.js';
import type { ListPrice } from '../../../src/core/receipt.js';
import { isRejection } from '../../../src/core/rejection.js';
import { compile } from '../../../src/core/rules/compile.js';
import { lineDrafts, members, programmes, SKUS } from '../arbitrary.js';
import { raw } from '../support.js';

const price: fc.Arbitrary<ListPrice> = fc.record({
  listId: fc.constantFrom('L1', 'L2', 'L3'),
  unitPriceMinor: fc.integer({ min: 0, max: 1500 }) as fc.Arbitrary<Minor>,
  who: fc.constantFrom({}, { members: true as const }, { tiers: ['gold'] }, { segments: ['a', 'b'] }),
});
const books = fc.dictionary(fc.constantFrom(...SKUS), fc.array(price, { maxLength: 3 }));

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
