/**
 * The code and field of a refused call, out of the `google.rpc.Status` that comes with it. Three small messages are read straight off
 * the wire, so that a command needs no protos but our own.
 */
import type { Metadata } from '@grpc/grpc-js';

export interface ErrorInfo {
  /** Our code, e.g. `more_than_sold`; empty where the engine gave none. */
  readonly reason: string;
  readonly metadata: Readonly<Record<string, string>>;
}

const NOTHING: ErrorInfo = { reason: '', metadata: {} };
const ERROR_INFO = 'type.googleapis.com/google.rpc.ErrorInfo';

interface Reader {
  readonly bytes: Buffer;
  at: number;
}

function varint(reader: Reader): number {
  let value = 0;
  for (let shift = 1; ; shift *= 128) {
    const byte = reader.bytes[reader.at++];
    if (byte === undefined) throw new RangeError('the message ends inside a number');
    value += (byte & 127) * shift;
    if (byte < 128) return value;
  }
}

/** Fields with a length (text, bytes, messages) by number, in order. The messages read here have no other kind but one code. */
function fields(bytes: Buffer): Map<number, Buffer[]> {
  const reader: Reader = { bytes, at: 0 };
  const found = new Map<number, Buffer[]>();
  while (reader.at < bytes.length) {
    const tag = varint(reader);
    if ((tag & 7) === 0) {
      varint(reader);
      continue;
    }
    if ((tag & 7) !== 2) throw new RangeError('unexpected kind of field');
    const length = varint(reader);
    const list = found.get(tag >> 3) ?? [];
    list.push(bytes.subarray(reader.at, (reader.at += length)));
    found.set(tag >> 3, list);
  }
  return found;
}

const text = (message: Map<number, Buffer[]>, number: number): string => message.get(number)?.[0]?.toString('utf8') ?? '';

export function errorInfo(metadata: Metadata | undefined): ErrorInfo {
  const [status] = metadata?.get('grpc-status-details-bin') ?? [];
  if (!Buffer.isBuffer(status)) return NOTHING;
  try {
    const details = (fields(status).get(3) ?? []).map(fields);
    const found = details.find((any) => text(any, 1) === ERROR_INFO)?.get(2)?.[0];
    if (found === undefined) return NOTHING;
    const info = fields(found);
    const pairs = (info.get(3) ?? []).map(fields).map((pair) => [text(pair, 1), text(pair, 2)]);
    return { reason: text(info, 1), metadata: Object.fromEntries(pairs) as Record<string, string> };
  } catch {
    // Details that cannot be read are as good as none: the status and its message are still told.
    return NOTHING;
  }
}
