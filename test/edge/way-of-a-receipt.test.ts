/** Every call once through gRPC, with the numbers a till sees: messages in, messages out. */
import { startTestEngine, type TestEngine } from '../support/engine.js';
import { line, receipt } from './receipts.js';

const CARD = '6001000000000001';
let at: TestEngine;
beforeAll(async () => {
  at = await startTestEngine();
  await at.grpc.enrol('EnrolMembers', { members: [{ cardNumber: CARD }] });
  await at.grpc.enrol('EnrolProducts', { products: [{ sku: 'coffee', name: 'Coffee', regularPriceMinor: 1000 }] });
});
afterAll(() => at.close());

const basket = (receiptNumber: string, over: object = {}) =>
  receipt({ receiptNumber, cardNumber: CARD, lines: [line({ sku: 'coffee', quantityMilli: 3000, unitPriceMinor: 1000 })], ...over });

interface Fields {
  readonly [name: string]: unknown;
  readonly quote: { readonly fingerprint: string };
}
async function ok(name: string, message: object): Promise<Fields> {
  const answer = await at.grpc.call(name, message);
  if (!answer.ok) throw new Error(`${name}: ${answer.message}`);
  return answer.response as unknown as Fields;
}

const KEY = (receiptNumber: string) => ({ storeId: 'S1', terminalId: 'T1', businessDate: '2026-11-02', receiptNumber });

test('quote, sale, its repetition, the question after it, a return', async () => {
  const quoted = await ok('Quote', { receipt: basket('1'), explain: true });
  expect(quoted).toMatchObject({
    quote: {
      lines: [
        {
          lineNumber: 1,
          regularMinor: 3000,
          discountMinor: 300,
          netMinor: 2700,
          payableMinor: 2700,
          earnPoints: 27,
          discounts: [{ ruleId: 'coffee', stage: 'STAGE_LINE', amountMinor: 300 }],
        },
      ],
      totals: { regularMinor: 3000, discountMinor: 300, payableMinor: 2700, earnPoints: 27 },
      earnForecast: { asRequestedPoints: 27 },
      ruleSetVersion: 1,
    },
    balance: { activePoints: 0 },
  });
  const sold = await ok('Sale', { receipt: basket('1'), expectedFingerprint: quoted.quote.fingerprint });
  expect(sold).toMatchObject({
    outcome: 'BOOKING_OUTCOME_BOOKED',
    saleId: expect.stringMatching(/^rcp_/),
    balance: { activePoints: 27 },
    replayed: false,
  });
  expect(await ok('Sale', { receipt: basket('1') })).toEqual({ ...sold, replayed: true });
  // The same content in other words: the till names its own store, and counts its lines in another order.
  expect(await ok('Sale', { receipt: basket('1', { storeId: 'S1', terminalId: 'T1' }) })).toMatchObject({ replayed: true });
  expect(await ok('GetSale', { receipt: KEY('1') })).toMatchObject({
    saleId: sold['saleId'],
    status: 'SALE_STATUS_CAPTURED',
    receipt: KEY('1'),
  });
  const back = { saleId: sold['saleId'], receipt: KEY('1r'), returnedAtMs: Date.now(), lines: [{ lineNumber: 1, quantityMilli: 1000 }] };
  expect(await ok('Return', back)).toMatchObject({
    returnId: expect.stringMatching(/^ret_/),
    refundMinor: 900,
    clawbackPoints: 9,
    lines: [{ lineNumber: 1, quantityMilli: 1000, regularMinor: 1000, discountMinor: 100, refundMinor: 900, clawbackPoints: 9 }],
    shortfallPolicy: expect.stringMatching(/^SHORTFALL_POLICY_/),
    balance: { activePoints: 18 },
  });
  expect(await ok('GetSale', { saleId: sold['saleId'] })).toMatchObject({
    status: 'SALE_STATUS_PARTLY_RETURNED',
    returned: [{ lineNumber: 1, quantityMilli: 1000 }],
  });
});

test('the same key with another body is refused', async () => {
  await ok('Sale', { receipt: basket('2') });
  expect(await at.grpc.call('Sale', { receipt: basket('2', { channel: 'web' }) })).toMatchObject({
    ok: false,
    code: 6,
    info: { reason: 'key_reused' },
  });
});

test('a quote that moved books nothing and answers the fresh one', async () => {
  const moved = await ok('Sale', { receipt: basket('3'), expectedFingerprint: 'old' });
  expect(moved).toMatchObject({ outcome: 'BOOKING_OUTCOME_QUOTE_MOVED', saleId: '', quote: { totals: { payableMinor: 2700 } } });
  const fingerprint = moved.quote.fingerprint;
  expect(await ok('Sale', { receipt: basket('3'), expectedFingerprint: fingerprint })).toMatchObject({
    outcome: 'BOOKING_OUTCOME_BOOKED',
    replayed: false,
  });
});

test('authorize, capture of less, authorize, void', async () => {
  const held = await ok('Authorize', { receipt: basket('4', { burnPoints: 30 }), holdTtlMs: 60_000, idempotencyKey: 'order-4' });
  expect(held).toMatchObject({ outcome: 'BOOKING_OUTCOME_BOOKED', holdId: expect.stringMatching(/^hld_/), balance: { heldPoints: 30 } });
  expect(await ok('GetSale', { idempotencyKey: 'order-4' })).toMatchObject({ status: 'SALE_STATUS_HELD', holdId: held['holdId'] });
  const captured = await ok('Capture', { holdId: held['holdId'], lines: [{ lineNumber: 1, quantityMilli: 2000 }] });
  expect(captured).toMatchObject({ saleId: held['saleId'], totals: { netMinor: 1800 }, balance: { heldPoints: 0 }, replayed: false });
  const other = await ok('Authorize', { receipt: basket('5', { burnPoints: 10 }) });
  expect(await ok('Void', { holdId: other['holdId'], businessDate: '2026-11-02' })).toMatchObject({
    releasedPoints: 10,
    balance: { heldPoints: 0 },
  });
});

test('a member, card prices', async () => {
  expect(await ok('GetMember', { cardNumber: CARD })).toMatchObject({
    memberId: expect.stringMatching(/^mbr_/),
    lots: expect.any(Array),
    blocked: false,
  });
  expect(await ok('CardPrices', { skus: ['coffee', 'tea'] })).toMatchObject({
    prices: [
      { sku: 'coffee', special: false },
      { sku: 'tea', special: false },
    ],
    ruleSetVersion: 1,
  });
});

test.each([
  ['an unknown card', 'Sale', { receipt: basket('9', { cardNumber: '1' }) }, 5, 'unknown_card'],
  ['an unknown sale', 'GetSale', { receipt: KEY('none') }, 5, 'unknown_sale'],
  ['another currency', 'Quote', { receipt: basket('9', { currency: 'EUR' }) }, 3, 'currency_mismatch'],
  ['tomorrow', 'Quote', { receipt: basket('9', { purchasedAtMs: Date.now() + 86_400_000 }) }, 3, 'clock_skew'],
  ['an unknown hold', 'Capture', { holdId: 'hld_nothing' }, 5, 'unknown_hold'],
])('%s', async (_what, name, message, code, reason) => {
  expect(await at.grpc.call(name, message)).toMatchObject({ ok: false, code, info: { reason } });
});
