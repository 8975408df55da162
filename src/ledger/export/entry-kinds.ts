import { date, instant, member, sale, selected, text, total, whole, type ExportKind } from './export-kind.js';

const PAGE = `
WITH page AS MATERIALIZED (
  SELECT e.* FROM ledger.entry e
  WHERE (e.bucket, e.member_id, e.version) > ($1, $2, $3) AND ${selected('e')}
  ORDER BY e.bucket, e.member_id, e.version LIMIT $8
)`;
const KEY = 'e.bucket AS k_bucket, e.member_id AS k_id, e.version AS k_number, true AS k_present';

/** One row for each journal entry. */
export const JOURNAL: ExportKind = {
  name: 'journal',
  columns: [
    ...date('period'),
    ...whole('bucket'),
    member,
    ...whole('version'),
    ...text('kind'),
    sale,
    ...text('store_id'),
    ...whole('rule_set_version'),
    ...instant('event_at', 'created_at'),
    ...total('points'),
    ...whole('pending_after', 'active_after', 'held_after'),
    ...text('reason', 'author'),
    ...whole('link'),
  ],
  keysPerPage: 5000,
  sql: `${PAGE}
SELECT ${KEY}, e.period::text AS period, e.bucket, e.member_id, e.version, e.kind, e.sale_id, e.store_id, e.rule_set_version, e.event_at,
  e.created_at, (SELECT coalesce(sum(m.points), 0)::bigint FROM unnest(e.points) AS m (points)) AS points, e.pending_after, e.active_after,
  e.held_after, e.reason, e.author, e.link
FROM page e ORDER BY e.bucket, e.member_id, e.version`,
};

/** One row for each side of each move: debits and credits sum to the same. */
export const POSTINGS: ExportKind = {
  name: 'postings',
  columns: [
    ...date('period'),
    ...whole('bucket'),
    member,
    ...whole('version', 'position'),
    ...text('entry_kind', 'kind', 'account'),
    ...total('debit_points', 'credit_points'),
    ...whole('lot_no'),
    sale,
    ...text('store_id'),
    ...whole('rule_set_version'),
    ...instant('event_at', 'created_at'),
    ...whole('link'),
  ],
  keysPerPage: 3000,
  sql: `${PAGE}
SELECT e.bucket AS k_bucket, e.member_id AS k_id, e.version AS k_number, s.side IS NOT NULL AS k_present, e.period::text AS period, e.bucket,
  e.member_id, e.version, m.position, e.kind AS entry_kind, m.kind, c.name AS account, CASE s.side WHEN 1 THEN m.points ELSE 0 END AS debit_points,
  CASE s.side WHEN 2 THEN m.points ELSE 0 END AS credit_points, m.lot_no, e.sale_id, e.store_id, e.rule_set_version, e.event_at, e.created_at, e.link
FROM page e
LEFT JOIN LATERAL unnest(e.move_kinds, e.debits, e.credits, e.points, e.lots)
  WITH ORDINALITY AS m (kind, debit, credit, points, lot_no, position) ON true
LEFT JOIN LATERAL (VALUES (1, m.debit), (2, m.credit)) AS s (side, account) ON m.position IS NOT NULL
LEFT JOIN ledger.chart c ON c.account = s.account
ORDER BY e.bucket, e.member_id, e.version, m.position, s.side`,
};
