import type { Check } from './check.js';

/** Which accounts each kind of move may join, by their numbers in ledger.chart. */
const LEGAL_MOVES = `
  ('earn', 4, 1), ('earn', 4, 2), ('activate', 1, 2), ('hold', 2, 3), ('release', 3, 2), ('capture', 3, 5), ('burn', 2, 5),
  ('expire', 1, 6), ('expire', 2, 6), ('clawback', 1, 4), ('clawback', 2, 4), ('clawback', 6, 4), ('give_back', 5, 2), ('repay', 2, 2),
  ('adjust', 7, 1), ('adjust', 7, 2), ('adjust', 1, 7), ('adjust', 2, 7), ('transfer', 2, 8), ('transfer', 8, 2),
  ('transfer', 1, 8), ('transfer', 8, 1)`;

const ENTRIES = `
SELECT 'mbr_' || e.member_id || ' version ' || e.version AS id,
  CASE
    WHEN cardinality(e.debits) <> cardinality(e.points) OR cardinality(e.credits) <> cardinality(e.points)
      OR cardinality(e.move_kinds) <> cardinality(e.points) OR cardinality(e.lots) <> cardinality(e.points)
      THEN 'a move has no debit, credit, kind, lot or points'
    WHEN EXISTS (SELECT FROM unnest(e.points) AS p (points) WHERE p.points IS NULL OR p.points <= 0) THEN 'a move of no points'
    WHEN m.unlike IS NOT NULL THEN 'move not in the chart: ' || m.unlike
  END AS wrong
FROM ledger.entry e
CROSS JOIN LATERAL (
  SELECT min(concat_ws(' ', u.kind, u.debit, '->', u.credit)) AS unlike
  FROM unnest(e.move_kinds, e.debits, e.credits) AS u (kind, debit, credit)
  LEFT JOIN (VALUES ${LEGAL_MOVES}) AS legal (kind, debit, credit) ON legal.kind = u.kind AND legal.debit = u.debit AND legal.credit = u.credit
  WHERE legal.kind IS NULL
) m
WHERE e.bucket BETWEEN $1 AND $2`;

const TRIAL_BALANCE = `
WITH posted AS (
  SELECT c.account, c.name, c.member, coalesce(t.debit_points, 0) AS debits, coalesce(t.credit_points, 0) AS credits
  FROM ledger.chart c LEFT JOIN ledger.trial_balance t ON t.account = c.name
), kept AS (
  SELECT sum(pending) AS pending, sum(active) AS active, sum(held) AS held FROM ledger.account
)
SELECT p.name AS id,
  CASE WHEN p.member AND p.credits - p.debits <> coalesce(CASE p.name WHEN 'pending' THEN k.pending WHEN 'active' THEN k.active ELSE k.held END, 0)
    THEN 'postings sum to ' || p.credits - p.debits || ', accounts to ' || CASE p.name WHEN 'pending' THEN k.pending WHEN 'active' THEN k.active ELSE k.held END
  END AS wrong
FROM posted p CROSS JOIN kept k
UNION ALL
SELECT 'all accounts', CASE WHEN sum(debits) <> sum(credits) THEN 'debits ' || sum(debits) || ', credits ' || sum(credits) END FROM posted`;

const VERSIONS = `
SELECT 'mbr_' || coalesce(a.member_id, e.member_id) AS id,
  CASE
    WHEN a.member_id IS NULL THEN e.entries || ' entries without an account'
    WHEN a.version <> coalesce(e.last, 0) THEN 'account at version ' || a.version || ', last entry ' || coalesce(e.last, 0)
    WHEN e.entries <> e.last OR e.first <> 1 THEN e.entries || ' entries from version ' || e.first || ' to ' || e.last
  END AS wrong
FROM (SELECT * FROM ledger.account WHERE bucket BETWEEN $1 AND $2) a
FULL JOIN (
  SELECT bucket, member_id, count(*) AS entries, min(version) AS first, max(version) AS last
  FROM ledger.entry WHERE bucket BETWEEN $1 AND $2 GROUP BY bucket, member_id
) e ON e.bucket = a.bucket AND e.member_id = a.member_id`;

