import type { CheckoutDeps } from '../../src/checkout/deps.js';
import { bucketOf } from '../../src/ledger/bucket.js';
import { uuidv7 } from '../../src/ledger/ids.js';

let codes = 0;

/** A unique code of a series, as a sale would have issued it. */
export async function issueCoupon(deps: CheckoutDeps, seriesId: string, nowMs: number): Promise<string> {
  const code = `CODE-${++codes}`;
  const coupon = { code, seriesId, memberId: null, usesMax: 1, fromMs: nowMs, toMs: null, saleId: uuidv7(nowMs, 1) };
  const none = { book: null, sale: null, operation: null, hold: null, closes: [], budgets: [], coupons: [] };
  await deps.ledger.post({ bucket: bucketOf(code), ...none, issues: [coupon] });
  return code;
}
