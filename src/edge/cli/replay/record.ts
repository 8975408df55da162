/** A document of a replay file: one JSON object a line, money in minor units, quantities in pieces, times local to the store. */

/** A part of a return line: which line of which sale it came from, and how many pieces. */
export type Reference = readonly [saleId: string, lineNumber: number, pieces: number];

export interface RecordLine {
  readonly sku: string;
  /** Below zero on returns. */
  readonly qty: number;
  readonly unit: number;
  /** Not merchandise: postage, fees. */
  readonly svc?: number;
  readonly ref?: readonly Reference[];
}

export interface ReplayRecord {
  readonly id: string;
  /** YYYY-MM-DDThh:mm:ss. */
  readonly time: string;
  readonly card: string | null;
  /** `sale` and `return` are sent; every other kind is counted and left out. */
  readonly kind: string;
  readonly lines: readonly RecordLine[];
}

/** Throws an Error that names the line of the file where it is not such a document. */
export function parseRecord(text: string, lineNumber: number): ReplayRecord {
  try {
    const record = JSON.parse(text) as ReplayRecord;
    if (typeof record.id !== 'string' || typeof record.kind !== 'string') throw new Error('`id` and `kind` must be texts');
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(record.time)) throw new Error('`time` must be YYYY-MM-DDThh:mm:ss');
    if (!Array.isArray(record.lines)) throw new Error('`lines` must be a list');
    return record;
  } catch (error) {
    throw new Error(`line ${lineNumber} of the file: ${(error as Error).message}`, { cause: error });
  }
}
