/**
 * The headers of a call, as HPACK writes them: the first call of a connection spells them out and has the server keep them, the others
 * name them by their place, as every client library does.
 */
export interface RequestBlocks {
  /** With room for what is left of the time where calls have a deadline: a copy is to be made and `setTimeLeft` to be called. */
  readonly first: Buffer;
  readonly next: Buffer;
}

export interface RequestHead {
  readonly path: string;
  readonly authority: string;
  readonly key: string;
  readonly hasDeadline: boolean;
}

const POST = 0x83;
const HTTP = 0x86;
/** Places in the fixed table of HPACK, marked as a name of a header that is to be kept. */
const KEPT = { authority: 0x41, path: 0x44, contentType: 0x5f, authorization: 0x57, newName: 0x40 } as const;
/** The name of a kept header, followed by a value that is not to be kept: the newest in the table has this place. */
const NAME_OF_NEWEST = Buffer.from([0x0f, 62 - 0x0f]);
const TIME_LEFT_DIGITS = 8;
/** The newest header that was kept has this place, older ones the next. */
const NEWEST = 0x80 | 62;

export function requestBlocks({ path, authority, key, hasDeadline }: RequestHead): RequestBlocks {
  const timeLeft = text(`${'0'.repeat(TIME_LEFT_DIGITS)}m`);
  const kept = [
    [KEPT.authority, text(authority)],
    [KEPT.path, text(path)],
    [KEPT.contentType, text('application/grpc')],
    [KEPT.newName, text('te'), text('trailers')],
    [KEPT.authorization, text(`Bearer ${key}`)],
    ...(hasDeadline ? [[KEPT.newName, text('grpc-timeout'), timeLeft]] : []),
  ];
  const bytes = kept.flat().map((part) => (typeof part === 'number' ? Buffer.from([part]) : part));
  const same = kept.slice(0, hasDeadline ? -1 : kept.length);
  const places = Buffer.from([POST, HTTP, ...same.map((_header, k) => NEWEST + kept.length - 1 - k)]);
  return {
    first: Buffer.concat([Buffer.from([POST, HTTP]), ...bytes]),
    next: hasDeadline ? Buffer.concat([places, NAME_OF_NEWEST, timeLeft]) : places,
  };
}

/** Writes how long the caller still waits: a client counts it when it sends, for its call may have waited for room on the connection. */
export function setTimeLeft(block: Buffer, ms: number): void {
  block.write(String(ms).padStart(TIME_LEFT_DIGITS, '0'), block.length - TIME_LEFT_DIGITS - 1, 'latin1');
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
