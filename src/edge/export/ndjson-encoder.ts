import type { Column } from '../../ledger/export/export-kind.js';
import type { Encoder } from './encoder.js';
import { shownCell } from './shown-cell.js';

export function ndjsonEncoder(columns: readonly Column[]): Encoder {
  return {
    begin: () => Buffer.alloc(0),
    encode: (rows) =>
      Buffer.from(
        rows
          .map(
            (row) => `${JSON.stringify(Object.fromEntries(columns.map((column) => [column.name, shownCell(column, row[column.name])])))}\n`,
          )
          .join(''),
      ),
    end: () => Buffer.alloc(0),
    state: () => null,
  };
}
