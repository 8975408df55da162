/** Whatever is sent, the answer is a status, a code and a field as documented, and the process lives on. */
import { status } from '@grpc/grpc-js';
import type { Answer } from '../support/grpc-caller.js';
import { startTestEngine, type TestEngine } from '../support/engine.js';
import { line, lines, names, receipt } from './receipts.js';

let at: TestEngine;
beforeAll(async () => {
  at = await startTestEngine();
});
afterAll(() => at.close());
afterEach(async () => expect((await fetch(`${at.http}/health/ready`)).status).toBe(200));

const shape = (answer: Answer) =>
  answer.ok
    ? 'OK'
    : { status: status[answer.code], reason: answer.info?.reason, field: answer.info?.metadata['field'], message: answer.message };

const malformed = (field: string, what: string) => ({
  status: 'INVALID_ARGUMENT',
  reason: 'malformed',
  field,
  message: `${field} ${what}`,
});
const overLimit = (field: string, what: string) => ({ ...malformed(field, what), reason: 'over_limit' });

/** Whatever the use case answers, the edge let it through. */
function letThrough(answer: Answer): boolean {
  return answer.ok || !['malformed', 'over_limit', 'fault', undefined].includes(answer.info?.reason);
}

const HUGE = '9223372036854775807';
const LINE = 'receipt.lines[0]';
const BETWEEN_QUANTITY = 'must be between 1 and 1000000000';
const BETWEEN_AMOUNT = 'must be between 0 and 100000000000';
const UNPRINTABLE = 'must be valid UTF-8 without control characters';
const bad = (over: object) => receipt({ lines: [line(over)] });

