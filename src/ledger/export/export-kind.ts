/** What can be exported: its columns, its control totals, and the statement that reads one page of it. */

export type ColumnType = 'text' | 'whole' | 'boolean' | 'date' | 'instant' | 'member' | 'sale';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Summed in the manifest. */
  readonly isTotal?: boolean;
}

export type Cell = string | number | boolean | Date | null;
export type Row = Readonly<Record<string, Cell>>;

/** The key of the last row that was read: every table is read in the order of its primary key, bucket first. */
export interface Cursor {
  readonly bucket: number;
  readonly id: string;
  readonly number: number;
}

/** Which rows: those of the periods from `from` to `to`, both included, with links after `since` and up to `cut`. */
export interface Selection {
  readonly from: string;
  readonly to: string;
  /** Balances and lots as of this instant; null for the end of the last period. */
  readonly at: string | null;
  /** By bucket, the links an earlier export ended with. */
  readonly since: readonly number[];
  /**
   * By bucket, the link the export ends with. Links of a chain commit in order, so all rows up to it are there, however many batches
   * are in flight: what one export leaves out, the next one that begins here has.
   */
  readonly cut: readonly number[];
}

export interface ExportKind {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Keys read in one page. */
  readonly keysPerPage: number;
  /**
   * Parameters: $1 bucket, $2 id, $3 number of the cursor, $4 from, $5 to, $6 since, $7 cut, $8 keys, $9 instant. Answers each row with
   * `k_bucket`, `k_id` and `k_number`, its key, and `k_present`: false where a key has no row, only a place in the order.
   */
  readonly sql: string;
}

const column =
  (type: ColumnType) =>
  (...names: string[]): Column[] =>
    names.map((name) => ({ name, type }));

export const text = column('text');
export const whole = column('whole');
export const date = column('date');
export const instant = column('instant');
export const total = (...names: string[]): Column[] => names.map((name) => ({ name, type: 'whole', isTotal: true }));
export const member: Column = { name: 'member_id', type: 'member' };
export const sale: Column = { name: 'sale_id', type: 'sale' };
export const flag = column('boolean');

/** The condition on the rows of `t`, a table with period and link. */
export const selected = (t: string): string =>
  `${t}.period BETWEEN $4 AND $5 AND ${t}.link > ($6::bigint[])[${t}.bucket + 1] AND ${t}.link <= ($7::bigint[])[${t}.bucket + 1]
   AND $9::timestamptz IS NOT NULL`;
