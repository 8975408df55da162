/** A few members with sales, holds, captures and returns, on the clock of the test. */
import { authorize } from '../../src/checkout/authorize.js';
import { capture } from '../../src/checkout/capture.js';
import { returnWithoutReceipt } from '../../src/checkout/return-without-receipt.js';
import { returnSale } from '../../src/checkout/return.js';
import { sale } from '../../src/checkout/sale.js';
import { milli, minor } from '../../src/core/money.js';
import { isRejection, type Rejection } from '../../src/core/rejection.js';
import { hashOf, PROGRAMME, saleOf, TILL, type Basket, type OpenCheckout } from '../checkout/open-checkout.js';

export function ok<T>(result: T | Rejection): T {
  if (isRejection(result)) throw new Error(`${result.rejection}: ${result.message}`);
  return result;
}

export const sell = async (open: OpenCheckout, basket: Basket) => ok(await sale(open.deps, saleOf(basket)));

let counter = 0;

export async function takeBack(open: OpenCheckout, saleId: string, units: number, at = 0) {
  const lines = [{ lineNumber: 1, quantityMilli: milli(units * 1000) }];
  const receipt = { storeId: TILL.storeId, terminalId: TILL.terminalId, businessDate: '2026-11-23', receiptNumber: `back${++counter}` };
  const target = { by: 'sale_id' as const, saleId };
  const effect = { caller: TILL, deadlineMs: null, idempotencyKey: '', bodyHash: hashOf([saleId, counter]) };
  return ok(await returnSale(open.deps, { ...effect, target, receipt, returnedAtMs: at, lines, reason: 'test' }));
}

/** Takes goods back without a receipt too. */
export const LENIENT = { ...PROGRAMME, settings: { ...PROGRAMME.settings, returns: { withoutReceipt: 'lowest_price' as const } } };

export async function takeBackUnreceipted(open: OpenCheckout, number: string, unitPriceMinor: number, units = 1) {
  const receipt = { storeId: TILL.storeId, terminalId: TILL.terminalId, businessDate: '2026-10-05', receiptNumber: number };
  const lines = [{ lineNumber: 1, sku: 'tea', quantityMilli: milli(units * 1000), unitPriceMinor: minor(unitPriceMinor) }];
  const effect = { caller: TILL, deadlineMs: null, idempotencyKey: '', bodyHash: hashOf([number, lines]) };
  return ok(await returnWithoutReceipt(open.deps, { ...effect, receipt, lines, reason: 'receipt lost' }));
}

export async function holdAndCapture(open: OpenCheckout, basket: Basket) {
  const held = ok(await authorize(open.deps, { ...saleOf(basket), holdTtlMs: 0 }));
  const effect = { caller: TILL, deadlineMs: null, idempotencyKey: '', bodyHash: hashOf(held.holdId) };
  return ok(await capture(open.deps, { ...effect, holdId: held.holdId, lines: [] }));
}

/** Every kind of row in every table, several links in each bucket. */
export async function trade(open: OpenCheckout, members: number, salesEach: number): Promise<string[]> {
  const cards: string[] = [];
  for (let k = 0; k < members; k++) {
    const card = await open.newCard();
    cards.push(card);
    const first = await sell(open, { card, lines: [['tea', 4, 10000]] });
    for (let n = 1; n < salesEach; n++) await sell(open, { card, lines: [['coffee', 1 + (n % 3), 1000]], burn: n * 10 });
    await holdAndCapture(open, { card, lines: [['tea', 2, 1500]], burn: 50 });
    await takeBack(open, first.saleId, 1);
    await sell(open, { lines: [['coffee', 2, 700]] });
  }
  return cards;
}
