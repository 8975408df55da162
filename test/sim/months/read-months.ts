/** A file of receipts, a month at a time. */
import { parseRecord, type ReplayRecord } from '../../../src/edge/cli/replay/record.js';
import { readLines } from '../../../src/edge/cli/replay/read-records.js';

export interface Month {
  /** The first day, which is the name of its period. */
  readonly period: string;
  /** Sales and returns in the order of the file. */
  readonly records: readonly ReplayRecord[];
  /** Sales of this month that the shop sends only after it was closed. */
  readonly late: readonly ReplayRecord[];
}

/** One sale in so many comes late. */
const LATE_EVERY = 150;

/** The months of a file that is ordered by time; of each only the first `documentsMax` documents. */
export async function* readMonths(file: string, documentsMax: number): AsyncGenerator<Month> {
  let name = '';
  let records: ReplayRecord[] = [];
  let lineNumber = 0;
  for await (const text of readLines(file)) {
    const record = parseRecord(text, ++lineNumber);
    const month = record.time.slice(0, 7);
    if (month < name) throw new Error(`line ${lineNumber} is of ${month}, after one of ${name}: the file is not in the order of time`);
    if (month !== name && records.length > 0) {
      yield monthOf(name, records);
      records = [];
    }
    name = month;
    if ((record.kind === 'sale' || record.kind === 'return') && records.length < documentsMax) records.push(record);
  }
  if (records.length > 0) yield monthOf(name, records);
}

/** A sale that comes back within the month cannot be late. */
function monthOf(name: string, records: readonly ReplayRecord[]): Month {
  const returned = new Set(records.flatMap((record) => salesOf(record)));
  const isLate = (record: ReplayRecord, k: number): boolean => k % LATE_EVERY === 7 && record.kind === 'sale' && !returned.has(record.id);
  return { period: `${name}-01`, records: records.filter((r, k) => !isLate(r, k)), late: records.filter(isLate) };
}

export const salesOf = (record: ReplayRecord): string[] => record.lines.flatMap(({ ref = [] }) => ref.map(([saleId]) => saleId));
