import type pg from 'pg';
import { USES } from './read-code.js';

/** A series in numbers, as of now. */
export interface SeriesStatistics {
  readonly codes: number;
  /** Codes with at least one use, and with none left. */
  readonly usedCodes: number;
  readonly usedUpCodes: number;
  readonly uses: number;
  /** Codes that nobody can use any more for their time, though they have uses left. */
  readonly expiredCodes: number;
  /** Blocked one by one; a blocked series blocks all of them besides. */
  readonly blockedCodes: number;
  readonly usableCodes: number;
  readonly issuedToMembers: number;
  /** Sales that redeemed a code and were not undone as a whole, and what the rules behind the code gave in them; returns are not taken off. */
  readonly sales: number;
  readonly redeemedMinor: number;
  readonly redeemedPoints: number;
}

const CODES = `
SELECT count(*) AS codes, count(*) FILTER (WHERE k.uses > 0) AS "usedCodes", count(*) FILTER (WHERE k.uses >= k.uses_max) AS "usedUpCodes",
  coalesce(sum(k.uses), 0)::bigint AS uses, count(*) FILTER (WHERE k.expired AND k.uses < k.uses_max) AS "expiredCodes",
  count(*) FILTER (WHERE k.blocked_at IS NOT NULL) AS "blockedCodes",
  count(*) FILTER (WHERE NOT k.expired AND k.uses < k.uses_max AND k.blocked_at IS NULL AND NOT k.series_blocked) AS "usableCodes",
  count(*) FILTER (WHERE k.member_id IS NOT NULL) AS "issuedToMembers"
FROM (SELECT c.uses, c.uses_max, c.blocked_at, c.member_id, coalesce(now() >= least(c.valid_to, s.valid_to), false) AS expired,
        coalesce(s.blocked_at IS NOT NULL, false) AS series_blocked
      FROM ledger.coupon c LEFT JOIN ledger.coupon_series s USING (series_id) WHERE c.series_id = $1) k`;
const VALUE = `
SELECT count(DISTINCT u.sale_id) AS sales, coalesce(sum(u.amount_minor), 0)::bigint AS "redeemedMinor",
  coalesce(sum(u.points), 0)::bigint AS "redeemedPoints"
FROM (${USES}) u JOIN ledger.coupon k ON k.series_id = $2 AND k.code = u.coupon WHERE NOT u.undone`;

export async function readStatistics(db: pg.Pool, seriesId: string): Promise<SeriesStatistics> {
  const [codes, value] = await Promise.all([
    db.query<Omit<SeriesStatistics, 'sales' | 'redeemedMinor' | 'redeemedPoints'>>(CODES, [seriesId]),
    db.query<Pick<SeriesStatistics, 'sales' | 'redeemedMinor' | 'redeemedPoints'>>(VALUE, [JSON.stringify([{ seriesId }]), seriesId]),
  ]);
  return { ...codes.rows[0]!, ...value.rows[0]! };
}
