import type { Pool } from 'pg';
import { JOURNAL, POSTINGS } from './entry-kinds.js';
import type { Cell, Cursor, ExportKind, Row, Selection } from './export-kind.js';
import { DISCOUNTS, OPERATIONS, SALES, UNRECEIPTED_RETURNS } from './sale-kinds.js';
import { BALANCES, LOTS } from './state-kinds.js';
import { LIABILITY, LIABILITY_DETAIL, ROLL_FORWARD } from './summary-kinds.js';

export const EXPORT_KINDS: ReadonlyMap<string, ExportKind> = new Map(
  [JOURNAL, POSTINGS, SALES, DISCOUNTS, OPERATIONS, UNRECEIPTED_RETURNS, LOTS, BALANCES, ROLL_FORWARD, LIABILITY, LIABILITY_DETAIL].map(
    (kind) => [kind.name, kind],
  ),
);

export const START: Cursor = { bucket: -1, id: '00000000-0000-0000-0000-000000000000', number: 0 };

export interface ExportPage {
  readonly rows: readonly Row[];
  /** Where the next page begins. */
  readonly cursor: Cursor;
}

interface Keyed {
  readonly k_bucket: number;
  readonly k_id: string;
  readonly k_number: number;
  readonly k_present: boolean;
}

/**
 * The rows of an export, page by page in constant memory, in the order of their keys. Each page is a statement of its own, so that an
 * export of hours holds no snapshot; rows do not change and the selection is cut, so all pages together are of one state.
 */
export async function* readPages(
  pool: Pick<Pool, 'query'>,
  kind: ExportKind,
  selection: Selection,
  after = START,
): AsyncGenerator<ExportPage> {
  const { from, to, at, since, cut } = selection;
  let cursor = after;
  for (;;) {
    const values = [cursor.bucket, cursor.id, cursor.number, from, to, since, cut, kind.keysPerPage, at ?? 'infinity'];
    const { rows } = await pool.query<Keyed & Record<string, Cell>>({ name: `export_${kind.name}`, text: kind.sql, values });
    const last = rows.at(-1);
    if (last === undefined) return;
    cursor = { bucket: last.k_bucket, id: last.k_id, number: last.k_number };
    yield { rows: rows.filter((row) => row.k_present), cursor };
  }
}
