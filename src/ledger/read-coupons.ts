import type { Pool } from 'pg';
import type { Usage } from '../core/member.js';
import { compactCode, judgeForm, type CodeForm } from '../core/rules/code-form.js';
import type { CouponState } from '../core/rules/coupons.js';
import { bucketOf } from './bucket.js';

const COUPONS = `
SELECT k.code, k.series_id, k.member_id, k.uses, k.uses_max, k.blocked_at IS NOT NULL OR s.blocked_at IS NOT NULL AS blocked,
       (extract(epoch FROM coalesce(greatest(k.valid_from, s.valid_from), 'epoch')) * 1000)::bigint AS from_ms,
       (extract(epoch FROM least(k.valid_to, s.valid_to)) * 1000)::bigint AS to_ms,
       s.series_id IS NOT NULL AS administered, s.bound, s.uses_max_per_member, s.uses_max_total
FROM ledger.coupon k
JOIN unnest($1::smallint[], $2::text[]) AS c (code_bucket, code) ON c.code_bucket = k.code_bucket AND c.code = k.code
LEFT JOIN ledger.coupon_series s ON s.series_id = k.series_id`;

/** The forms that codes which nobody knows could have; only asked where there is such a code. */
const FORMS = `
SELECT DISTINCT s.series_id, s.prefix, s.length, s.checksum, s.code_group AS "group"
FROM ledger.coupon_series s JOIN unnest($1::text[]) AS c (code)
  ON s.checksum AND length(c.code) = length(s.prefix) + s.length AND starts_with(c.code, s.prefix)`;

/**
 * The unique codes among these that exist, and those that do not but look like a mistyped one of a series. A code with hyphens or spaces
 * between its groups is looked for without them too; it is answered as it is stored. What administration says of a series is read
 * with the code, so that a block holds at once on every engine.
 */
export async function readCoupons(pool: Pool, codes: readonly string[]): Promise<CouponState[]> {
  if (codes.length === 0) return [];
  const wanted = [...new Set(codes.flatMap((code) => [code, compactCode(code)]))];
  const { rows } = await pool.query<CouponRow>({ name: 'read_coupons', text: COUPONS, values: [wanted.map(bucketOf), wanted] });
  const found = rows.map(stateOf);
  const known = new Set(rows.map((row) => row.code));
  const missing = codes.filter((code) => !known.has(code) && !known.has(compactCode(code)));
  return missing.length === 0 ? found : [...found, ...(await mistypedOf(pool, missing))];
}

async function mistypedOf(pool: Pool, codes: readonly string[]): Promise<CouponState[]> {
  const compact = codes.map(compactCode);
  const { rows } = await pool.query<FormRow>({ name: 'read_code_forms', text: FORMS, values: [compact] });
  return codes.flatMap((code, k): CouponState[] => {
    const verdicts = rows.map((form) => judgeForm(compact[k]!, form));
    const mine = rows[verdicts.indexOf('mistyped')];
    if (mine === undefined || verdicts.includes('well_formed')) return [];
    return [{ code, seriesId: mine.series_id, memberId: '', uses: 0, withdrawn: false, validFromMs: 0, validToMs: null, mistyped: true }];
  });
}

function stateOf(row: CouponRow): CouponState {
  const { code, uses, uses_max, bound, uses_max_per_member, uses_max_total } = row;
  const terms = { usesMax: uses_max, bound: bound === true, usesMaxPerMember: uses_max_per_member, usesMaxTotal: uses_max_total };
  return {
    code,
    seriesId: row.series_id,
    memberId: row.member_id ?? '',
    uses,
    withdrawn: row.blocked,
    validFromMs: row.from_ms,
    validToMs: row.to_ms,
    ...(row.administered ? { terms } : {}),
  };
}

interface CouponRow {
  readonly code: string;
  readonly series_id: string;
  readonly member_id: string | null;
  readonly uses: number;
  readonly uses_max: number;
  readonly blocked: boolean;
  readonly from_ms: number;
  readonly to_ms: number | null;
  readonly administered: boolean;
  readonly bound: boolean | null;
  readonly uses_max_per_member: number | null;
  readonly uses_max_total: number | null;
}

interface FormRow extends CodeForm {
  readonly series_id: string;
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
