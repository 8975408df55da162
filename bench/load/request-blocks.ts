/**
 * The headers of a call, as HPACK writes them: the first call of a connection spells them out and has the server keep them, the others
 * name them by their place, as every client library does.
 */
export interface RequestBlocks {
  readonly first: Buffer;
  readonly next: Buffer;
}

export interface RequestHead {
  readonly path: string;
  readonly authority: string;
  readonly key: string;
  /** What the caller waits for an answer; null for ever. */
  readonly timeoutMs: number | null;
}

const POST = 0x83;
const HTTP = 0x86;
/** Places in the fixed table of HPACK, marked as a name of a header that is to be kept. */
const KEPT = { authority: 0x41, path: 0x44, contentType: 0x5f, authorization: 0x57, newName: 0x40 } as const;
/** The newest header that was kept has this place, older ones the next. */
const NEWEST = 0x80 | 62;

export function requestBlocks({ path, authority, key, timeoutMs }: RequestHead): RequestBlocks {
  const kept = [
    [KEPT.authority, text(authority)],
    [KEPT.path, text(path)],
    [KEPT.contentType, text('application/grpc')],
    [KEPT.newName, text('te'), text('trailers')],
    [KEPT.authorization, text(`Bearer ${key}`)],
    ...(timeoutMs === null ? [] : [[KEPT.newName, text('grpc-timeout'), text(`${timeoutMs}m`)]]),
  ];
  const bytes = kept.flat().map((part) => (typeof part === 'number' ? Buffer.from([part]) : part));
  return {
    first: Buffer.concat([Buffer.from([POST, HTTP]), ...bytes]),
    next: Buffer.from([POST, HTTP, ...kept.map((_header, k) => NEWEST + kept.length - 1 - k)]),
  };
}

/** A string of HPACK: its length in seven bits and more where it is long, then its bytes, not compressed. */
function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'latin1');
  const length: number[] = [];
  if (bytes.length < 127) length.push(bytes.length);
  else {
    length.push(127);
    let left = bytes.length - 127;
    for (; left >= 128; left >>= 7) length.push((left & 127) | 128);
    length.push(left);
  }
  return Buffer.concat([Buffer.from(length), bytes]);
}
