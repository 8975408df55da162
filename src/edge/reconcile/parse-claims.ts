import { parse } from 'csv-parse/sync';
import { isDay } from '../../core/time.js';
import type { AmountName, Amounts, Claim } from '../../ledger/reconcile/claim.js';

/** The file is not what it should be; the message names the line. */
export class ClaimError extends Error {
  override readonly name = 'ClaimError';
}

const AMOUNT_COLUMNS: Readonly<Record<string, AmountName>> = {
  receipts: 'receipts',
  payable_minor: 'payableMinor',
  refund_minor: 'refundMinor',
  burn_points: 'burnPoints',
  earn_points: 'earnPoints',
};
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const NEEDED = ['store_id', 'business_date'];
const KNOWN = [...NEEDED, 'terminal_id', 'receipt_number', 'kind', ...Object.keys(AMOUNT_COLUMNS)];

/**
 * End-of-day totals as CSV with a header: store_id, business_date, and any of terminal_id, receipt_number, kind (sale, return), receipts,
 * payable_minor, refund_minor, burn_points, earn_points. A row without a receipt number is a total; an empty cell is not compared.
 */
export function parseClaims(text: string): Claim[] {
  let rows: Record<string, string>[];
  try {
    rows = parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true });
  } catch (error) {
    throw new ClaimError(`The file is not CSV with a header: ${(error as Error).message}`, { cause: error });
  }
  const columns = Object.keys(rows[0] ?? {});
  const missing = NEEDED.find((name) => !columns.includes(name));
  if (missing !== undefined) throw new ClaimError(`The file has no column ${missing}`);
  const unknown = columns.find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw new ClaimError(`There is no column ${unknown}; known are ${KNOWN.join(', ')}`);
  return rows.map((row, k) => claimOf(row, k + 2));
}

function claimOf(row: Record<string, string>, line: number): Claim {
  const receiptNumber = row['receipt_number'] || null;
  const terminalId = row['terminal_id'] || null;
  const kind = row['kind'] || 'sale';
  if (kind !== 'sale' && kind !== 'return') throw new ClaimError(`Line ${line}: kind is sale or return, not ${kind}`);
  if (row['store_id'] === '') throw new ClaimError(`Line ${line}: store_id is empty`);
  if (!DATE.test(row['business_date']!) || !isDay(row['business_date']!))
    throw new ClaimError(`Line ${line}: business_date must be a day such as 2026-10-31, not ${row['business_date']}`);
  if (receiptNumber !== null && terminalId === null) throw new ClaimError(`Line ${line}: a receipt needs its terminal_id`);
  return { storeId: row['store_id']!, terminalId, businessDate: row['business_date']!, receiptNumber, kind, amounts: amountsOf(row, line) };
}

function amountsOf(row: Record<string, string>, line: number): Amounts {
  const amounts: Amounts = {};
  for (const [column, name] of Object.entries(AMOUNT_COLUMNS)) {
    const cell = row[column] ?? '';
    if (cell === '') continue;
    if (!/^\d{1,15}$/.test(cell)) throw new ClaimError(`Line ${line}: ${column} must be a whole number, not ${cell}`);
    amounts[name] = Number(cell);
  }
  return amounts;
}
