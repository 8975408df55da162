import { stringify } from 'csv-stringify/sync';
import type { Column, Row } from '../../ledger/export/export-kind.js';
import type { Encoder } from './encoder.js';
import { shownCell } from './shown-cell.js';

/** What a spreadsheet would run as a formula; only in texts, since a number below zero begins like one. */
const FORMULA = /^[=+\-@\t\r]/;

export function csvEncoder(columns: readonly Column[]): Encoder {
  const line = (row: Row): unknown[] =>
    columns.map((column) => {
      const cell = shownCell(column, row[column.name]);
      return typeof cell === 'string' && column.type === 'text' && FORMULA.test(cell) ? `'${cell}` : cell;
    });
  const cast = { boolean: (value: boolean) => String(value) };
  return {
    begin: () => Buffer.from(`${columns.map(({ name }) => name).join(',')}\n`),
    encode: (rows) => Buffer.from(stringify(rows.map(line), { cast })),
    end: () => Buffer.alloc(0),
    state: () => null,
  };
}
