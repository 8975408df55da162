import fc from 'fast-check';
import { priceReceipt } from '../../src/core/pricing/price.js';
import { isRejection } from '../../src/core/rejection.js';
import { packQuote, packReceipt, unpackQuote, unpackReceipt } from '../../src/ledger/stored-receipt.js';
import { lineDrafts, members, programmes, receiptDraft } from '../core/arbitrary.js';
import { programme, request } from '../core/support.js';

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

it('reading a stored receipt and quote back gives exactly what was written', () => {
  fc.assert(
    fc.property(fc.record({ programme: programmes, lines: lineDrafts, receipt: receiptDraft, member: members }), (test) => {
      const asked = request(test);
      const quote = priceReceipt(asked);
      fc.pre(!isRejection(quote));
      if (isRejection(quote)) return;
      expect(unpackReceipt(throughJson(packReceipt(asked.receipt)))).toEqual(throughJson(asked.receipt));
      expect(unpackQuote(throughJson(packQuote(quote)))).toEqual(throughJson(quote));
    }),
    { numRuns: 500 },
  );
});

it('an ordinary line takes little room', () => {
  const { receipt, ruleSet, ...rest } = request({ programme: programme(), lines: [{ sku: 'tea', price: 250, qty: 2 }] });
  const quote = priceReceipt({ receipt, ruleSet, ...rest });
  if (isRejection(quote)) throw new Error(quote.message);
  expect(packReceipt(receipt).lines).toEqual([{ lineNumber: 1, sku: 'tea', quantityMilli: 2000, unitPriceMinor: 250, regularMinor: 500 }]);
  expect(packQuote(quote).lines).toEqual([
    { lineNumber: 1, sku: 'tea', quantityMilli: 2000, regularMinor: 500, netMinor: 500, payableMinor: 500 },
  ]);
});
