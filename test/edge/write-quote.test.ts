/** The answers that are written by hand are the messages that the general codec writes, whatever the quote holds. */
import fc from 'fast-check';
import type { Balance, CardPricesResult, SaleView } from '../../src/checkout/commands.js';
import type { CheckoutDeps } from '../../src/checkout/deps.js';
import type { Quote, Stage } from '../../src/core/quote.js';
import { comparison } from '../../src/core/rules/explain.js';
import type { GetSaleResponse__Output } from '../../src/edge/grpc/generated/tallystick/v1/GetSaleResponse.js';
import type { QuoteResponse, QuoteResponse__Output } from '../../src/edge/grpc/generated/tallystick/v1/QuoteResponse.js';
import type { SaleResponse__Output } from '../../src/edge/grpc/generated/tallystick/v1/SaleResponse.js';
import { cardPrices } from '../../src/edge/grpc/card-prices.js';
import { getSale } from '../../src/edge/grpc/get-sale.js';
import { method } from '../../src/edge/grpc/protos.js';
import { sale } from '../../src/edge/grpc/sale.js';
import { BackwardWriter, written } from '../../src/edge/grpc/wire/backward-writer.js';
import { writeBalance, writeQuote } from '../../src/edge/grpc/wire/write-quote.js';
import { answerQuote } from './answer-quote.js';

const STYLE = { minorDigits: 2, pointScale: 0, timeZone: 'UTC' };
const STAGES: readonly Stage[] = ['card_price', 'line', 'receipt', 'burn', 'earn'];
const codec = method<object, QuoteResponse>('CheckoutService', 'Quote');
const decode = (bytes: Buffer): QuoteResponse__Output => codec.responseDeserialize(bytes) as unknown as QuoteResponse__Output;

/** All sizes of a varint. */
const amount = fc.oneof(fc.nat(300), fc.nat(), fc.maxSafeNat(), fc.constantFrom(0, 127, 128, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 35));
const text = fc.oneof(fc.constant(''), fc.string({ maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 40 }));
const stage = fc.constantFrom(...STAGES);
const listOf = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 4 });
const recordOf = <K extends string>(...names: readonly K[]) =>
  fc.record(Object.fromEntries(names.map((name) => [name, amount])) as Record<K, typeof amount>);

const why = fc.tuple(text, amount).map(([wanted, actual]) => comparison('quantity', 'below', actual, wanted));
const line = fc.tuple(
  recordOf('quantityMilli', 'regularMinor', 'cardPriceMinor', 'discountMinor', 'netMinor', 'burnMinor', 'burnPoints'),
  recordOf('payableMinor', 'earnPoints'),
  fc.record({ lineNumber: fc.nat(), sku: text, discounts: listOf(fc.record({ ruleId: text, stage, amountMinor: amount })) }),
  fc.record({ portions: listOf(recordOf('quantityMilli', 'netMinor')) }),
);
const applied = fc.record({
  ...{ ruleId: text, name: text, stage, group: text, coupon: text, amountMinor: amount, points: amount, times: amount },
  lines: listOf(fc.record({ lineNumber: fc.nat(), baseMinor: amount, amountMinor: amount, points: amount })),
});
const TOTALS = ['regularMinor', 'cardPriceSavingMinor', 'discountMinor', 'netMinor', 'burnMinor'] as const;

const quotes = fc
  .record({
    lines: listOf(line.map((parts) => Object.assign({}, ...parts) as object)),
    totals: recordOf(...TOTALS, 'burnPoints', 'payableMinor', 'earnPoints'),
    applied: listOf(applied),
    refused: listOf(fc.record({ ruleId: text, name: text, stage, why })),
    coupons: listOf(fc.record({ code: text, applied: fc.boolean(), reason: text, ruleId: text, why: fc.option(why) })),
    burn: recordOf('requestedPoints', 'points', 'amountMinor', 'maxPoints', 'maxMinor'),
    earnForecast: recordOf('atZeroBurn', 'asRequested', 'atMaxBurn'),
    messages: listOf(fc.record({ ruleId: text, code: text, text })),
    savingWithCardMinor: amount,
    ruleSetVersion: fc.nat(),
    ruleSetHash: text,
    memberVersion: amount,
    fingerprint: text,
  })
  .map((quote) => quote as unknown as Quote);

const balances: fc.Arbitrary<Balance | null> = fc.option(
  fc
    .record({ memberId: text, activePoints: fc.maxSafeInteger(), pendingPoints: amount, heldPoints: amount, version: amount })
    .map((balance) => balance as Balance),
);

