/** Which receipts are the same call: every field counts, and nothing else does. */
import type { Caller } from '../../src/checkout/commands.js';
import { loadConfig } from '../../src/config.js';
import { receiptHash } from '../../src/edge/grpc/body-hash.js';
import { checkReceipt } from '../../src/edge/grpc/check-receipt.js';
import { method } from '../../src/edge/grpc/protos.js';
import type { QuoteRequest__Output } from '../../src/edge/grpc/generated/tallystick/v1/QuoteRequest.js';
import { encoder } from '../support/grpc-caller.js';
import { line, receipt } from './receipts.js';

const config = loadConfig({ DATABASE_URL: 'postgres://u:p@localhost/db' });
const caller: Caller = { storeId: 'S1', terminalId: 'T1', mayEnrol: false };
const { requestDeserialize } = method<QuoteRequest__Output, object>('CheckoutService', 'Quote');

function hashOf(message: object, operation = 'sale'): string {
  const decoded = requestDeserialize(encoder('CheckoutService', 'Quote')({ receipt: message }));
  return receiptHash(operation, checkReceipt(decoded.receipt, caller, config, true)).toString('hex');
}

const plain = hashOf(receipt());
const ofLine = (over: object) => receipt({ lines: [line(over)] });

test('16 bytes', () => expect(plain).toMatch(/^[0-9a-f]{32}$/));

const OTHERS: [string, object][] = [
  ['terminal', receipt({ terminalId: 'T2' })],
  ['business date', receipt({ businessDate: '2026-11-03' })],
  ['number', receipt({ receiptNumber: '1002' })],
  ['time', receipt({ purchasedAtMs: 1 })],
  ['currency', receipt({ currency: 'GBP' })],
  ['channel', receipt({ channel: 'web' })],
  ['card', receipt({ cardNumber: '1' })],
  ['burn of 1', receipt({ burnPoints: 1 })],
  ['burn of all', receipt({ burnMax: true })],
  ['a coupon', receipt({ coupons: ['A'] })],
  ['two coupons', receipt({ coupons: ['A', 'B'] })],
  ['two coupons, in another order', receipt({ coupons: ['B', 'A'] })],
  ['a tender', receipt({ tenders: [{ type: 'cash', amountMinor: 1 }] })],
  ['another tender', receipt({ tenders: [{ type: 'cash', amountMinor: 2 }] })],
  ['an attribute', receipt({ attributes: { a: '1' } })],
  ['line number', ofLine({ lineNumber: 2 })],
  ['sku', ofLine({ sku: 'B' })],
  ['quantity', ofLine({ quantityMilli: 1001 })],
  ['price', ofLine({ unitPriceMinor: 251 })],
  ['amount', ofLine({ amountMinor: 250 })],
  ['amount of 0', ofLine({ amountMinor: 0 })],
  ['minimum', ofLine({ minimumMinor: 1 })],
  ['category', ofLine({ categories: ['A'] })],
  ['brand', ofLine({ brand: 'A' })],
  ['tag', ofLine({ tags: ['A'] })],
  ['weighed', ofLine({ weighed: true })],
  ['not discountable', ofLine({ notDiscountable: true })],
  ['not burnable', ofLine({ notBurnable: true })],
  ['not earning', ofLine({ notEarning: true })],
  ['an attribute of the line', ofLine({ attributes: { a: '1' } })],
  ['two lines', receipt({ lines: [line(), line({ lineNumber: 2 })] })],
];

test('every field counts', () => {
  const hashes = [plain, ...OTHERS.map(([, message]) => hashOf(message)), hashOf(receipt(), 'authorize')];
  const seen = new Map<string, string>();
  hashes.forEach((hash, k) => {
    expect([hash, seen.get(hash)]).toEqual([hash, undefined]);
    seen.set(hash, k === 0 ? 'plain' : (OTHERS[k - 1]?.[0] ?? 'operation'));
  });
});

test.each<[string, object, object]>([
  ['the own store and terminal named', receipt(), receipt({ storeId: 'S1', terminalId: 'T1' })],
  ['the channel of every till named', receipt(), receipt({ channel: 'pos' })],
  ['a burn of 0 points', receipt(), receipt({ burnPoints: 0 })],
  ['attributes in another order', receipt({ attributes: { a: '1', b: '2' } }), receipt({ attributes: { b: '2', a: '1' } })],
])('%s is the same call', (_what, one, other) => expect(hashOf(one)).toBe(hashOf(other)));

/** The hash is stored with the sale for years: this one may only change with a migration. */
test('the hash of a receipt stays what it is', () => expect(plain).toBe('d2b01270871d3a40ddff969b276183e9'));