test.each<[string, object | undefined, object]>([
  ['no receipt', undefined, malformed('receipt', 'is missing')],
  ['no lines', receipt({ lines: [] }), malformed('receipt.lines', 'must have at least one line')],
  ['2001 lines', receipt({ lines: lines(2001) }), overLimit('receipt.lines', 'must not have more than 2000 lines')],
  [
    'a line number twice',
    receipt({ lines: [...lines(3), line({ lineNumber: 2 })] }),
    malformed('receipt.lines[3].line_number', 'repeats line number 2'),
  ],
  ['line number 0', bad({ lineNumber: 0 }), malformed(`${LINE}.line_number`, 'must be between 1 and 2147483647')],
  ['line number -1', bad({ lineNumber: -1 }), malformed(`${LINE}.line_number`, 'must be between 1 and 2147483647')],
  ['no sku', bad({ sku: '' }), malformed(`${LINE}.sku`, 'is missing')],
  ['blank sku', bad({ sku: '  ' }), malformed(`${LINE}.sku`, 'must not be blank')],
  ['65 characters', bad({ sku: 'x'.repeat(65) }), malformed(`${LINE}.sku`, 'must not be longer than 64 characters')],
  ['a line feed', bad({ sku: 'a\nb' }), malformed(`${LINE}.sku`, UNPRINTABLE)],
  ['a zero byte', bad({ sku: 'a\0' }), malformed(`${LINE}.sku`, UNPRINTABLE)],
  ['quantity 0', bad({ quantityMilli: 0 }), malformed(`${LINE}.quantity_milli`, BETWEEN_QUANTITY)],
  ['quantity -1', bad({ quantityMilli: -1 }), malformed(`${LINE}.quantity_milli`, BETWEEN_QUANTITY)],
  ['quantity 10^9 + 1', bad({ quantityMilli: 1_000_000_001 }), malformed(`${LINE}.quantity_milli`, BETWEEN_QUANTITY)],
  ['quantity 2^63 - 1', bad({ quantityMilli: HUGE }), malformed(`${LINE}.quantity_milli`, BETWEEN_QUANTITY)],
  ['price -1', bad({ unitPriceMinor: -1 }), malformed(`${LINE}.unit_price_minor`, BETWEEN_AMOUNT)],
  ['price 10^11 + 1', bad({ unitPriceMinor: 100_000_000_001 }), malformed(`${LINE}.unit_price_minor`, BETWEEN_AMOUNT)],
  ['price 2^63 - 1', bad({ unitPriceMinor: HUGE }), malformed(`${LINE}.unit_price_minor`, BETWEEN_AMOUNT)],
  [
    'price × quantity above the limit',
    bad({ unitPriceMinor: 100_000_000_000, quantityMilli: 1001 }),
    overLimit(`${LINE}.unit_price_minor`, 'times the quantity must not be above 100000000000'),
  ],
  ['amount -1', bad({ amountMinor: -1 }), malformed(`${LINE}.amount_minor`, BETWEEN_AMOUNT)],
  ['minimum -1', bad({ minimumMinor: -1 }), malformed(`${LINE}.minimum_minor`, BETWEEN_AMOUNT)],
  ['an empty category', bad({ categories: ['a', ''] }), malformed(`${LINE}.categories[1]`, 'is missing')],
  ['33 tags', bad({ tags: Object.keys(names(33)) }), overLimit(`${LINE}.tags`, 'must not have more than 32 items')],
  ['33 attributes of a line', bad({ attributes: names(33) }), overLimit(`${LINE}.attributes`, 'must not have more than 32 items')],
  [
    'a long attribute',
    bad({ attributes: { a: 'x'.repeat(257) } }),
    malformed(`${LINE}.attributes.a`, 'must not be longer than 256 characters'),
  ],
  ['33 attributes', receipt({ attributes: names(33) }), overLimit('receipt.attributes', 'must not have more than 32 items')],
  [
    'an attribute without a name',
    receipt({ attributes: { '': 'x' } }),
    malformed('receipt.attributes', 'must have names of up to 64 letters, digits, `_`, `.` or `-` that begin with a letter'),
  ],
  ['no business date', receipt({ businessDate: '' }), malformed('receipt.business_date', 'is missing')],
  ['2.11.2026', receipt({ businessDate: '2.11.2026' }), malformed('receipt.business_date', 'must be a date as YYYY-MM-DD')],
  ['20261102', receipt({ businessDate: '20261102' }), malformed('receipt.business_date', 'must be a date as YYYY-MM-DD')],
  [
    '2026-02-29',
    receipt({ businessDate: '2026-02-29' }),
    malformed('receipt.business_date', 'must be a day between 1900-01-01 and 2199-12-31'),
  ],
  [
    '2026-13-01',
    receipt({ businessDate: '2026-13-01' }),
    malformed('receipt.business_date', 'must be a day between 1900-01-01 and 2199-12-31'),
  ],
  ['no receipt number', receipt({ receiptNumber: '' }), malformed('receipt.receipt_number', 'is missing')],
  ['a time before 1970', receipt({ purchasedAtMs: -1 }), malformed('receipt.purchased_at_ms', 'must be between 0 and 7258118400000')],
  [
    'a time in nanoseconds',
    receipt({ purchasedAtMs: '1762000000000000000' }),
    malformed('receipt.purchased_at_ms', 'must be between 0 and 7258118400000'),
  ],
  ['currency pounds', receipt({ currency: 'pounds' }), malformed('receipt.currency', 'must be a code of ISO 4217, such as GBP')],
  ['21 coupons', receipt({ coupons: Object.keys(names(21)) }), overLimit('receipt.coupons', 'must not have more than 20 items')],
  ['an empty coupon', receipt({ coupons: [''] }), malformed('receipt.coupons[0]', 'is missing')],
  [
    '11 tenders',
    receipt({ tenders: lines(11).map(() => ({ type: 'cash' })) }),
    overLimit('receipt.tenders', 'must not have more than 10 items'),
  ],
  [
    'a tender of -1',
    receipt({ tenders: [{ type: 'cash', amountMinor: -1 }] }),
    malformed('receipt.tenders[0].amount_minor', BETWEEN_AMOUNT),
  ],
  ['burn -1', receipt({ burnPoints: -1 }), malformed('receipt.burn_points', 'must be between 0 and 1000000000000')],
  ['burn 2^63 - 1', receipt({ burnPoints: HUGE }), malformed('receipt.burn_points', 'must be between 0 and 1000000000000')],
  ['a long card', receipt({ cardNumber: '1'.repeat(65) }), malformed('receipt.card_number', 'must not be longer than 64 characters')],
])('a sale with %s', async (_what, message, expected) => {
  expect(shape(await at.grpc.call('Sale', { receipt: message }))).toEqual(expected);
});

test.each<[string, object]>([
  ['2000 lines', receipt({ lines: lines(2000) })],
  ['lines in any order', receipt({ lines: lines(5).reverse() })],
  ['the longest texts', receipt({ receiptNumber: 'x'.repeat(64), lines: [line({ sku: 'ü'.repeat(64), brand: '✓'.repeat(64) })] })],
  ['the greatest quantity', bad({ quantityMilli: 1_000_000_000, unitPriceMinor: 100_000 })],
  ['the greatest price', bad({ unitPriceMinor: 100_000_000_000 })],
  ['20 coupons', receipt({ coupons: Object.keys(names(20)) })],
  ['10 tenders', receipt({ tenders: lines(10).map(() => ({ type: 'cash' })) })],
  ['32 attributes, constructor among them', receipt({ attributes: { ...names(31), constructor: 'x' } })],
  ['29 February of a leap year', receipt({ businessDate: '2024-02-29' })],
])('a quote at the limit: %s', async (_what, message) => {
  expect(letThrough(await at.grpc.call('Quote', { receipt: message }))).toBe(true);
});

