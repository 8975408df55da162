/** Roll-forwards summed by SQL that shares nothing with the views: from the arrays of the entries, and from the accounts. */
import type { Pool } from 'pg';

export interface Rolled {
  readonly period: string;
  readonly storeId: string;
  readonly campaignId: string;
  readonly opening: number;
  readonly issued: number;
  readonly redeemed: number;
  readonly expired: number;
  readonly adjusted: number;
  readonly closing: number;
}

/**
 * Every point that enters or leaves what members have, by the sale or correction it came from: the store is that of the entry whose version is in
 * the number of its lot, the campaign that of the rule the lot names, by the list the test hands in. Accounts of the chart by their numbers:
 * 1 to 3 members, 4 issued, 5 redeemed, 6 breakage, 7 adjusted.
 */
const PLAIN = `
WITH moved AS (
  SELECT e.period, e.bucket, e.member_id, e.lots[i] AS lot_no, e.debits[i] AS debit, e.credits[i] AS credit, e.points[i] AS points,
    e.move_kinds[i] = 'repay' AS repays
  FROM ledger.entry e, generate_subscripts(e.points, 1) AS i
), placed AS (
  SELECT m.*, coalesce(o.store_id, '') AS store_id, coalesce((SELECT $1::json ->> l.rule_id), '') AS campaign_id
  FROM moved m
  LEFT JOIN ledger.lot l USING (bucket, member_id, lot_no)
  LEFT JOIN ledger.entry o ON o.bucket = m.bucket AND o.member_id = m.member_id AND o.version = m.lot_no >> 12
), sides AS (
  SELECT period, store_id, campaign_id, credit AS into_account, debit AS from_account, points FROM placed WHERE NOT repays
  -- What a member owed lies in no lot; paying it off takes points from the lot they came with.
  UNION ALL SELECT period, '', '', 2, 0, points FROM placed WHERE repays
  UNION ALL SELECT period, store_id, campaign_id, 0, 2, points FROM placed WHERE repays
), changed AS (
  SELECT period, store_id, campaign_id,
    sum(CASE WHEN into_account <= 3 AND into_account > 0 THEN points ELSE 0 END - CASE WHEN from_account BETWEEN 1 AND 3 THEN points ELSE 0 END) AS change,
    sum(CASE WHEN from_account = 4 THEN points WHEN into_account = 4 THEN -points ELSE 0 END) AS issued,
    sum(CASE WHEN into_account = 5 THEN points WHEN from_account = 5 THEN -points ELSE 0 END) AS redeemed,
    sum(CASE WHEN into_account = 6 THEN points WHEN from_account = 6 THEN -points ELSE 0 END) AS expired,
    sum(CASE WHEN from_account = 7 THEN points WHEN into_account = 7 THEN -points ELSE 0 END) AS adjusted
  FROM sides GROUP BY period, store_id, campaign_id
)
SELECT p.period::text AS period, k.store_id AS "storeId", k.campaign_id AS "campaignId",
  coalesce((SELECT sum(c.change) FROM changed c WHERE c.store_id = k.store_id AND c.campaign_id = k.campaign_id AND c.period < p.period), 0)::bigint AS opening,
  coalesce(c.issued, 0)::bigint AS issued, coalesce(c.redeemed, 0)::bigint AS redeemed, coalesce(c.expired, 0)::bigint AS expired,
  coalesce(c.adjusted, 0)::bigint AS adjusted,
  coalesce((SELECT sum(c.change) FROM changed c WHERE c.store_id = k.store_id AND c.campaign_id = k.campaign_id AND c.period <= p.period), 0)::bigint AS closing
FROM (SELECT store_id, campaign_id, min(period) AS first FROM changed GROUP BY 1, 2) k
JOIN ledger.period p ON p.period >= k.first
LEFT JOIN changed c ON c.period = p.period AND c.store_id = k.store_id AND c.campaign_id = k.campaign_id
ORDER BY p.period, k.store_id COLLATE "C", k.campaign_id COLLATE "C"`;

/** `campaigns`: the campaign of each rule. */
export async function plainRollForward(pool: Pick<Pool, 'query'>, campaigns: Readonly<Record<string, string>>): Promise<Rolled[]> {
  return (await pool.query<Rolled>(PLAIN, [JSON.stringify(campaigns)])).rows;
}

const VIEW = `
SELECT period::text AS period, store_id AS "storeId", campaign_id AS "campaignId", opening, issued - clawed_back AS issued,
  redeemed - given_back AS redeemed, expired, adjusted, closing
FROM finance.roll_forward ORDER BY period, store_id COLLATE "C", campaign_id COLLATE "C"`;

/** The same as finance reads it. */
export async function viewedRollForward(pool: Pick<Pool, 'query'>): Promise<Rolled[]> {
  return (await pool.query<Rolled>(VIEW)).rows;
}
