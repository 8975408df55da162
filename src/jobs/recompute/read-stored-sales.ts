import type { Pool } from 'pg';
import type { MemberState } from '../../core/member.js';
import type { Quote } from '../../core/quote.js';
import type { Receipt } from '../../core/receipt.js';
import type { CouponState } from '../../core/rules/coupons.js';
import type { BudgetUsage } from '../../core/rules/usage.js';
import { bucketOfId } from '../../ledger/ids.js';
import { SALE_CONTENTS, unpackSale, type SaleContentsRow } from '../../ledger/sale-document.js';

/** Everything a sale was computed from, and what it came to. */
export interface ComputedSale {
  readonly bucket: number;
  readonly saleId: string;
  readonly ruleSetVersion: number;
  readonly receipt: Receipt;
  readonly member: MemberState | null;
  readonly coupons: readonly CouponState[] | null;
  readonly budgets: BudgetUsage | null;
  readonly quote: Quote;
}

interface Row extends SaleContentsRow {
  readonly bucket: number;
  readonly saleId: string;
  readonly ruleSetVersion: number;
  readonly coupons: readonly CouponState[] | null;
  readonly budgets: BudgetUsage | null;
}

function computed(row: Row): ComputedSale {
  const { bucket, saleId, ruleSetVersion, coupons, budgets } = row;
  const { receipt, quote, memberState } = unpackSale(row);
  return { bucket, saleId, ruleSetVersion, receipt, member: memberState, coupons, budgets, quote };
}

const COLUMNS = `
SELECT s.bucket, s.sale_id AS "saleId", s.rule_set_version AS "ruleSetVersion", s.coupon_states AS coupons, s.budget_usage AS budgets,
  ${SALE_CONTENTS}
FROM ledger.sale s`;
const ONE = `${COLUMNS} WHERE s.bucket = $1 AND s.sale_id = $2`;
const PAGE = `${COLUMNS}
WHERE (s.bucket, s.sale_id) > ($1, $2) AND s.purchased_at >= $3 AND s.purchased_at < $4
ORDER BY s.bucket, s.sale_id LIMIT $5`;

const PAGE_ROWS = 200;
const FIRST = '00000000-0000-0000-0000-000000000000';

export async function readStoredSale(pool: Pick<Pool, 'query'>, saleId: string): Promise<ComputedSale | null> {
  const { rows } = await pool.query<Row>(ONE, [bucketOfId(saleId), saleId]);
  return rows[0] === undefined ? null : computed(rows[0]);
}

/** Sales purchased in [from, to), page by page; the next page is read while one is worked on, and no more. */
export async function* readStoredSales(pool: Pick<Pool, 'query'>, from: Date, to: Date): AsyncGenerator<ComputedSale[]> {
  const read = async (bucket: number, saleId: string) =>
    (await pool.query<Row>(PAGE, [bucket, saleId, from, to, PAGE_ROWS])).rows.map(computed);
  let next = read(-1, FIRST);
  for (;;) {
    const page = await next;
    const last = page.at(-1);
    if (last === undefined) return;
    next = read(last.bucket, last.saleId);
    // A caller that stops early leaves this page unread.
    next.catch(() => undefined);
    yield page;
  }
}
