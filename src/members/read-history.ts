import type pg from 'pg';
import { bucketOfId, publicId } from '../ledger/ids.js';

/** One thing that happened to a member, with the balance after it. */
export interface HistoryItem {
  readonly at: Date;
  readonly kind: string;
  /** Points by what they did: earn, burn, clawback, expire, … */
  readonly moves: readonly { readonly kind: string; readonly points: number }[];
  /** Null where no points can have moved: a card was blocked. */
  readonly balance: {
    readonly version: number;
    readonly activePoints: number;
    readonly pendingPoints: number;
    readonly heldPoints: number;
  } | null;
  readonly sale: {
    readonly saleId: string;
    readonly storeId: string;
    readonly businessDate: string;
    readonly receiptNumber: string;
    readonly payableMinor: number;
    readonly burnPoints: number;
    readonly earnPoints: number;
    /** Where the sale is explained, rule by rule. */
    readonly explain: string;
  } | null;
  readonly operation: {
    readonly operationId: string;
    readonly otherMemberId: string | null;
    readonly author: string;
    readonly reason: string;
    readonly reverses: string | null;
  } | null;
}

/** Where a page ends: time in microseconds, and what tells two things of one time apart. */
export interface HistoryCursor {
  readonly atMicros: string;
  readonly key: string;
}

/**
 * Entries, and operations that wrote none. Both are few for one member and read by index; the sale and the operation behind an entry are
 * looked up for the page alone.
 */
const PAGE = `
WITH happened AS (
  SELECT e.created_at, 'e' || lpad(e.version::text, 19, '0') AS key, e.kind, e.version, e.sale_id, e.move_kinds, e.points, e.pending_after,
    e.active_after, e.held_after, e.store_id, NULL::uuid AS operation_id
  FROM ledger.entry e WHERE e.bucket = $1 AND e.member_id = $2
  UNION ALL
  SELECT o.created_at, 'o' || o.operation_id, o.kind, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, o.operation_id
  FROM ledger.member_operation o WHERE o.bucket = $1 AND o.member_id = $2 AND o.account_version IS NULL
), page AS (
  SELECT h.*, ledger.micros(h.created_at) AS micros FROM happened h
  WHERE ($3::bigint IS NULL OR (ledger.micros(h.created_at), h.key) < ($3::bigint, $4)) AND ($6::text[] IS NULL OR h.store_id = ANY ($6))
  ORDER BY ledger.micros(h.created_at) DESC, h.key DESC LIMIT $5
)
SELECT p.created_at AS at, p.micros, p.key, p.kind, p.version, p.move_kinds, p.points, p.pending_after, p.active_after, p.held_after,
  s.sale_id, s.store_id, s.business_date::text AS business_date, s.receipt_number, s.payable_minor, s.burn_points, s.earn_points,
  o.operation_id, CASE WHEN o.member_id = $2 THEN o.other_member_id ELSE o.member_id END AS other_member_id, o.author, o.reason, o.reverses
FROM page p
LEFT JOIN ledger.sale s ON s.sale_id = p.sale_id AND s.bucket = (('x' || right(p.sale_id::text, 3))::bit(12)::integer % 1024)
  AND ($6::text[] IS NULL OR s.store_id = ANY ($6))
LEFT JOIN LATERAL (
  SELECT o.* FROM ledger.member_operation o
  WHERE (o.bucket = $1 AND o.member_id = $2 AND (o.account_version = p.version OR o.operation_id = p.operation_id))
     OR (o.other_member_id = $2 AND o.other_version = p.version)
  LIMIT 1) o ON true
ORDER BY p.micros DESC, p.key DESC`;

interface Row {
  readonly at: Date;
  readonly micros: number;
  readonly key: string;
  readonly kind: string;
  readonly version: number | null;
  readonly move_kinds: string[] | null;
  readonly points: number[] | null;
  readonly pending_after: number;
  readonly active_after: number;
  readonly held_after: number;
  readonly sale_id: string | null;
  readonly store_id: string;
  readonly business_date: string;
  readonly receipt_number: string;
  readonly payable_minor: number;
  readonly burn_points: number;
  readonly earn_points: number;
  readonly operation_id: string | null;
  readonly other_member_id: string | null;
  readonly author: string;
  readonly reason: string;
  readonly reverses: string | null;
}

export interface HistoryPage {
  readonly after: HistoryCursor | null;
  readonly limit: number;
  /** Only what happened there, and no sale of elsewhere behind it; null: everything. */
  readonly stores: readonly string[] | null;
}

/** The history of a member, the newest first. */
export async function readHistory(
  db: pg.Pool,
  memberId: string,
  { after, limit, stores }: HistoryPage,
): Promise<(HistoryItem & HistoryCursor)[]> {
  const values = [bucketOfId(memberId), memberId, after?.atMicros ?? null, after?.key ?? null, limit, stores];
  const { rows } = await db.query<Row>(PAGE, values);
  return rows.map(itemOf);
}

function itemOf(row: Row): HistoryItem & HistoryCursor {
  const { at, kind, version, move_kinds, points } = row;
  const moves = (move_kinds ?? []).map((move, k) => ({ kind: move, points: Number(points?.[k] ?? 0) }));
  const balance =
    version === null ? null : { version, activePoints: row.active_after, pendingPoints: row.pending_after, heldPoints: row.held_after };
  return { at, kind, moves, balance, sale: saleOf(row), operation: operationOf(row), atMicros: String(row.micros), key: row.key };
}

function saleOf(row: Row): HistoryItem['sale'] {
  if (row.sale_id === null) return null;
  const saleId = publicId('rcp', row.sale_id);
  return {
    saleId,
    storeId: row.store_id,
    businessDate: row.business_date,
    receiptNumber: row.receipt_number,
    payableMinor: row.payable_minor,
    burnPoints: row.burn_points,
    earnPoints: row.earn_points,
    explain: `/v1/sales/${saleId}/explain`,
  };
}

function operationOf({ operation_id, other_member_id, author, reason, reverses }: Row): HistoryItem['operation'] {
  if (operation_id === null) return null;
  return {
    operationId: publicId('opr', operation_id),
    otherMemberId: other_member_id === null ? null : publicId('mbr', other_member_id),
    author,
    reason,
    reverses: reverses === null ? null : publicId('opr', reverses),
  };
}
