import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Cell, Column, ColumnType, Row } from '../../ledger/export/export-kind.js';
import type { Encoder } from './encoder.js';
import { shownCell } from './shown-cell.js';

type SchemaElement = ParquetWriter['schema'][number];

const ELEMENTS: Readonly<Record<ColumnType, Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  member: { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  sale: { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  date: { type: 'INT32', converted_type: 'DATE', repetition_type: 'OPTIONAL' },
  instant: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', repetition_type: 'OPTIONAL' },
  whole: { type: 'INT64', repetition_type: 'OPTIONAL' },
  boolean: { type: 'BOOLEAN', repetition_type: 'OPTIONAL' },
};

/** Each chunk is a row group. What the footer will say of the groups so far is all there is to remember. */
export function parquetEncoder(columns: readonly Column[], state: string | null, bytes: number): Encoder {
  const writer = new ByteWriter();
  const elements = columns.map(({ name, type }): SchemaElement => ({ name, ...ELEMENTS[type] }));
  const schema: SchemaElement[] = [{ name: 'root', num_children: columns.length }, ...elements];
  const parquet = new ParquetWriter({ writer, schema, statistics: false, createdBy: 'tallystick' });
  if (state !== null) resume(parquet, writer, state, bytes);
  const taken = (): Buffer => {
    const part = Buffer.from(writer.getBytes());
    writer.index = 0;
    return part;
  };
  return {
    begin: taken,
    encode(rows) {
      if (rows.length === 0) return Buffer.alloc(0);
      const columnData = columns.map((column) => ({ name: column.name, data: cellsOf(column, rows), offsetIndex: false }));
      void parquet.write({ columnData, rowGroupSize: rows.length });
      parquet.pendingIndexes.length = 0;
      return taken();
    },
    end() {
      void parquet.finish();
      return taken();
    },
    state: () =>
      JSON.stringify({ rows: String(parquet.num_rows), groups: parquet.row_groups }, (_key, value: unknown) =>
        typeof value === 'bigint' ? `${value}n` : value,
      ),
  };
}

function resume(parquet: ParquetWriter, writer: ByteWriter, state: string, bytes: number): void {
  const revive = (_key: string, value: unknown): unknown =>
    typeof value === 'string' && /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value;
  const kept = JSON.parse(state, revive) as { rows: string; groups: ParquetWriter['row_groups'] };
  parquet.num_rows = BigInt(kept.rows);
  parquet.row_groups = kept.groups;
  writer.index = 0;
  writer.offset = bytes;
}

function cellsOf(column: Column, rows: readonly Row[]): unknown[] {
  return rows.map((row) => valueOf(column, row[column.name]));
}

function valueOf(column: Column, cell: Cell | undefined): unknown {
  if (cell === null || cell === undefined) return null;
  switch (column.type) {
    case 'whole':
      return BigInt(cell as number);
    case 'instant':
    case 'boolean':
      return cell;
    case 'date':
      return new Date(`${String(cell)}T00:00:00Z`);
    case 'text':
    case 'member':
    case 'sale':
      return String(shownCell(column, cell));
  }
}