const RUNNING_BALANCES = `
SELECT 'mbr_' || r.member_id || ' version ' || r.version AS id,
  CASE
    WHEN r.pending <> r.pending_after THEN 'pending ' || r.pending_after || ', its moves sum to ' || r.pending
    WHEN r.active <> r.active_after THEN 'active ' || r.active_after || ', its moves sum to ' || r.active
    WHEN r.held <> r.held_after THEN 'held ' || r.held_after || ', its moves sum to ' || r.held
  END AS wrong
FROM (
  SELECT e.member_id, e.version, e.pending_after, e.active_after, e.held_after,
    sum(m.pending) OVER history AS pending, sum(m.active) OVER history AS active, sum(m.held) OVER history AS held
  FROM ledger.entry e
  CROSS JOIN LATERAL (
    SELECT
      coalesce(sum(CASE WHEN u.credit = 1 THEN u.points ELSE 0 END - CASE WHEN u.debit = 1 THEN u.points ELSE 0 END), 0) AS pending,
      coalesce(sum(CASE WHEN u.credit = 2 THEN u.points ELSE 0 END - CASE WHEN u.debit = 2 THEN u.points ELSE 0 END), 0) AS active,
      coalesce(sum(CASE WHEN u.credit = 3 THEN u.points ELSE 0 END - CASE WHEN u.debit = 3 THEN u.points ELSE 0 END), 0) AS held
    FROM unnest(e.debits, e.credits, e.points) AS u (debit, credit, points)
  ) m
  WHERE e.bucket BETWEEN $1 AND $2
  WINDOW history AS (PARTITION BY e.bucket, e.member_id ORDER BY e.version)
) r`;

const ACCOUNT_BALANCES = `
SELECT 'mbr_' || a.member_id AS id,
  CASE
    WHEN (a.pending, a.active, a.held) IS DISTINCT FROM (coalesce(e.pending_after, 0), coalesce(e.active_after, 0), coalesce(e.held_after, 0))
      THEN format('account has %s pending, %s active, %s held; its last entry %s, %s, %s', a.pending, a.active, a.held,
        coalesce(e.pending_after, 0), coalesce(e.active_after, 0), coalesce(e.held_after, 0))
    WHEN a.active < a.floor THEN 'active ' || a.active || ' is below its floor ' || a.floor
    WHEN a.floor > 0 OR a.floor < least(a.active, 0) THEN 'floor ' || a.floor || ' with ' || a.active || ' active'
    WHEN a.pending < 0 OR a.held < 0 THEN 'pending ' || a.pending || ', held ' || a.held
  END AS wrong
FROM ledger.account a
LEFT JOIN ledger.entry e ON e.bucket = a.bucket AND e.member_id = a.member_id AND e.version = a.version
WHERE a.bucket BETWEEN $1 AND $2`;

export const ENTRY_CHECKS: readonly Check[] = [
  { name: 'entries', proves: 'Every entry balances and joins only accounts its moves may join.', scope: 'buckets', sql: ENTRIES },
  { name: 'trial balance', proves: 'Debits equal credits; member accounts equal their postings.', scope: 'database', sql: TRIAL_BALANCE },
  { name: 'versions', proves: 'Each account has one entry for each version, from 1, without gaps.', scope: 'buckets', sql: VERSIONS },
  {
    name: 'running balances',
    proves: 'The balances after each entry are the sums of all moves so far.',
    scope: 'buckets',
    sql: RUNNING_BALANCES,
  },
  {
    name: 'account balances',
    proves: 'Each account equals its last entry and is not below its floor.',
    scope: 'buckets',
    sql: ACCOUNT_BALANCES,
  },
];
