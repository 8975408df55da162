import type { Column, Row } from '../../ledger/export/export-kind.js';
import { csvEncoder } from './csv-encoder.js';
import { ndjsonEncoder } from './ndjson-encoder.js';
import { parquetEncoder } from './parquet-encoder.js';

/** Rows to bytes, a chunk at a time. What it has to remember between chunks can be kept, so that a killed export goes on. */
export interface Encoder {
  begin(): Buffer;
  encode(rows: readonly Row[]): Buffer;
  end(): Buffer;
  /** Null where it remembers nothing. */
  state(): string | null;
}

export const FORMATS = ['csv', 'ndjson', 'parquet'] as const;
export type Format = (typeof FORMATS)[number];

/** `state` and `bytes`: where an encoder of the same columns stopped. */
export function encoderOf(format: Format, columns: readonly Column[], state: string | null = null, bytes = 0): Encoder {
  switch (format) {
    case 'csv':
      return csvEncoder(columns);
    case 'ndjson':
      return ndjsonEncoder(columns);
    case 'parquet':
      return parquetEncoder(columns, state, bytes);
  }
}
