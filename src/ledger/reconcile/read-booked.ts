import type { Pool } from 'pg';
import { publicId } from '../ids.js';
import type { Booked } from './claim.js';

/** A hold counts once it is captured, with what was captured; what was voided does not count. */
const BOOKED = `
SELECT s.store_id AS "storeId", s.terminal_id AS "terminalId", s.business_date::text AS "businessDate", s.receipt_number AS "receiptNumber",
  'sale' AS kind, 'rcp' AS prefix, s.sale_id AS "saleId", coalesce((c.totals ->> 'payableMinor')::bigint, s.payable_minor) AS "payableMinor",
  0::bigint AS "refundMinor", coalesce((c.totals ->> 'burnPoints')::bigint, s.burn_points) AS "burnPoints",
  coalesce((c.totals ->> 'earnPoints')::bigint, s.earn_points) AS "earnPoints"
FROM ledger.sale s
LEFT JOIN LATERAL (
  SELECT o.answer -> 'totals' AS totals FROM ledger.operation o WHERE o.bucket = s.bucket AND o.sale_id = s.sale_id AND o.kind = 'capture' LIMIT 1
) c ON s.kind = 'authorize'
WHERE s.business_date = ANY ($2) AND s.store_id = ANY ($1) AND (s.kind = 'sale' OR c.totals IS NOT NULL)
  AND NOT EXISTS (SELECT FROM ledger.operation v WHERE v.bucket = s.bucket AND v.sale_id = s.sale_id AND v.kind = 'void')
UNION ALL
SELECT o.request #>> '{receipt,storeId}', o.request #>> '{receipt,terminalId}', o.business_date::text, o.request #>> '{receipt,receiptNumber}',
  'return', 'rcp', o.sale_id, 0, o.refund_minor, 0, 0
FROM ledger.operation o
WHERE o.kind = 'return' AND o.business_date = ANY ($2) AND o.request #>> '{receipt,storeId}' = ANY ($1)
UNION ALL
SELECT u.store_id, u.terminal_id, u.business_date::text, u.receipt_number, 'return', 'ret', u.return_id, 0, u.refund_minor, 0, 0
FROM ledger.unreceipted_return u
WHERE u.business_date = ANY ($2) AND u.store_id = ANY ($1)`;

type Row = Omit<Booked, 'amounts'> & Omit<Booked['amounts'], 'receipts'> & { readonly prefix: 'rcp' | 'ret' };

/** Every receipt of these stores on these days, in one snapshot. Reads all sales once: it is for the end of the day, not for a till. */
export async function readBooked(
  pool: Pick<Pool, 'query'>,
  storeIds: readonly string[],
  businessDates: readonly string[],
): Promise<Booked[]> {
  const { rows } = await pool.query<Row>(BOOKED, [storeIds, businessDates]);
  return rows.map(({ payableMinor, refundMinor, burnPoints, earnPoints, saleId, prefix, ...key }) => {
    const counted = key.kind === 'sale' ? { burnPoints, earnPoints } : { burnPoints: 0, earnPoints: 0 };
    return { ...key, saleId: publicId(prefix, saleId), amounts: { receipts: 1, payableMinor, refundMinor, ...counted } };
  });
}
