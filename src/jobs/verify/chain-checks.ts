import type { Check } from './check.js';

/** Sorts by time, so that the first one named is the first batch that was touched. */
const batchId = (postedAt: string, bucket: string, link: string): string =>
  `to_char(${postedAt} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || ' bucket ' || ${bucket} || ' link ' || ${link}`;

/**
 * Each link is computed again from the rows that carry its number and from the digest stored before it, so that only links that were
 * touched are named, not all that follow. Who rewrites a link's digest too breaks the next one.
 *
 * A row is in the chain of its 64 buckets where its link comes after those of the chains that these buckets had each before there was
 * one for all, and else in the chain of its bucket. A part of the database has the chains of whole groups whose first bucket is in it.
 */
const LINKS = `
WITH span AS MATERIALIZED (SELECT ($1::integer + 63) / 64 * 64 AS low, $2::integer / 64 * 64 + 63 AS high),
starts AS MATERIALIZED (SELECT * FROM ledger.chain_start),
digested AS (
  SELECT k.bucket, k.link, ledger.entry_digest(k) AS digest, k.created_at AS at FROM ledger.entry k, span WHERE k.bucket BETWEEN low AND high
  UNION ALL SELECT k.bucket, k.link, ledger.sale_digest(k), k.booked_at FROM ledger.sale k, span WHERE k.bucket BETWEEN low AND high
  UNION ALL SELECT k.bucket, k.link, ledger.operation_digest(k), k.created_at FROM ledger.operation k, span WHERE k.bucket BETWEEN low AND high
  UNION ALL SELECT k.bucket, k.link, ledger.lot_digest(k), NULL FROM ledger.lot k, span WHERE k.bucket BETWEEN low AND high
  UNION ALL SELECT k.bucket, k.link, ledger.member_operation_digest(k), k.created_at FROM ledger.member_operation k, span WHERE k.bucket BETWEEN low AND high
  UNION ALL SELECT k.bucket, k.link, ledger.unreceipted_return_digest(k), k.created_at FROM ledger.unreceipted_return k, span WHERE k.bucket BETWEEN low AND high
), batches AS (
  SELECT CASE WHEN d.link > s.link THEN s.chain ELSE d.bucket END AS bucket, d.link, string_agg(d.digest, '' ORDER BY d.digest) AS digests,
    count(*) AS rows, min(d.at) AS at
  FROM digested d JOIN starts s ON s.chain = 1024 + d.bucket / 64 GROUP BY 1, 2
), chains AS (
  SELECT c.*, coalesce(s.link, 0) AS start_link, coalesce(s.digest, sha256(convert_to('tallystick bucket ' || c.bucket, 'UTF8'))) AS start_digest
  FROM ledger.chain c LEFT JOIN starts s ON s.chain = c.bucket CROSS JOIN span
  WHERE c.bucket BETWEEN low AND high OR c.bucket >= 1024 AND (c.bucket - 1024) * 64 BETWEEN low AND high
), links AS (
  SELECT l.*, lag(l.digest, 1, c.start_digest) OVER chain AS before, lag(l.link, 1, c.start_link) OVER chain AS link_before,
    lag(l.posted_at) OVER chain AS posted_before
  FROM ledger.link l JOIN chains c ON c.bucket = l.bucket
  WINDOW chain AS (PARTITION BY l.bucket ORDER BY l.link)
)
SELECT coalesce(${batchId('coalesce(l.posted_at, b.at)', 'coalesce(l.bucket, b.bucket)', 'coalesce(l.link, b.link)')},
    'bucket ' || b.bucket || ' link ' || b.link) AS id,
  CASE
    WHEN l.link IS NULL THEN b.rows || ' rows of a link that does not exist'
    WHEN b.link IS NULL THEN 'none of its rows is left'
    WHEN l.link_before <> l.link - 1 THEN NULL
    WHEN l.digest <> ledger.link_digest(l.before, l.bucket, l.link, l.posted_at, b.digests)
      THEN 'its rows, or the link before it, are not what was posted'
  END AS wrong
FROM links l FULL JOIN batches b ON b.bucket = l.bucket AND b.link = l.link
UNION ALL
SELECT coalesce(${batchId('posted_before', 'bucket', '(link_before + 1)')}, 'bucket ' || bucket || ' link ' || link_before + 1),
  'missing; the next link is ' || link
FROM links WHERE link_before <> link - 1
UNION ALL
SELECT coalesce(${batchId('l.posted_at', 'c.bucket', '(coalesce(l.link, c.start_link) + 1)')}, 'bucket ' || c.bucket || ' link ' || c.start_link + 1),
  CASE
    WHEN c.link <> coalesce(l.link, c.start_link) THEN 'missing; the chain ends at ' || c.link
    WHEN c.digest <> coalesce(l.digest, c.start_digest) THEN 'the end of the chain is not the digest of link ' || c.link
  END
FROM chains c
LEFT JOIN LATERAL (SELECT * FROM ledger.link l WHERE l.bucket = c.bucket ORDER BY l.link DESC LIMIT 1) l ON true`;

const CHAINS = `
SELECT 'bucket ' || b AS id, CASE WHEN c.bucket IS NULL THEN 'has no chain' END AS wrong
FROM generate_series(0, 1039) AS b LEFT JOIN ledger.chain c ON c.bucket = b`;

/** Anchors kept in the database; those that were stored elsewhere are handed to verify by file. */
const ANCHORS = `
SELECT ${batchId('coalesce(l.posted_at, a.anchored_at)', 'h.bucket', 'h.link')} AS id,
  CASE
    WHEN l.link IS NULL THEN 'missing; it was anchored at ' || a.anchored_at
    WHEN encode(l.digest, 'hex') <> h.digest THEN 'not the link that was anchored at ' || a.anchored_at
  END AS wrong
FROM ledger.anchor a
CROSS JOIN LATERAL json_to_recordset(a.document -> 'heads') AS h (bucket smallint, link bigint, digest text)
LEFT JOIN ledger.link l ON l.bucket = h.bucket AND l.link = h.link`;

export const CHAIN_CHECKS: readonly Check[] = [
  {
    name: 'hash chains',
    proves: 'Every link is the digest of its rows and of the link before it; none is missing.',
    scope: 'buckets',
    sql: LINKS,
  },
  { name: 'chain heads', proves: 'Every bucket has a chain.', scope: 'database', sql: CHAINS },
  { name: 'anchors', proves: 'Every link that was anchored is still the same.', scope: 'database', sql: ANCHORS },
];
