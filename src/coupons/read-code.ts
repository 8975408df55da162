import type pg from 'pg';
import { printedCode, type CodeForm } from '../core/rules/code-form.js';
import { bucketOf } from '../ledger/bucket.js';
import { publicId } from '../ledger/ids.js';
import { namesOf } from './block.js';

export type CodeState = 'usable' | 'used' | 'expired' | 'not_started' | 'blocked' | 'series_blocked';

export interface CodeView {
  readonly code: string;
  readonly printed: string;
  readonly seriesId: string;
  readonly state: CodeState;
  readonly uses: number;
  readonly usesMax: number;
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
  readonly memberId: string | null;
  readonly batchId: number | null;
  readonly issuedBySaleId: string | null;
  readonly createdAt: Date;
  /** Sales that redeemed it, the newest first; one that was undone since is said to be. */
  readonly sales: readonly UseView[];
}

export interface UseView {
  readonly saleId: string;
  readonly storeId: string;
  readonly purchasedAt: Date;
  readonly amountMinor: number;
  readonly points: number;
  readonly undone: boolean;
}

const FIND = `
SELECT k.code, k.series_id AS "seriesId", k.uses, k.uses_max AS "usesMax", greatest(k.valid_from, s.valid_from) AS "validFrom",
  least(k.valid_to, s.valid_to) AS "validTo", k.member_id AS "memberId", k.batch_id AS "batchId", k.issued_by_sale AS "issuedBySaleId",
  k.created_at AS "createdAt", s.prefix, s.length, s.checksum, s.code_group AS "group",
  CASE WHEN k.blocked_at IS NOT NULL THEN 'blocked' WHEN s.blocked_at IS NOT NULL THEN 'series_blocked'
       WHEN k.uses >= k.uses_max THEN 'used' WHEN now() >= least(k.valid_to, s.valid_to) THEN 'expired'
       WHEN now() < greatest(k.valid_from, s.valid_from) THEN 'not_started' ELSE 'usable' END AS state
FROM ledger.coupon k LEFT JOIN ledger.coupon_series s USING (series_id)
WHERE (k.code_bucket, k.code) IN (SELECT * FROM unnest($1::smallint[], $2::text[]))`;
/** What a code gave: what the rules that needed it applied. A hold that was voided or ran out redeemed nothing in the end. */
export const USES = `
SELECT s.sale_id, s.bucket, s.store_id, s.purchased_at, a.coupon, a.amount_minor, a.points,
  coalesce((SELECT o.state_after ->> 'status' FROM ledger.operation o WHERE o.bucket = s.bucket AND o.sale_id = s.sale_id
            ORDER BY o.sequence DESC LIMIT 1) = 'voided', false)
  OR EXISTS (SELECT FROM ledger.hold h WHERE s.kind = 'authorize' AND h.bucket = s.bucket AND h.hold_id = s.sale_id
             AND h.status IN ('voided', 'expired')) AS undone
FROM (
  -- The fence keeps the planner from an error it has with a whole row beside an index on an expression of it.
  SELECT k AS sale, k.sale_id, k.bucket, k.store_id, k.purchased_at, k.kind FROM ledger.sale k
  WHERE k.coupon_states IS NOT NULL AND k.coupon_states::jsonb @> $1::jsonb OFFSET 0
) s CROSS JOIN LATERAL ledger.sale_applied(s.sale) AS a
WHERE a.coupon <> ''`;
const SALES = `
SELECT u.sale_id AS "saleId", u.store_id AS "storeId", u.purchased_at AS "purchasedAt", sum(u.amount_minor)::bigint AS "amountMinor",
  sum(u.points)::bigint AS points, bool_or(u.undone) AS undone
FROM (${USES}) u WHERE u.coupon = $2 GROUP BY 1, 2, 3 ORDER BY u.purchased_at DESC, u.sale_id LIMIT 100`;

type Row = Omit<CodeView, 'printed' | 'sales'> & { [Key in keyof CodeForm]: CodeForm[Key] | null };

/** A unique code by what somebody typed or read: where it stands, and which sales used it. Null where there is none. */
export async function readCode(db: pg.Pool, typed: string): Promise<CodeView | null> {
  const wanted = namesOf(typed);
  const { rows } = await db.query<Row>(FIND, [wanted.map(bucketOf), wanted]);
  if (rows[0] === undefined) return null;
  const { prefix, length, checksum, group, ...row } = rows[0];
  const form = prefix === null || length === null || checksum === null || group === null ? null : { prefix, length, checksum, group };
  const sales = await db.query<UseView>(SALES, [JSON.stringify([{ code: row.code }]), row.code]);
  return {
    ...row,
    printed: form === null ? row.code : printedCode(row.code, form),
    memberId: row.memberId === null ? null : publicId('mbr', row.memberId),
    issuedBySaleId: row.issuedBySaleId === null ? null : publicId('rcp', row.issuedBySaleId),
    sales: sales.rows.map((use) => ({ ...use, saleId: publicId('rcp', use.saleId) })),
  };
}
