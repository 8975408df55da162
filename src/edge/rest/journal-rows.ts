/** Postings as lines of text. Times are ISO 8601 in UTC, ids as the other interfaces show them, points whole numbers. */
import { stringify } from 'csv-stringify/sync';
import type { PostingRow } from '../../ledger/export.js';
import { publicId } from '../../ledger/ids.js';

type Format = 'ndjson' | 'csv';

const COLUMNS = [
  'bucket',
  'member_id',
  'version',
  'position',
  'entry_kind',
  'kind',
  'account',
  'debit_points',
  'credit_points',
  'lot_no',
  'sale_id',
  'store_id',
  'rule_set_version',
  'event_at',
  'created_at',
] as const satisfies readonly (keyof PostingRow)[];

type Column = (typeof COLUMNS)[number];

function shown(row: PostingRow): Record<Column, string | number | null> {
  return {
    ...row,
    member_id: publicId('mbr', row.member_id),
    sale_id: row.sale_id === null ? null : publicId('rcp', row.sale_id),
    event_at: row.event_at.toISOString(),
    created_at: row.created_at.toISOString(),
  };
}

/** One chunk of text for each page; a CSV file begins with its header, also when there is nothing to export. `stores` null: all of them. */
export async function* journalText(
  pages: AsyncIterable<readonly PostingRow[]>,
  format: Format,
  stores: readonly string[] | null = null,
): AsyncGenerator<string> {
  if (format === 'csv') yield `${COLUMNS.join(',')}\n`;
  for await (const page of pages) {
    const rows = page.filter(({ store_id }) => stores === null || (store_id !== null && stores.includes(store_id))).map(shown);
    // A cell that a spreadsheet would run as a formula is escaped: store ids are free text.
    if (format === 'csv') yield stringify(rows, { columns: [...COLUMNS], escape_formulas: true });
    else yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  }
}
