import type { Column, Row } from '../../ledger/export/export-kind.js';

/** Counts and sums of an export; by the same names as in the view finance.control_total. */
export type ControlTotals = Record<string, number>;

export function addTotals(totals: ControlTotals, columns: readonly Column[], rows: readonly Row[]): void {
  totals['rows'] = (totals['rows'] ?? 0) + rows.length;
  for (const { name, isTotal } of columns) {
    if (isTotal !== true) continue;
    let sum = totals[name] ?? 0;
    for (const row of rows) sum += Number(row[name] ?? 0);
    if (!Number.isSafeInteger(sum)) throw new RangeError(`the total of ${name} is beyond 2^53`);
    totals[name] = sum;
  }
}
