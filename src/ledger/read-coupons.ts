import type { Pool } from 'pg';
import type { Usage } from '../core/member.js';
import type { CouponState } from '../core/rules/coupons.js';
import { bucketOf } from './bucket.js';

const COUPONS = `
SELECT k.code, k.series_id, k.member_id, k.uses, k.blocked_at IS NOT NULL AS blocked,
       (extract(epoch FROM coalesce(k.valid_from, 'epoch')) * 1000)::bigint AS from_ms, (extract(epoch FROM k.valid_to) * 1000)::bigint AS to_ms
FROM ledger.coupon k
JOIN unnest($1::smallint[], $2::text[]) AS c (code_bucket, code) ON c.code_bucket = k.code_bucket AND c.code = k.code`;

/** The unique codes among these that exist. */
export async function readCoupons(pool: Pool, codes: readonly string[]): Promise<CouponState[]> {
  if (codes.length === 0) return [];
  const result = await pool.query<CouponRow>({ name: 'read_coupons', text: COUPONS, values: [codes.map(bucketOf), codes] });
  return result.rows.map((row) => ({
    code: row.code,
    seriesId: row.series_id,
    memberId: row.member_id ?? '',
    uses: row.uses,
    withdrawn: row.blocked,
    validFromMs: row.from_ms,
    validToMs: row.to_ms,
  }));
}

interface CouponRow {
  readonly code: string;
  readonly series_id: string;
  readonly member_id: string | null;
  readonly uses: number;
  readonly blocked: boolean;
  readonly from_ms: number;
  readonly to_ms: number | null;
}

/** What budgets have given so far, by key; a budget nobody used yet is absent. */
export async function readBudgets(pool: Pool, keys: readonly string[]): Promise<Record<string, Usage>> {
  if (keys.length === 0) return {};
  const result = await pool.query<Usage & { key: string }>({
    name: 'read_budgets',
    text: 'SELECT key, times, minor, points FROM ledger.budget WHERE key = ANY ($1)',
    values: [keys],
  });
  return Object.fromEntries(result.rows.map(({ key, times, minor, points }) => [key, { times, minor, points }]));
}
