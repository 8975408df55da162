import type { Check } from './check.js';

/** The bucket of an id is its lowest ten bits. */
const bucketOfId = (id: string): string => `('x' || right(replace(${id}::text, '-', ''), 3))::bit(12)::integer % 1024`;

const MEMBERS = `
SELECT 'mbr_' || m.member_id AS id,
  CASE
    WHEN a.member_id IS NULL THEN 'has no account'
    WHEN m.bucket <> ${bucketOfId('m.member_id')} THEN 'is filed under bucket ' || m.bucket
  END AS wrong
FROM member.member m LEFT JOIN ledger.account a ON a.bucket = m.bucket AND a.member_id = m.member_id
WHERE m.bucket BETWEEN $1 AND $2
UNION ALL
SELECT 'card of mbr_' || c.member_id, CASE WHEN m.member_id IS NULL THEN 'belongs to no member' END
FROM member.card c LEFT JOIN member.member m ON m.bucket = c.bucket AND m.member_id = c.member_id
WHERE c.card_bucket BETWEEN $1 AND $2`;

const RECEIPT_KEYS = `
SELECT receipt_key AS id, CASE WHEN count(*) > 1 THEN count(*) || ' sales of one receipt' END AS wrong
FROM ledger.sale GROUP BY receipt_key`;

const IDEMPOTENCY_KEYS = `
SELECT key AS id, CASE WHEN count(*) > 1 THEN count(*) || ' effects of one key' END AS wrong
FROM (SELECT 'sale ' || idempotency_key AS key FROM ledger.sale WHERE idempotency_key IS NOT NULL
      UNION ALL SELECT 'operation ' || key FROM ledger.operation) k
GROUP BY key`;

const SALE_BUCKETS = `
SELECT 'rcp_' || sale_id AS id,
  CASE
    WHEN bucket <> ${bucketOfId('sale_id')} THEN 'is filed under bucket ' || bucket
    WHEN member_id IS NOT NULL AND bucket <> ${bucketOfId('member_id')} THEN 'is not filed beside its member'
  END AS wrong
FROM ledger.sale WHERE bucket BETWEEN $1 AND $2`;

const RULE_VERSIONS = `
SELECT 'rule-set version ' || s.rule_set_version AS id, CASE WHEN v.version IS NULL THEN s.sales || ' sales of a version that was never published' END AS wrong
FROM (SELECT rule_set_version, count(*) AS sales FROM ledger.sale GROUP BY rule_set_version) s
LEFT JOIN rulebook.version v ON v.version = s.rule_set_version`;

const BUDGETS = `
SELECT key AS id, CASE WHEN times < 0 OR minor < 0 OR points < 0 THEN 'is below zero' END AS wrong FROM ledger.budget`;

const COUPONS = `
SELECT code AS id, CASE WHEN uses NOT BETWEEN 0 AND uses_max THEN uses || ' uses of ' || uses_max END AS wrong
FROM ledger.coupon WHERE code_bucket BETWEEN $1 AND $2`;

export const KEY_CHECKS: readonly Check[] = [
  { name: 'members', proves: 'Each member has an account, each card a member, each in its bucket.', scope: 'buckets', sql: MEMBERS },
  { name: 'receipt keys', proves: 'No receipt was booked twice, in any bucket.', scope: 'database', sql: RECEIPT_KEYS },
  { name: 'idempotency keys', proves: 'No key has two effects, in any bucket.', scope: 'database', sql: IDEMPOTENCY_KEYS },
  { name: 'sale buckets', proves: 'Each sale is filed where its id and its member say.', scope: 'buckets', sql: SALE_BUCKETS },
  { name: 'rule-set versions', proves: 'The rules of each sale are kept.', scope: 'database', sql: RULE_VERSIONS },
  { name: 'budgets', proves: 'No budget is below zero.', scope: 'database', sql: BUDGETS },
  { name: 'coupons', proves: 'No coupon was used more often than it may be.', scope: 'buckets', sql: COUPONS },
];
