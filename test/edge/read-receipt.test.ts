/** The requests that are read by hand are what the general codec makes of the same bytes, whatever they hold. */
import fc from 'fast-check';
import { authorize } from '../../src/edge/grpc/authorize.js';
import { cardPrices } from '../../src/edge/grpc/card-prices.js';
import { method } from '../../src/edge/grpc/protos.js';
import { quote } from '../../src/edge/grpc/quote.js';
import { sale } from '../../src/edge/grpc/sale.js';

const OPERATIONS = [quote, sale, authorize, cardPrices];
const READERS = OPERATIONS.map(({ name, read }) => {
  const { requestSerialize: encode, requestDeserialize: decode } = method<object, object>('CheckoutService', name) as unknown as {
    requestSerialize: (message: object) => Buffer;
    requestDeserialize: (bytes: Buffer) => object;
  };
  return { name, encode, decode, read: read! as (bytes: Buffer) => object };
});

/** All sizes of an integer on the wire, also what no till should send: below zero and beyond 2^53. */
const long = fc.oneof(
  fc.nat(300),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -1, 127, 128, 2 ** 31, 2 ** 32, -(2 ** 32), 2 ** 53),
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map(String),
);
const text = fc.oneof(fc.constant(''), fc.string({ maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 40 }));
const listOf = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 4 });
const attributes = fc.dictionary(text, text, { maxKeys: 4 });
const line = fc.record(
  {
    ...{ lineNumber: fc.integer(), sku: text, quantityMilli: long, unitPriceMinor: long, amountMinor: long, minimumMinor: long },
    ...{ categories: listOf(text), brand: text, tags: listOf(text), attributes },
    ...{ weighed: fc.boolean(), notDiscountable: fc.boolean(), notBurnable: fc.boolean(), notEarning: fc.boolean() },
  },
  { requiredKeys: [] },
);
const receipt = fc
  .record(
    {
      ...{ storeId: text, terminalId: text, businessDate: text, receiptNumber: text, currency: text, channel: text, cardNumber: text },
      ...{ purchasedAtMs: long, lines: listOf(line), coupons: listOf(text), attributes },
      tenders: listOf(fc.record({ type: text, amountMinor: long }, { requiredKeys: [] })),
    },
    { requiredKeys: [] },
  )
  .chain((content) =>
    fc
      .oneof(fc.constant({}), fc.record({ burnPoints: long }), fc.record({ burnMax: fc.boolean() }))
      .map((burn) => ({ ...content, ...burn })),
  );
const request = fc.record(
  {
    ...{ receipt, idempotencyKey: text, expectedFingerprint: text, holdTtlMs: long, explain: fc.boolean() },
    ...{ skus: listOf(text), cardNumber: text, storeId: text, channel: text },
  },
  { requiredKeys: [] },
);

test.each(READERS)('$name is read as the general codec reads it', ({ encode, decode, read }) => {
  fc.assert(
    fc.property(request, (message) => {
      const bytes = encode(message);
      expect(read(bytes)).toEqual(decode(bytes));
    }),
    { numRuns: 300 },
  );
});

/** Fields that a later version may add: each way to write one, under a number that nobody has. */
const UNKNOWN = [
  Buffer.from([0xf8, 0x07, 0x96, 0x01]),
  Buffer.from([0xf9, 0x07, 1, 2, 3, 4, 5, 6, 7, 8]),
  Buffer.from([0xfa, 0x07, 2, 0xff, 0xff]),
  Buffer.from([0xfb, 0x07, 0x08, 0x01, 0xfc, 0x07]),
  Buffer.from([0xfd, 0x07, 1, 2, 3, 4]),
];

test.each(READERS)('$name passes over fields it does not know', ({ encode, decode, read }) => {
  fc.assert(
    fc.property(request, fc.subarray(UNKNOWN), (message, unknown) => {
      const outside = Buffer.concat([...unknown, encode(message), ...unknown]);
      expect(read(outside)).toEqual(decode(outside));
    }),
    { numRuns: 50 },
  );
});

test.each(READERS.filter(({ name }) => name !== 'CardPrices'))('$name passes over them within the receipt', ({ decode, read }) => {
  const field = read === quote.read ? 1 : 2;
  const inner = Buffer.concat([...UNKNOWN, Buffer.from([(1 << 3) | 2, 1, 0x53]), ...UNKNOWN]);
  const bytes = Buffer.concat([Buffer.from([(field << 3) | 2, inner.length]), inner]);
  expect(read(bytes)).toEqual(decode(bytes));
  expect(read(bytes)).toHaveProperty('receipt.storeId', 'S');
});

test.each(READERS)('$name refuses every beginning of a message that ends within a field', ({ name, encode, decode, read }) => {
  const whole = encode({
    receipt: { storeId: 'S1', lines: [{ lineNumber: 1, sku: 'A', quantityMilli: 1000 }], burnPoints: 300 },
    skus: ['one of them'],
  });
  for (let length = 1; length < whole.length; length++) {
    expect(() => read(whole.subarray(0, length))).toThrow(RangeError);
    // Of a text at the end of all the general codec takes what is there.
    if (name !== 'CardPrices') expect(() => decode(whole.subarray(0, length))).toThrow();
  }
});

test.each(READERS)('$name never hangs or reads beyond its bytes, whatever they are', ({ read }) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        read(Buffer.from(bytes));
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('a field that reaches beyond the receipt it stands in is refused', () => {
  const bytes = Buffer.from([(1 << 3) | 2, 3, (1 << 3) | 2, 9, 0x41, 0x41, 0x41, 0x41, 0x41, 0x41, 0x41, 0x41, 0x41]);
  expect(() => quote.read!(bytes)).toThrow(RangeError);
});
