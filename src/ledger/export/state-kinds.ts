import { date, flag, instant, member, sale, text, total, whole, type ExportKind } from './export-kind.js';

const THEN = (e: string): string => `${e}.period <= $5 AND ${e}.created_at <= $9 AND ${e}.link <= ($7::bigint[])[${e}.bucket + 1]`;

/**
 * Lots and balances are state, and state changes; so it is summed from the moves up to the end of the last period, the instant and the
 * cut that are asked for. The same question has the same answer at any later time, in the same pages too: members who came later fill
 * none, for a page is a row group of Parquet.
 */
const PAGE = `
WITH page AS MATERIALIZED (
  SELECT a.bucket, a.member_id FROM ledger.account a
  WHERE (a.bucket, a.member_id) > ($1, $2) AND $3::bigint IS NOT NULL AND $4::date IS NOT NULL AND $6::bigint[] IS NOT NULL
    -- With its own limit it is a probe for each account, never a join with all entries.
    AND (SELECT true FROM ledger.entry e WHERE e.bucket = a.bucket AND e.member_id = a.member_id AND ${THEN('e')} LIMIT 1)
  ORDER BY a.bucket, a.member_id LIMIT $8
), moved AS (
  SELECT e.bucket, e.member_id, e.version, m.kind, m.debit, m.credit, m.points, m.lot_no
  FROM page p
  JOIN ledger.entry e ON e.bucket = p.bucket AND e.member_id = p.member_id
  CROSS JOIN LATERAL unnest(e.move_kinds, e.debits, e.credits, e.points, e.lots) AS m (kind, debit, credit, points, lot_no)
  WHERE ${THEN('e')}
)`;

/** What each member had. Members without a movement until then are left out. */
export const BALANCES: ExportKind = {
  name: 'balances',
  columns: [...whole('bucket'), member, ...total('pending', 'active', 'held')],
  keysPerPage: 1000,
  sql: `${PAGE}
SELECT p.bucket AS k_bucket, p.member_id AS k_id, 0 AS k_number, b.member_id IS NOT NULL AS k_present, p.bucket, p.member_id, b.pending, b.active, b.held
FROM page p
LEFT JOIN (
  SELECT bucket, member_id,
    sum(CASE WHEN credit = 1 THEN points ELSE 0 END - CASE WHEN debit = 1 THEN points ELSE 0 END)::bigint AS pending,
    sum(CASE WHEN credit = 2 THEN points ELSE 0 END - CASE WHEN debit = 2 THEN points ELSE 0 END)::bigint AS active,
    sum(CASE WHEN credit = 3 THEN points ELSE 0 END - CASE WHEN debit = 3 THEN points ELSE 0 END)::bigint AS held
  FROM moved GROUP BY bucket, member_id
) b ON b.bucket = p.bucket AND b.member_id = p.member_id
ORDER BY p.bucket, p.member_id`,
};

/** Points of one origin: how many there were, and how many were left. */
export const LOTS: ExportKind = {
  name: 'lots',
  columns: [
    ...date('period'),
    ...whole('bucket'),
    member,
    ...whole('lot_no'),
    ...text('origin', 'store_id', 'rule_id'),
    ...whole('rule_set_version'),
    sale,
    ...total('points', 'remaining', 'expired'),
    ...flag('pending'),
    ...instant('activates_at', 'expires_at'),
    ...whole('link'),
  ],
  keysPerPage: 1000,
  sql: `${PAGE}
SELECT p.bucket AS k_bucket, p.member_id AS k_id, 0 AS k_number, l.lot_no IS NOT NULL AS k_present, o.period::text AS period, p.bucket, p.member_id,
  l.lot_no, l.origin, o.store_id, l.rule_id, o.rule_set_version, l.sale_id, l.points, b.remaining, b.expired, b.pending, l.activates_at,
  l.expires_at, l.link
FROM page p
LEFT JOIN (
  SELECT bucket, member_id, lot_no, min(version) AS version,
    sum(CASE WHEN kind = 'repay' THEN -points
             ELSE CASE WHEN credit IN (1, 2) THEN points ELSE 0 END - CASE WHEN debit IN (1, 2) THEN points ELSE 0 END END)::bigint AS remaining,
    sum(CASE WHEN credit = 6 THEN points WHEN debit = 6 THEN -points ELSE 0 END)::bigint AS expired,
    bool_or(debit IN (4, 7, 8) AND credit = 1) AND NOT bool_or(kind = 'activate') AS pending
  FROM moved WHERE lot_no <> 0 GROUP BY bucket, member_id, lot_no
) b ON b.bucket = p.bucket AND b.member_id = p.member_id
LEFT JOIN ledger.lot l ON l.bucket = b.bucket AND l.member_id = b.member_id AND l.lot_no = b.lot_no
LEFT JOIN ledger.entry o ON o.bucket = b.bucket AND o.member_id = b.member_id AND o.version = b.version
ORDER BY p.bucket, p.member_id, l.lot_no`,
};
