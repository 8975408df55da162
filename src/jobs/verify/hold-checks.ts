import type { Check } from './check.js';

const HELD = `
SELECT 'mbr_' || a.member_id AS id,
  CASE WHEN coalesce(h.points, 0) <> a.held THEN 'held ' || a.held || ', open holds sum to ' || coalesce(h.points, 0) END AS wrong
FROM ledger.account a
LEFT JOIN (
  SELECT bucket, member_id, sum(points) AS points FROM ledger.hold
  WHERE bucket BETWEEN $1 AND $2 AND status = 'open' AND member_id IS NOT NULL GROUP BY bucket, member_id
) h ON h.bucket = a.bucket AND h.member_id = a.member_id
WHERE a.bucket BETWEEN $1 AND $2`;

/** A hold ends with the first operation on its sale, or by time; its points stay in the account held exactly as long as it is open. */
const HOLDS = `
SELECT 'hld_' || coalesce(h.hold_id, s.sale_id) AS id,
  CASE
    WHEN h.hold_id IS NULL THEN 'an authorize without a hold'
    WHEN s.sale_id IS NULL THEN 'a hold without an authorize'
    WHEN h.member_id IS DISTINCT FROM s.member_id THEN 'hold and sale belong to different members'
    WHEN h.status <> coalesce(CASE o.kind WHEN 'capture' THEN 'captured' WHEN 'void' THEN 'voided' END, CASE WHEN h.status = 'expired' THEN 'expired' ELSE 'open' END)
      THEN h.status || ', but its first operation is ' || coalesce(o.kind, 'none')
    WHEN h.points <> s.burn_points THEN 'holds ' || h.points || ' points, its quote burns ' || s.burn_points
    WHEN h.member_id IS NOT NULL AND h.points <> t.points THEN 'holds ' || h.points || ' points, took ' || t.points || ' from lots'
    WHEN h.member_id IS NOT NULL AND m.held <> CASE h.status WHEN 'open' THEN h.points ELSE 0 END
      THEN h.status || ', but its entries leave ' || m.held || ' points held'
  END AS wrong
FROM (SELECT * FROM ledger.hold WHERE bucket BETWEEN $1 AND $2) h
FULL JOIN (SELECT * FROM ledger.sale WHERE bucket BETWEEN $1 AND $2 AND kind = 'authorize') s ON s.bucket = h.bucket AND s.sale_id = h.hold_id
LEFT JOIN ledger.operation o ON o.bucket = h.bucket AND o.sale_id = h.hold_id AND o.sequence = 1
CROSS JOIN LATERAL (
  SELECT coalesce(sum((take ->> 'points')::bigint), 0) AS points FROM json_array_elements(h.reserved -> 'takes') AS take
) t
CROSS JOIN LATERAL (
  SELECT coalesce(sum(CASE WHEN u.credit = 3 THEN u.points WHEN u.debit = 3 THEN -u.points END), 0) AS held
  FROM ledger.entry e CROSS JOIN LATERAL unnest(e.debits, e.credits, e.points) AS u (debit, credit, points)
  WHERE e.bucket = h.bucket AND e.sale_id = h.hold_id AND e.kind <> 'sale' AND e.member_id = h.member_id
) m`;

export const HOLD_CHECKS: readonly Check[] = [
  { name: 'held points', proves: 'Held points of each account are the sum of its open holds.', scope: 'buckets', sql: HELD },
  { name: 'holds', proves: 'Each hold is open, captured, voided or expired, once, and its points with it.', scope: 'buckets', sql: HOLDS },
];
