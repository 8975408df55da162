import type { Pool } from 'pg';
import type { EpochMs, Points } from '../core/money.js';
import { BUCKETS } from './bucket.js';

/** Points of one member that expire in a span. */
export interface ExpiringPoints {
  readonly memberId: string;
  readonly points: Points;
  readonly firstExpiresAtMs: EpochMs;
}

/** An account is due no later than its first expiry, so its index leads to every lot that expires until then. */
const EXPIRING = `
SELECT l.member_id, sum(l.remaining)::bigint AS points, (extract(epoch FROM min(l.expires_at)) * 1000)::bigint AS first_ms
FROM ledger.account a
JOIN ledger.lot l ON l.bucket = a.bucket AND l.member_id = a.member_id
WHERE a.bucket = ANY ($1) AND a.due_at <= to_timestamp($3 / 1000.0)
  AND l.remaining > 0 AND l.expires_at > to_timestamp($2 / 1000.0) AND l.expires_at <= to_timestamp($3 / 1000.0)
GROUP BY l.bucket, l.member_id
ORDER BY l.bucket, l.member_id`;

const BUCKETS_PER_PAGE = 8;

/** Members with points that expire after `nowMs` and until `untilMs`, a few buckets at a time, so that memory stays bounded. */
export async function* readExpiring(pool: Pool, nowMs: EpochMs, untilMs: EpochMs): AsyncGenerator<ExpiringPoints> {
  for (let from = 0; from < BUCKETS; from += BUCKETS_PER_PAGE) {
    const buckets = Array.from({ length: BUCKETS_PER_PAGE }, (_, k) => from + k);
    const { rows } = await pool.query<Row>({ name: 'read_expiring', text: EXPIRING, values: [buckets, nowMs, untilMs] });
    for (const row of rows) yield { memberId: row.member_id, points: row.points as Points, firstExpiresAtMs: row.first_ms };
  }
}

interface Row {
  readonly member_id: string;
  readonly points: number;
  readonly first_ms: number;
}
