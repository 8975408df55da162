import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { Fault } from '../../core/invariant.js';

const SIGNATURE_BYTES = 11;
const STREAM_MS_MAX = 1_800_000;
/** Longer than Postgres is silent in the middle of a list; who waits for a server that is gone would follow no price list meanwhile. */
const SILENT_MS_MAX = 30_000;

/** A row of COPY in binary form: where its fields begin and how long they are; a length of -1 is null. Used again for the next row. */
export interface BinaryRow {
  buffer: Buffer;
  readonly starts: number[];
  readonly lengths: number[];
}

export function int8Of(row: BinaryRow, field: number): number {
  const at = row.starts[field]!;
  return row.buffer.readInt32BE(at) * 0x1_0000_0000 + row.buffer.readUInt32BE(at + 4);
}

/**
 * Reads a query by COPY in binary form, row by row, in slices of what one read of the socket brings: a millisecond or two, so that calls go
 * on beside it. Rejects with the driver's error, and where nothing came for a while: the connection cannot be used again then.
 */
export async function copyRows(
  tx: pg.PoolClient,
  query: string,
  fields: number,
  take: (row: BinaryRow) => void,
  silentMsMax = SILENT_MS_MAX,
): Promise<number> {
  const stream = copyTo(`COPY (${query}) TO STDOUT (FORMAT binary)`);
  stream.query_timeout = STREAM_MS_MAX;
  const silence = setTimeout(() => stream.destroy(new Error(`Postgres sent nothing for ${silentMsMax} ms of a COPY`)), silentMsMax);
  try {
    return await readRows(tx.query(stream) as AsyncIterable<Buffer>, fields, take, () => void silence.refresh());
  } finally {
    clearTimeout(silence);
    // pg-copy-streams does so for COPY FROM alone; else the timer of the limit goes on long after the last row.
    stream.callback?.();
  }
}

async function readRows(
  chunks: AsyncIterable<Buffer>,
  fields: number,
  take: (row: BinaryRow) => void,
  onChunk: () => void,
): Promise<number> {
  const row: BinaryRow = { buffer: Buffer.alloc(0), starts: new Array<number>(fields).fill(0), lengths: new Array<number>(fields).fill(0) };
  let rest: Buffer | null = null;
  let header = true;
  let rows = 0;
  for await (const chunk of chunks) {
    onChunk();
    const bytes: Buffer = rest === null ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    if (header) {
      if (bytes.length < SIGNATURE_BYTES + 8) {
        rest = bytes;
        continue;
      }
      at = SIGNATURE_BYTES + 8 + bytes.readUInt32BE(SIGNATURE_BYTES + 4);
      header = false;
    }
    for (;;) {
      const next = readRow(bytes, at, fields, row);
      if (next < 0) break;
      take(row);
      rows++;
      at = next;
    }
    rest = at === bytes.length ? null : bytes.subarray(at);
  }
  // What remains is the trailer: a field count of -1.
  if (header || rest === null || rest.length !== 2 || rest.readInt16BE(0) !== -1) throw new Fault('a COPY ended in the middle of a row');
  return rows;
}

/** Where the next row begins; -1 where this one is not wholly there, or is the trailer. */
function readRow(bytes: Buffer, start: number, fields: number, row: BinaryRow): number {
  if (bytes.length - start < 2 + fields * 4) return -1;
  let at = start + 2;
  for (let i = 0; i < fields; i++) {
    if (bytes.length - at < 4) return -1;
    const length = bytes.readInt32BE(at);
    at += 4;
    row.starts[i] = at;
    row.lengths[i] = length;
    if (length > 0) at += length;
    if (at > bytes.length) return -1;
  }
  row.buffer = bytes;
  return at;
}
