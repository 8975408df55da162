import type { Check } from './check.js';
import { judgeSaleAmounts } from './judge-sale-amounts.js';

/** What `judgeSaleAmounts` looks at; amounts as text, so that none is rounded on its way. */
const SALE_AMOUNTS = `
SELECT 'rcp_' || sale_id AS id, regular_minor::text AS regular, net_minor::text AS net, burn_minor::text AS burn, payable_minor::text AS payable,
  burn_points::text AS "burnPoints", earn_points::text AS "earnPoints", document, quote
FROM ledger.sale
WHERE bucket BETWEEN $1 AND $2`;

const SALE_ENTRIES = `
SELECT 'rcp_' || s.sale_id AS id,
  CASE
    WHEN (s.member_id IS NULL) <> (s.account_version IS NULL) THEN 'a member without an account version, or the other way round'
    WHEN s.member_id IS NULL THEN CASE WHEN s.burn_points > 0 THEN 'an anonymous sale that burns points' END
    WHEN e.version IS NULL THEN 'version ' || s.account_version || ' of its account does not exist'
    WHEN e.sale_id IS DISTINCT FROM s.sale_id OR e.kind <> s.kind THEN 'version ' || s.account_version || ' of its account is another event'
    WHEN s.kind = 'sale' AND m.earned <> s.earn_points THEN 'earns ' || s.earn_points || ', its entry ' || m.earned
    WHEN s.kind = 'authorize' AND m.earned <> 0 THEN 'an authorize earns ' || m.earned
    WHEN m.taken <> s.burn_points THEN 'burns ' || s.burn_points || ', its entry ' || m.taken
  END AS wrong
FROM ledger.sale s
LEFT JOIN ledger.entry e ON e.bucket = s.bucket AND e.member_id = s.member_id AND e.version = s.account_version
CROSS JOIN LATERAL (
  SELECT coalesce(sum(u.points) FILTER (WHERE u.kind = 'earn'), 0) AS earned,
    coalesce(sum(u.points) FILTER (WHERE u.kind = CASE s.kind WHEN 'sale' THEN 'burn' ELSE 'hold' END), 0) AS taken
  FROM unnest(e.move_kinds, e.points) AS u (kind, points)
) m
WHERE s.bucket BETWEEN $1 AND $2`;

/**
 * An entry of a sale or of an operation without its row, or two entries for one row, would be points booked twice. What is taken back for a
 * sale of a merged member is taken from the survivor, in another bucket.
 */
const ENTRY_SALES = `
SELECT 'mbr_' || e.member_id || ' version ' || e.version AS id,
  CASE
    WHEN s.sale_id IS NULL THEN 'a ' || e.kind || ' of a sale that does not exist'
    WHEN s.member_id IS DISTINCT FROM e.member_id AND (m.merged_into IS NULL OR e.kind NOT IN ('void', 'return'))
      THEN 'a ' || e.kind || ' of another member''s sale'
    WHEN e.kind IN ('sale', 'authorize') AND s.account_version <> e.version THEN 'a second ' || e.kind || ' entry of one sale'
    WHEN e.kind IN ('capture', 'void', 'return') AND o.sale_id IS NULL AND s.member_id = e.member_id THEN 'a ' || e.kind || ' without its operation'
  END AS wrong
FROM ledger.entry e
LEFT JOIN ledger.sale s ON s.bucket = ('x' || right(replace(e.sale_id::text, '-', ''), 3))::bit(12)::integer % 1024 AND s.sale_id = e.sale_id
LEFT JOIN member.member m ON m.bucket = s.bucket AND m.member_id = s.member_id
LEFT JOIN ledger.operation o
  ON o.bucket = e.bucket AND o.sale_id = e.sale_id AND o.member_id = e.member_id AND o.account_version = e.version AND o.kind = e.kind
WHERE e.bucket BETWEEN $1 AND $2 AND (e.sale_id IS NOT NULL OR e.kind IN ('sale', 'authorize', 'capture', 'void', 'return', 'release'))`;

export const SALE_CHECKS: readonly Check[] = [
  {
    name: 'sale amounts',
    proves: 'Lines, discounts and portions sum to the totals of each sale.',
    scope: 'buckets',
    sql: SALE_AMOUNTS,
    judge: judgeSaleAmounts,
  },
  {
    name: 'sale entries',
    proves: 'Each sale has its entry, which burns and earns what its quote says.',
    scope: 'buckets',
    sql: SALE_ENTRIES,
  },
  {
    name: 'entries of sales',
    proves: 'Each entry of a sale belongs to one sale or operation of that member.',
    scope: 'buckets',
    sql: ENTRY_SALES,
  },
];
