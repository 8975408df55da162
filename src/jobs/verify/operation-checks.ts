import type { Check } from './check.js';

const OPERATIONS = `
SELECT 'rcp_' || o.sale_id || ' operation ' || o.sequence AS id,
  CASE
    WHEN s.sale_id IS NULL THEN 'its sale does not exist'
    WHEN o.member_id IS DISTINCT FROM s.member_id THEN 'belongs to another member than its sale'
    WHEN o.sequence <> row_number() OVER (PARTITION BY o.bucket, o.sale_id ORDER BY o.sequence) THEN 'the sequence has a gap before it'
    WHEN (o.state_after ->> 'sequence')::integer IS DISTINCT FROM o.sequence THEN 'leaves the sale at sequence ' || (o.state_after ->> 'sequence')
    WHEN o.kind = 'capture' AND (s.kind <> 'authorize' OR o.sequence <> 1) THEN 'captures what is not an open hold'
    WHEN o.member_id IS NOT NULL AND (e.sale_id IS DISTINCT FROM o.sale_id OR e.kind IS DISTINCT FROM o.kind)
      THEN 'version ' || coalesce(o.account_version::text, 'none') || ' of its account is another event'
    WHEN o.refund_minor <> coalesce((o.answer ->> 'refundMinor')::bigint, 0) THEN 'refunds ' || o.refund_minor || ', answered ' || (o.answer ->> 'refundMinor')
    WHEN sum(o.refund_minor) OVER (PARTITION BY o.bucket, o.sale_id) > s.payable_minor
      THEN 'refunds of the sale sum to more than the ' || s.payable_minor || ' that was paid'
  END AS wrong
FROM ledger.operation o
LEFT JOIN ledger.sale s ON s.bucket = o.bucket AND s.sale_id = o.sale_id
LEFT JOIN ledger.entry e ON e.bucket = o.bucket AND e.member_id = o.member_id AND e.version = o.account_version
WHERE o.bucket BETWEEN $1 AND $2`;

/** After its last operation: no line returned beyond what was sold, no more points given back than were taken. */
const RETURNED = `
SELECT 'rcp_' || s.sale_id AS id,
  CASE
    WHEN r.line_number IS NOT NULL THEN 'line ' || r.line_number || ' came back more often than it was sold'
    WHEN (o.state_after ->> 'givenBack')::bigint > s.burn_points THEN 'gave back ' || (o.state_after ->> 'givenBack') || ' of ' || s.burn_points || ' burned points'
    WHEN p.given_back > p.taken THEN 'its entries give back ' || p.given_back || ' of ' || p.taken || ' points'
    WHEN p.clawed_back > s.earn_points THEN 'its entries claw back ' || p.clawed_back || ' of ' || s.earn_points || ' earned points'
  END AS wrong
FROM (
  SELECT DISTINCT ON (bucket, sale_id) * FROM ledger.operation WHERE bucket BETWEEN $1 AND $2 ORDER BY bucket, sale_id, sequence DESC
) o
JOIN ledger.sale s ON s.bucket = o.bucket AND s.sale_id = o.sale_id
CROSS JOIN LATERAL (
  SELECT min(back.key) AS line_number FROM json_each_text(o.state_after -> 'returned') AS back
  LEFT JOIN ledger.sale_line(s) q ON q.line_number = back.key::integer
  WHERE q.line_number IS NULL OR back.value::bigint NOT BETWEEN 0 AND q.quantity_milli
) r
CROSS JOIN LATERAL (
  SELECT coalesce(sum(u.points) FILTER (WHERE u.kind IN ('give_back', 'release')), 0) AS given_back,
    coalesce(sum(u.points) FILTER (WHERE u.kind = 'clawback'), 0) AS clawed_back, s.burn_points AS taken
  FROM ledger.entry e CROSS JOIN LATERAL unnest(e.move_kinds, e.points) AS u (kind, points)
  WHERE e.bucket = s.bucket AND e.sale_id = s.sale_id AND e.kind <> 'sale' AND e.member_id = s.member_id
) p`;

const UNRECEIPTED = `
SELECT 'ret_' || u.return_id AS id,
  CASE
    WHEN u.refund_minor IS DISTINCT FROM (u.answer ->> 'refundMinor')::bigint THEN 'refunds ' || u.refund_minor || ', answered ' || (u.answer ->> 'refundMinor')
    WHEN u.refund_minor IS DISTINCT FROM l.refund THEN 'refunds ' || u.refund_minor || ', its lines ' || l.refund
  END AS wrong
FROM ledger.unreceipted_return u
CROSS JOIN LATERAL (SELECT sum((x ->> 'refundMinor')::bigint) AS refund FROM json_array_elements(u.answer -> 'lines') AS x) l
WHERE u.bucket BETWEEN $1 AND $2`;

export const OPERATION_CHECKS: readonly Check[] = [
  {
    name: 'operations',
    proves: 'Captures, voids and returns follow each other without gaps, each with its entry and answer.',
    scope: 'buckets',
    sql: OPERATIONS,
  },
  { name: 'returned lines', proves: 'Nothing came back, was refunded or restored beyond what was sold.', scope: 'buckets', sql: RETURNED },
  { name: 'unreceipted returns', proves: 'Each return without a receipt refunds what its lines do.', scope: 'buckets', sql: UNRECEIPTED },
];