test('a cart has neither business date nor receipt number, and may ask for a quote', async () => {
  expect(letThrough(await at.grpc.call('Quote', { receipt: { lines: [line()] } }))).toBe(true);
});

const KEY = { businessDate: '2026-11-02', receiptNumber: '1' };
const LINES = [{ lineNumber: 1, quantityMilli: 1 }];

test.each<[string, string, object, object]>([
  [
    'Sale',
    'a long key',
    { receipt: receipt(), idempotencyKey: 'ü'.repeat(65) },
    malformed('idempotency_key', 'must not be longer than 128 bytes'),
  ],
  [
    'Sale',
    'a long fingerprint',
    { receipt: receipt(), expectedFingerprint: 'f'.repeat(129) },
    malformed('expected_fingerprint', 'must not be longer than 128 characters'),
  ],
  ['Authorize', 'a hold of -1 ms', { receipt: receipt(), holdTtlMs: -1 }, malformed('hold_ttl_ms', 'must be between 0 and 86400000')],
  [
    'Authorize',
    'a hold of 25 hours',
    { receipt: receipt(), holdTtlMs: 90_000_000 },
    malformed('hold_ttl_ms', 'must be between 0 and 86400000'),
  ],
  ['Capture', 'no hold', {}, malformed('hold_id', 'is missing')],
  ['Capture', 'quantity 0', { holdId: 'hld_1', lines: [{ lineNumber: 1 }] }, malformed('lines[0].quantity_milli', BETWEEN_QUANTITY)],
  ['Capture', 'a line twice', { holdId: 'hld_1', lines: [...LINES, ...LINES] }, malformed('lines[1].line_number', 'repeats line number 1')],
  ['Void', 'no target', { businessDate: '2026-11-02' }, malformed('target', 'is missing: set one of sale_id, hold_id, receipt')],
  ['Void', 'no business date', { saleId: 'rcp_1' }, malformed('business_date', 'is missing')],
  ['Void', 'an empty id', { saleId: '', businessDate: '2026-11-02' }, malformed('sale_id', 'is missing')],
  [
    'Void',
    'half a receipt',
    { receipt: { businessDate: '2026-11-02' }, businessDate: '2026-11-02' },
    malformed('receipt.receipt_number', 'is missing'),
  ],
  ['Return', 'no target', { receipt: KEY, lines: LINES }, malformed('target', 'is missing: set one of sale_id, sale_receipt')],
  ['Return', 'no receipt', { saleId: 'rcp_1', lines: LINES }, malformed('receipt', 'is missing')],
  ['Return', 'no lines', { saleId: 'rcp_1', receipt: KEY }, malformed('lines', 'must have at least one line')],
  [
    'Return',
    'a long reason',
    { saleId: 'rcp_1', receipt: KEY, lines: LINES, reason: 'x'.repeat(201) },
    malformed('reason', 'must not be longer than 200 characters'),
  ],
  ['GetSale', 'nothing', {}, malformed('by', 'is missing: set one of sale_id, receipt, idempotency_key')],
  ['GetSale', 'an empty key', { idempotencyKey: '' }, malformed('idempotency_key', 'is missing')],
  ['GetMember', 'nothing', {}, malformed('by', 'is missing: set one of card_number, member_id')],
  ['GetMember', 'an empty card', { cardNumber: '' }, malformed('card_number', 'is missing')],
  ['CardPrices', 'no SKU', {}, malformed('skus', 'must have at least one item')],
  ['CardPrices', '501 SKUs', { skus: Object.keys(names(501)) }, overLimit('skus', 'must not have more than 500 items')],
])('%s with %s', async (name, _what, message, expected) => {
  expect(shape(await at.grpc.call(name, message))).toEqual(expected);
});

test.each<[string, object, object]>([
  ['EnrolMembers', {}, malformed('members', 'must have at least one item')],
  ['EnrolMembers', { members: lines(1001).map(() => ({ cardNumber: '1' })) }, overLimit('members', 'must not have more than 1000 items')],
  ['EnrolMembers', { members: [{ cardNumber: '1' }, {}] }, malformed('members[1].card_number', 'is missing')],
  [
    'EnrolMembers',
    { members: [{ cardNumber: '1', birthDate: '1990-02-30' }] },
    malformed('members[0].birth_date', 'must be a day between 1900-01-01 and 2199-12-31'),
  ],
  ['EnrolProducts', { products: [{ sku: '' }] }, malformed('products[0].sku', 'is missing')],
  ['EnrolProducts', { products: [{ sku: 'A', regularPriceMinor: -1 }] }, malformed('products[0].regular_price_minor', BETWEEN_AMOUNT)],
])('%s %#', async (name, message, expected) => {
  expect(shape(await at.grpc.enrol(name, message))).toEqual(expected);
});
