import type { Pool } from 'pg';
import type { EpochMs } from '../core/money.js';
import type { Account, Hold, Lot } from '../core/points/account.js';
import type { Attributes } from '../core/receipt.js';
import { bucketOf } from './bucket.js';
import { bucketOfId } from './ids.js';
import { unpackCounters } from './pack-member.js';

export interface MemberQuery {
  readonly by: { readonly cardNumber: string } | { readonly memberId: string };
  /** `due`: only if something changed by time alone; `open`: lots with points left; `all`: spent lots too. */
  readonly lots: 'due' | 'open' | 'all';
  readonly nowMs: EpochMs;
}

export interface MemberSnapshot {
  readonly account: Account;
  readonly tier: string;
  /** The tier was given by hand and holds until then; null for one that bookings may replace. */
  readonly tierUntilMs: EpochMs | null;
  readonly segments: readonly string[];
  readonly birthDate: string;
  readonly enrolledAtMs: EpochMs;
  readonly attributes: Attributes;
  /** The card or the member is blocked. */
  readonly blocked: boolean;
  /** The member that took over its points and cards; null for all but merged members. */
  readonly mergedInto: string | null;
  readonly erased: boolean;
}

const LOTS_WANTED = { due: 0, open: 1, all: 2 } as const;

const READ = `
SELECT q.ord, m.bucket, m.member_id, m.tier, m.segments, (extract(epoch FROM m.tier_until) * 1000)::bigint AS tier_until_ms, m.birth_date::text AS birth_date, m.attributes,
       (extract(epoch FROM m.enrolled_at) * 1000)::bigint AS enrolled_ms,
       m.blocked_at IS NOT NULL OR c.blocked_at IS NOT NULL AS blocked, m.merged_into, m.erased_at IS NOT NULL AS erased,
       a.version, a.pending, a.active, a.held, a.floor, (extract(epoch FROM a.due_at) * 1000)::bigint AS due_ms, a.counters,
       CASE WHEN q.lots > 0 OR a.due_at <= q.now THEN coalesce((
         SELECT json_agg(json_build_array(l.lot_no, l.points, l.remaining, l.expired, l.pending,
                  (extract(epoch FROM l.activates_at) * 1000)::bigint, (extract(epoch FROM l.expires_at) * 1000)::bigint,
                  l.origin, l.rule_id, l.sale_id))
         FROM ledger.lot l
         WHERE l.bucket = a.bucket AND l.member_id = a.member_id AND (l.remaining > 0 OR q.lots = 2 OR a.held > 0)), '[]') END AS lots,
       CASE WHEN q.lots > 0 OR a.due_at <= q.now THEN coalesce((
         SELECT json_agg(json_build_array(h.hold_id, h.points, h.reserved, (extract(epoch FROM h.expires_at) * 1000)::bigint))
         FROM ledger.hold h
         WHERE h.bucket = a.bucket AND h.member_id = a.member_id AND h.status = 'open'), '[]') END AS holds
FROM (SELECT u.ord, u.card_bucket, u.card_number, u.bucket, u.member_id, u.lots, to_timestamp(u.now_ms / 1000.0) AS now
      FROM unnest($1::integer[], $2::smallint[], $3::text[], $4::smallint[], $5::uuid[], $6::smallint[], $7::bigint[])
        AS u (ord, card_bucket, card_number, bucket, member_id, lots, now_ms)) q
LEFT JOIN member.card c ON c.card_bucket = q.card_bucket AND c.card_number = q.card_number
JOIN member.member m ON m.bucket = coalesce(c.bucket, q.bucket) AND m.member_id = coalesce(c.member_id, q.member_id)
JOIN ledger.account a ON a.bucket = m.bucket AND a.member_id = m.member_id`;

/** Members by card or id, in one call; null for those that are not known. Each is a consistent snapshot of one instant. */
export async function readMembers(pool: Pool, queries: readonly MemberQuery[]): Promise<(MemberSnapshot | null)[]> {
  const cards = queries.map(({ by }) => ('cardNumber' in by ? by.cardNumber : null));
  const members = queries.map(({ by }) => ('memberId' in by ? by.memberId : null));
  const result = await pool.query<Row>({
    name: 'read_members',
    text: READ,
    values: [
      queries.map((_, ord) => ord),
      cards.map((card) => (card === null ? null : bucketOf(card))),
      cards,
      members.map((member) => (member === null ? null : bucketOfId(member))),
      members,
      queries.map((query) => LOTS_WANTED[query.lots]),
      queries.map((query) => query.nowMs),
    ],
  });
  const found: (MemberSnapshot | null)[] = queries.map(() => null);
  for (const row of result.rows) found[row.ord] = snapshot(row);
  return found;
}

type LotRow = [number, number, number, number, boolean, number, number | null, Lot['origin'], string | null, string | null];
type HoldRow = [string, number, Hold['reserved'], number];

interface Row {
  readonly ord: number;
  readonly bucket: number;
  readonly member_id: string;
  readonly tier: string;
  readonly tier_until_ms: number | null;
  readonly segments: string[];
  readonly birth_date: string | null;
  readonly attributes: Attributes;
  readonly enrolled_ms: number;
  readonly blocked: boolean;
  readonly merged_into: string | null;
  readonly erased: boolean;
  readonly version: number;
  readonly pending: number;
  readonly active: number;
  readonly held: number;
  readonly floor: number;
  readonly due_ms: number | null;
  readonly counters: string;
  readonly lots: LotRow[] | null;
  readonly holds: HoldRow[] | null;
}

function snapshot(row: Row): MemberSnapshot {
  const { version, pending, active, held, floor, lots, holds } = row;
  const account: Account = {
    memberId: row.member_id,
    bucket: row.bucket,
    version,
    pending,
    active,
    held,
    floor,
    dueAtMs: row.due_ms,
    counters: unpackCounters(JSON.parse(row.counters) as Parameters<typeof unpackCounters>[0]),
    lots: (lots ?? []).map(lotOf),
    holds: (holds ?? []).map(holdOf),
    lotsRead: lots !== null,
  };
  const { tier, segments, attributes, blocked, erased } = row;
  const birthDate = row.birth_date ?? '';
  const tierUntilMs = row.tier_until_ms;
  return {
    account,
    tier,
    tierUntilMs,
    segments,
    birthDate,
    enrolledAtMs: row.enrolled_ms,
    attributes,
    blocked,
    mergedInto: row.merged_into,
    erased,
  };
}

function lotOf([lotNo, points, remaining, expired, pending, activatesAtMs, expiresAtMs, origin, ruleId, saleId]: LotRow): Lot {
  return { lotNo, points, remaining, expired, pending, activatesAtMs, expiresAtMs, origin, ruleId, saleId };
}

function holdOf([holdId, points, reserved, expiresAtMs]: HoldRow): Hold {
  return { holdId, points: points as Hold['points'], reserved, expiresAtMs };
}
