import type { Check } from './check.js';

/** Both sides of a transfer or merge are posted together, so nothing is ever on its way. */
const IN_TRANSIT = `
SELECT 'in transit' AS id, CASE WHEN balance <> 0 THEN balance || ' points are on their way to nobody' END AS wrong
FROM ledger.trial_balance WHERE account = 'in_transit'`;

const MERGED = `
SELECT 'mbr_' || m.member_id AS id,
  CASE
    WHEN s.member_id IS NULL THEN 'was merged into a member that does not exist'
    WHEN (a.pending, a.active, a.held) IS DISTINCT FROM (0::bigint, 0::bigint, 0::bigint) THEN 'was merged, and still has points'
    WHEN EXISTS (SELECT FROM member.card c WHERE c.bucket = m.bucket AND c.member_id = m.member_id) THEN 'was merged, and still has a card'
  END AS wrong
FROM member.member m
JOIN ledger.account a ON a.bucket = m.bucket AND a.member_id = m.member_id
LEFT JOIN member.member s
  ON s.bucket = ('x' || right(replace(m.merged_into::text, '-', ''), 3))::bit(12)::integer % 1024 AND s.member_id = m.merged_into
WHERE m.bucket BETWEEN $1 AND $2 AND m.merged_into IS NOT NULL`;

const ERASED = `
SELECT 'mbr_' || m.member_id AS id,
  CASE
    WHEN m.birth_date IS NOT NULL OR m.attributes <> '{}' OR m.segments <> '{}' THEN 'was erased, and still has facts'
    WHEN EXISTS (SELECT FROM member.card c WHERE c.bucket = m.bucket AND c.member_id = m.member_id AND c.card_number NOT LIKE 'erased %')
      THEN 'was erased, and still has a card'
  END AS wrong
FROM member.member m WHERE m.bucket BETWEEN $1 AND $2 AND m.erased_at IS NOT NULL`;

const OPERATIONS = `
SELECT 'opr_' || o.operation_id AS id,
  CASE
    WHEN o.account_version IS NOT NULL AND (e.kind IS NULL OR e.kind <> o.kind) THEN 'version ' || o.account_version || ' of its account is another event'
    WHEN o.other_version IS NOT NULL AND (x.kind IS NULL OR x.kind <> o.kind) THEN 'version ' || o.other_version || ' of the other account is another event'
    WHEN o.account_version IS NULL AND o.kind IN ('adjust', 'grant', 'transfer', 'merge') THEN 'has no entry'
  END AS wrong
FROM ledger.member_operation o
LEFT JOIN ledger.entry e ON e.bucket = o.bucket AND e.member_id = o.member_id AND e.version = o.account_version
LEFT JOIN ledger.entry x ON x.bucket = ('x' || right(replace(o.other_member_id::text, '-', ''), 3))::bit(12)::integer % 1024
  AND x.member_id = o.other_member_id AND x.version = o.other_version
WHERE o.bucket BETWEEN $1 AND $2`;

export const MEMBER_CHECKS: readonly Check[] = [
  { name: 'in transit', proves: 'No points are between two members.', scope: 'database', sql: IN_TRANSIT },
  { name: 'merged members', proves: 'A merged member has a survivor, and neither points nor cards.', scope: 'buckets', sql: MERGED },
  { name: 'erased members', proves: 'Nothing that names a person is left of an erased member.', scope: 'buckets', sql: ERASED },
  { name: 'member operations', proves: 'Each adjust, grant, transfer and merge has its entries.', scope: 'buckets', sql: OPERATIONS },
];
