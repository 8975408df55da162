/** Who may do what: status, code and field by credentials. */
import { status } from '@grpc/grpc-js';
import { Pool } from 'pg';
import { revokeTerminal } from '../../src/rulebook/revoke-terminal.js';
import { startTestEngine, type TestEngine } from '../support/engine.js';
import type { Answer, CallSettings } from '../support/grpc-caller.js';
import { receipt } from './receipts.js';

let at: TestEngine;
beforeAll(async () => {
  at = await startTestEngine({ RULES_POLL_MS: '100' });
});
afterAll(() => at.close());

const shape = (answer: Answer) => (answer.ok ? 'OK' : [status[answer.code], answer.info?.reason, answer.info?.metadata['field']]);
const sell = (over: object, settings: CallSettings = {}) => at.grpc.call('Sale', { receipt: receipt(over) }, settings);

test.each<[string, CallSettings]>([
  ['no authorization', { key: null }],
  ['an empty key', { key: '' }],
  ['another scheme', { key: null, metadata: { authorization: 'Basic dDE6eA==' } }],
  ['a key that is none', { key: 'secret' }],
  ['a key of a terminal that is not there', { key: `tsk_VDk_${'x'.repeat(43)}` }],
  ['a wrong key of a terminal that is there', { key: `tsk_VDE_${'x'.repeat(43)}` }],
  ['a key of 10,000 characters', { key: 'x'.repeat(10_000) }],
])('%s', async (_what, settings) => {
  expect(shape(await sell({}, settings))).toEqual(['UNAUTHENTICATED', 'unauthenticated', undefined]);
});

test('who is not known does not learn whether his message is right', async () => {
  expect(shape(await at.grpc.raw('/tallystick.v1.CheckoutService/Sale', Buffer.from('ff', 'hex'), { key: 'x' }))).toEqual([
    'UNAUTHENTICATED',
    'unauthenticated',
    undefined,
  ]);
});

test.each<[string, string, object, string]>([
  ['a sale', 'Sale', { receipt: receipt({ storeId: 'S2' }) }, 'receipt.store_id'],
  ['a quote', 'Quote', { receipt: receipt({ storeId: 'S2' }) }, 'receipt.store_id'],
  ['an authorization', 'Authorize', { receipt: receipt({ storeId: 'S2' }) }, 'receipt.store_id'],
  ['a question', 'GetSale', { receipt: { storeId: 'S2', businessDate: '2026-11-02', receiptNumber: '1' } }, 'receipt.store_id'],
  ['a price list', 'CardPrices', { skus: ['A'], storeId: 'S2' }, 'store_id'],
])("another store's: %s", async (_what, name, message, field) => {
  expect(shape(await at.grpc.call(name, message))).toEqual(['PERMISSION_DENIED', 'not_this_store', field]);
});

test('a terminal without the right to enrol', async () => {
  for (const name of ['EnrolMembers', 'EnrolProducts']) {
    expect(shape(await at.grpc.enrol(name, {}, { key: at.keys.t2 }))).toEqual(['PERMISSION_DENIED', 'may_not_enrol', undefined]);
  }
});

test('a terminal with the right enrols members and products, once', async () => {
  const members = { members: [{ cardNumber: '7001' }, { cardNumber: '7002' }, { cardNumber: '7001' }] };
  const first = await at.grpc.enrol('EnrolMembers', members);
  const again = await at.grpc.enrol('EnrolMembers', members);
  expect(first).toMatchObject({ ok: true, response: { members: [{ created: true }, { created: true }, { created: false }] } });
  expect(again).toMatchObject({ ok: true, response: { members: [{ created: false }, { created: false }, { created: false }] } });
  const products = { products: [{ sku: 'A', name: 'Apple', regularPriceMinor: 250 }] };
  expect(await at.grpc.enrol('EnrolProducts', products)).toMatchObject({ ok: true, response: { created: 1, replaced: 0 } });
  expect(await at.grpc.enrol('EnrolProducts', products)).toMatchObject({ ok: true, response: { created: 0, replaced: 1 } });
});

test('a revoked key is refused within one interval of polling', async () => {
  expect(shape(await at.grpc.call('Quote', {}, { key: at.keys.t2 }))).toEqual(['INVALID_ARGUMENT', 'malformed', 'receipt']);
  const pool = new Pool({ connectionString: at.databaseUrl, max: 1 });
  await revokeTerminal(pool, null, 'T2');
  await pool.end();
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(shape(await at.grpc.call('Quote', {}, { key: at.keys.t2 }))).toEqual(['UNAUTHENTICATED', 'unauthenticated', undefined]);
});
