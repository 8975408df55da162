import type { Check } from './check.js';

const LOT_SUMS = `
SELECT 'mbr_' || a.member_id AS id,
  CASE
    WHEN coalesce(l.active, 0) <> greatest(a.active, 0) THEN 'active ' || a.active || ', lots hold ' || coalesce(l.active, 0)
    WHEN coalesce(l.pending, 0) <> a.pending THEN 'pending ' || a.pending || ', pending lots hold ' || coalesce(l.pending, 0)
  END AS wrong
FROM ledger.account a
LEFT JOIN (
  SELECT bucket, member_id, sum(remaining) FILTER (WHERE NOT pending) AS active, sum(remaining) FILTER (WHERE pending) AS pending
  FROM ledger.lot WHERE bucket BETWEEN $1 AND $2 GROUP BY bucket, member_id
) l ON l.bucket = a.bucket AND l.member_id = a.member_id
WHERE a.bucket BETWEEN $1 AND $2`;

/**
 * A lot gains what is credited to pending or active and loses what is debited from them; moving between the two changes nothing, and a
 * repayment leaves the lot while it stays in the balance, where it fills what was owed.
 */
const LOT_HISTORY = `
WITH moved AS (
  SELECT m.bucket, m.member_id, m.lot_no,
    sum(CASE WHEN m.kind = 'repay' THEN -m.points
             ELSE (CASE WHEN m.credit IN (1, 2) THEN m.points ELSE 0 END) - (CASE WHEN m.debit IN (1, 2) THEN m.points ELSE 0 END) END) AS remaining,
    coalesce(sum(m.points) FILTER (WHERE m.debit IN (4, 7, 8) AND m.credit IN (1, 2)), 0) AS opened,
    coalesce(sum(CASE WHEN m.credit = 6 THEN m.points ELSE 0 END - CASE WHEN m.debit = 6 THEN m.points ELSE 0 END), 0) AS expired,
    bool_or(m.debit IN (4, 7, 8) AND m.credit = 1) AND NOT bool_or(m.kind = 'activate') AS pending,
    min(m.version) AS first_version
  FROM ledger.move m WHERE m.bucket BETWEEN $1 AND $2 AND m.lot_no <> 0
  GROUP BY m.bucket, m.member_id, m.lot_no
)
SELECT 'mbr_' || coalesce(l.member_id, m.member_id) || ' lot ' || coalesce(l.lot_no, m.lot_no) AS id,
  CASE
    WHEN l.lot_no IS NULL THEN 'moves of a lot that does not exist'
    WHEN m.lot_no IS NULL THEN 'a lot without moves'
    WHEN l.points <> m.opened THEN 'opened with ' || l.points || ', its moves say ' || m.opened
    WHEN l.remaining <> m.remaining THEN 'has ' || l.remaining || ' left, its moves say ' || m.remaining
    WHEN l.expired <> m.expired THEN l.expired || ' expired, its moves say ' || m.expired
    WHEN l.pending <> m.pending THEN 'pending: ' || l.pending || ', its moves say ' || m.pending
    WHEN l.lot_no / 4096 <> m.first_version THEN 'was opened by version ' || m.first_version || ', numbered for ' || l.lot_no / 4096
    WHEN l.remaining < 0 OR l.expired < 0 OR l.remaining + l.expired > l.points
      THEN l.remaining || ' left and ' || l.expired || ' expired of ' || l.points
  END AS wrong
FROM (SELECT * FROM ledger.lot WHERE bucket BETWEEN $1 AND $2) l
FULL JOIN moved m ON m.bucket = l.bucket AND m.member_id = l.member_id AND m.lot_no = l.lot_no`;

const OWED = `
SELECT 'mbr_' || a.member_id AS id,
  CASE WHEN coalesce(m.owed, 0) <> greatest(-a.active, 0) THEN 'active ' || a.active || ', its moves say ' || coalesce(m.owed, 0) || ' owed' END AS wrong
FROM ledger.account a
LEFT JOIN (
  SELECT bucket, member_id,
    sum(CASE WHEN kind = 'repay' THEN -points WHEN debit = 2 THEN points WHEN credit = 2 THEN -points ELSE 0 END) AS owed
  FROM ledger.move WHERE bucket BETWEEN $1 AND $2 AND (lot_no = 0 OR kind = 'repay')
  GROUP BY bucket, member_id
) m ON m.bucket = a.bucket AND m.member_id = a.member_id
WHERE a.bucket BETWEEN $1 AND $2`;

const DUE = `
SELECT 'mbr_' || a.member_id AS id,
  CASE WHEN d.due_at IS NOT NULL AND (a.due_at IS NULL OR a.due_at > d.due_at)
    THEN 'due at ' || coalesce(a.due_at::text, 'never') || ', but something changes at ' || d.due_at END AS wrong
FROM ledger.account a
CROSS JOIN LATERAL (
  SELECT least(
    (SELECT min(l.activates_at) FROM ledger.lot l WHERE l.bucket = a.bucket AND l.member_id = a.member_id AND l.pending AND l.remaining > 0),
    (SELECT min(l.expires_at) FROM ledger.lot l WHERE l.bucket = a.bucket AND l.member_id = a.member_id AND l.remaining > 0),
    (SELECT min(h.expires_at) FROM ledger.hold h WHERE h.bucket = a.bucket AND h.member_id = a.member_id AND h.status = 'open')) AS due_at
) d
WHERE a.bucket BETWEEN $1 AND $2`;

export const LOT_CHECKS: readonly Check[] = [
  {
    name: 'lots',
    proves: 'Active and pending points lie in lots, to the point; below zero no active lot is left.',
    scope: 'buckets',
    sql: LOT_SUMS,
  },
  { name: 'lot history', proves: 'What is left of each lot is what its moves put in and took out.', scope: 'buckets', sql: LOT_HISTORY },
  {
    name: 'owed points',
    proves: 'A balance below zero is what returns took too much, less what was paid off.',
    scope: 'buckets',
    sql: OWED,
  },
  { name: 'due instants', proves: 'No account is settled later than its first activation, expiry or hold.', scope: 'buckets', sql: DUE },
];
