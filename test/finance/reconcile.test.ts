import { voidSale } from '../../src/checkout/void.js';
import { reconcileText } from '../../src/edge/reconcile/reconcile-text.js';
import { hashOf, openCheckout, TILL, type OpenCheckout } from '../checkout/open-checkout.js';
import { holdAndCapture, ok, sell, takeBack } from './traffic.js';

let open: OpenCheckout;
beforeAll(async () => {
  open = await openCheckout();
  const card = await open.newCard();
  const rich = await sell(open, { card, number: 'a', lines: [['tea', 1, 50000]] });
  await sell(open, { card, number: 'b', lines: [['coffee', 2, 1000]], burn: 100 });
  await sell(open, { number: 'c', lines: [['tea', 1, 300]] });
  await holdAndCapture(open, { card, number: 'd', lines: [['tea', 1, 900]] });
  const gone = await sell(open, { number: 'e', lines: [['tea', 1, 700]] });
  const target = { by: 'sale_id' as const, saleId: gone.saleId };
  ok(
    await voidSale(open.deps, {
      caller: TILL,
      deadlineMs: null,
      idempotencyKey: '',
      bodyHash: hashOf('e'),
      target,
      businessDate: '2026-11-22',
      reason: '',
    }),
  );
  await sell(open, { store: 's2', number: 'f', lines: [['tea', 1, 100]] });
  await takeBack(open, rich.saleId, 1);
});
afterAll(() => open.close());

const ask = async (...lines: string[]) => (await reconcileText(open.deps.ledger.pool, lines.join('\n'))).verdicts;
const short = async (...lines: string[]) =>
  (await ask(...lines)).map(({ receiptNumber, verdict, differences }) => [
    receiptNumber,
    verdict,
    ...differences.map(({ amount, by }) => `${amount} ${by}`),
  ]);

const TOTALS = 'store_id,terminal_id,business_date,receipts,payable_minor,refund_minor,burn_points,earn_points';
const RECEIPTS = 'store_id,terminal_id,business_date,receipt_number,kind,payable_minor,refund_minor,burn_points,earn_points';

it('totals of a terminal, a store and a day of returns agree', async () => {
  expect(
    await short(
      TOTALS,
      's1,t1,2026-11-22,4,52900,0,100,526',
      's1,,2026-11-22,4,52900,,,',
      's2,,2026-11-22,1,100,0,0,0',
      's1,t1,2026-11-23,1,0,50000,0,0',
    ),
  ).toEqual([
    ['', 'agrees'],
    ['', 'agrees'],
    ['', 'agrees'],
    ['', 'agrees'],
  ]);
});

it('says by how much totals differ, and of which amount', async () => {
  expect(await short(TOTALS, 's1,t1,2026-11-22,5,53600,0,100,526')).toEqual([['', 'differs', 'receipts -1', 'payableMinor -700']]);
});

it('goes down to the receipt: another amount, not booked here, not known there', async () => {
  const verdicts = await short(
    RECEIPTS,
    's1,t1,2026-11-22,a,,50000,,0,500',
    's1,t1,2026-11-22,b,,1800,,0,18',
    's1,t1,2026-11-22,d,sale,900,,,',
    's1,t1,2026-11-22,e,,700,,,',
    's1,t1,2026-11-23,back1,return,,50000,,',
  );
  expect(verdicts.slice(0, 4)).toEqual([
    ['a', 'agrees'],
    ['b', 'differs', 'payableMinor -100', 'burnPoints 100', 'earnPoints -1'],
    ['d', 'agrees'],
    ['e', 'missing_here', 'payableMinor -700'],
  ]);
  expect(verdicts.slice(4).map(([, verdict]) => verdict)).toEqual(['agrees', 'missing_there']);
  expect(verdicts[5]!.slice(0, 3)).toEqual(['c', 'missing_there', 'receipts 1']);
});

it.each([
  ['no header that is known', 'a,b\n1,2', 'no column store_id'],
  ['a column nobody knows', 'store_id,business_date,total\ns1,2026-11-22,1', 'no column total'],
  ['a float', `${TOTALS}\ns1,t1,2026-11-22,1,10.00,,,`, 'Line 2: payable_minor must be a whole number'],
  ['a bad day', `${TOTALS}\ns1,t1,22.11.2026,1,10,,,`, 'Line 2: business_date'],
  ['a receipt without a terminal', `${RECEIPTS}\ns1,,2026-11-22,a,,1,,,`, 'Line 2: a receipt needs'],
  ['another kind', `${RECEIPTS}\ns1,t1,2026-11-22,a,swap,1,,,`, 'Line 2: kind is'],
])('refuses %s', (_what, text, message) => expect(ask(text)).rejects.toThrow(message));
