import type { Pool } from 'pg';

/** One side of one move of one entry: the classic journal row. */
export interface PostingRow {
  readonly bucket: number;
  readonly member_id: string;
  readonly version: number;
  readonly position: number;
  readonly entry_kind: string;
  readonly kind: string;
  readonly account: string;
  readonly debit_points: number;
  readonly credit_points: number;
  readonly lot_no: number;
  readonly sale_id: string | null;
  readonly store_id: string | null;
  readonly rule_set_version: number | null;
  readonly event_at: Date;
  readonly created_at: Date;
}

/** Where an export continues: the last entry it has. */
export interface ExportCursor {
  readonly bucket: number;
  readonly memberId: string;
  readonly version: number;
}

const START: ExportCursor = { bucket: -1, memberId: '00000000-0000-0000-0000-000000000000', version: 0 };
const ENTRIES_PER_PAGE = 2000;

const PAGE = `
WITH page AS MATERIALIZED (
  SELECT e.bucket, e.member_id, e.version FROM ledger.entry e
  WHERE (e.bucket, e.member_id, e.version) > ($1, $2, $3) AND e.created_at >= $4 AND e.created_at < $5
  ORDER BY e.bucket, e.member_id, e.version LIMIT $6
)
SELECT p.* FROM page JOIN ledger.posting p USING (bucket, member_id, version)
ORDER BY p.bucket, p.member_id, p.version, p.position, p.debit_points = 0`;

/**
 * The journal of entries created in [from, to), page by page in constant memory, in the order of bucket, member and version.
 * Continue a broken export after the last entry it has. Entries never change, so a page read twice is the same.
 */
export async function* exportPostings(pool: Pool, from: Date, to: Date, after: ExportCursor = START): AsyncGenerator<PostingRow[]> {
  let cursor = after;
  for (;;) {
    const values = [cursor.bucket, cursor.memberId, cursor.version, from, to, ENTRIES_PER_PAGE];
    const { rows } = await pool.query<PostingRow>({ name: 'export_postings', text: PAGE, values });
    if (rows.length === 0) return;
    yield rows;
    const last = rows.at(-1)!;
    cursor = { bucket: last.bucket, memberId: last.member_id, version: last.version };
  }
}