test('card prices written by hand are the message of the general codec', () => {
  const prices = method<object, object>('CheckoutService', 'CardPrices');
  const price = fc.record({ sku: text, regularMinor: amount, cardMinor: amount, listId: fc.oneof(fc.constant(''), text) });
  if (!('write' in cardPrices)) throw new Error('card prices are written by hand');
  const { write } = cardPrices;
  fc.assert(
    fc.property(fc.record({ prices: listOf(price), ruleSetVersion: fc.nat() }), (result) => {
      const bytes = written((to) => write(to, result as unknown as CardPricesResult, {} as CheckoutDeps));
      const message = result.prices.map(({ sku, regularMinor, cardMinor, listId }) => {
        const special = listId !== '';
        return { sku, special, cardPriceMinor: special ? cardMinor : 0, regularPriceMinor: regularMinor, listId };
      });
      const expected = prices.responseSerialize({ ...result, prices: message });
      expect(prices.responseDeserialize(bytes)).toEqual(prices.responseDeserialize(expected));
    }),
  );
});

test('a quote written by hand is the message of the general codec', () => {
  fc.assert(
    fc.property(quotes, balances, (quote, balance) => {
      const bytes = written((to) => {
        writeBalance(to, 2, balance);
        writeQuote(to, 1, quote, STYLE);
      });
      expect(decode(bytes)).toEqual(decode(codec.responseSerialize({ quote: answerQuote(quote, STYLE), balance })));
    }),
  );
});

test('a sale says what happened beside its quote', () => {
  const [quote] = fc.sample(quotes, { numRuns: 1, seed: 1 });
  const result = { outcome: 'quote_moved', saleId: 'sal_1', quote: quote!, balance: null, replayed: true } as const;
  if (!('write' in sale)) throw new Error('a sale is written by hand');
  const { write } = sale;
  const bytes = written((to) => write(to, result, { rulebook: { current: () => null } } as unknown as Parameters<typeof write>[2]));
  const answer = method<object, object>('CheckoutService', 'Sale').responseDeserialize(bytes) as SaleResponse__Output;
  expect(answer).toMatchObject({ outcome: 'BOOKING_OUTCOME_QUOTE_MOVED', saleId: 'sal_1', balance: null, replayed: true });
  expect(answer.quote).toEqual(decode(codec.responseSerialize({ quote: answerQuote(quote!, STYLE) })).quote);
});

test('a sale that is looked up is told with every field', () => {
  const [quote] = fc.sample(quotes, { numRuns: 1, seed: 2 });
  const receipt = { storeId: 'S1', terminalId: 'T1', businessDate: '2026-11-22', receiptNumber: '10042' };
  const view = {
    ...{ saleId: 'rcp_1', status: 'partly_returned', receipt, purchasedAtMs: 1_795_340_096_000, bookedAtMs: 1_795_340_097_000 },
    ...{ memberId: 'mbr_1', quote: quote!, holdId: 'hld_1', holdExpiresAtMs: 1_795_340_098_000 },
    returned: [1, 2].map((lineNumber) => ({ lineNumber, quantityMilli: lineNumber * 1000 })),
  } as unknown as SaleView;
  if (!('write' in getSale)) throw new Error('a sale that is looked up is written by hand');
  const { write } = getSale;
  const bytes = written((to) => write(to, view, { rulebook: { current: () => null } } as unknown as Parameters<typeof write>[2]));
  const { responseSerialize, responseDeserialize } = method<object, object>('CheckoutService', 'GetSale');
  const message = { ...view, status: 'SALE_STATUS_PARTLY_RETURNED', quote: answerQuote(quote!, STYLE) };
  const answer = responseDeserialize(bytes) as GetSaleResponse__Output;
  expect(answer).toEqual(responseDeserialize(responseSerialize(message)));
  expect(answer.returned).toHaveLength(2);
});

test('what a fault left half written is not in the next answer', () => {
  expect(() =>
    written((to) => {
      to.text(1, 'half');
      throw new Error('fault');
    }),
  ).toThrow('fault');
  expect(written((to) => to.text(1, 'x'))).toEqual(Buffer.from([0x0a, 1, 0x78]));
});

test('an answer larger than the writer began with is whole', () => {
  const to = new BackwardWriter();
  const long = 'ü'.repeat(700_000);
  to.text(1, long);
  to.integer(2, 7);
  const bytes = to.take();
  expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0x10, 7]));
  expect(bytes.subarray(bytes.length - long.length * 2).toString()).toBe(long);
  to.integer(2, 7);
  expect(to.take()).toEqual(Buffer.from([0x10, 7]));
});
