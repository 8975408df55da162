import { dayOf } from '../core/time.js';

/**
 * Rows as Postgres receives them in binary: an array of a composite type. It costs the server a tenth of parsing the same as JSON, and
 * this process less than printing it. Each row names the types of its columns, which Postgres checks against the composite type.
 */
const OID = {
  bool: 16,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  json: 114,
  bytea: 17,
  date: 1082,
  timestamptz: 1184,
  uuid: 2950,
  int2s: 1005,
  texts: 1009,
  int8s: 1016,
} as const;

const HEADER_BYTES = 20;
const ROWS_AT = 12;
const EPOCH_MS = Date.UTC(2000, 0, 1);
const EPOCH_DAY = EPOCH_MS / 86_400_000;
const TWO_32 = 2 ** 32;
const BY_HAND_MAX = 64;
const DASH = '-'.charCodeAt(0);
/** The value of a hexadecimal digit by its character. */
const HEX = Uint8Array.from({ length: 0x80 }, (_, code) =>
  Math.max(0, '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase())),
);

const UUID_BYTES = 16;
/** The rows of one effect name the same member and sale again and again. */
const lately = [0, 1].map(() => ({ text: '', bytes: new Uint8Array(UUID_BYTES) })) as [Known, Known];
let older = 0;

interface Known {
  text: string;
  readonly bytes: Uint8Array;
}

function uuidBytes(text: string): Uint8Array {
  const [one, other] = lately;
  if (one.text === text) return one.bytes;
  if (other.text === text) return other.bytes;
  const known = lately[older]!;
  older = 1 - older;
  let at = 0;
  for (let i = 0; i < text.length; i += 2) {
    if (text.charCodeAt(i) === DASH) i++;
    known.bytes[at++] = (HEX[text.charCodeAt(i)]! << 4) | HEX[text.charCodeAt(i + 1)]!;
  }
  known.text = text;
  return known.bytes;
}

const FIRST_BYTES = 1 << 14;
const KEPT_BYTES_MAX = 1 << 20;
const SPARE_MAX = 32;

/**
 * Buffers of batches that were sent. Memory outside of V8's heap that is made and dropped with each batch counts as pressure, and V8 answers
 * with a collection of the whole heap: every few seconds a tenth of a second in which all tills wait.
 */
const spare: Buffer[] = [];
const NOTHING = Buffer.alloc(0);

/** The value, where as many bits as its column has are enough for it: money must not wrap around. */
function within(value: number, cut: number): number {
  if (value !== cut) throw new RangeError(`${value} does not fit into its column`);
  return value;
}

export class RowWriter {
  private bytes = spare.pop() ?? Buffer.allocUnsafe(FIRST_BYTES);
  private end = HEADER_BYTES;
  private rows = 0;
  private rowAt = 0;

  /** `columns` is how many values each row has; each is written by one call, in the order of the composite type. */
  constructor(private readonly columns: number) {}

  row(): this {
    this.rows++;
    this.room(8);
    this.rowAt = this.end;
    this.end += 4;
    this.word(this.columns);
    return this;
  }

  /** To be called after the last value of a row. */
  close(): void {
    this.bytes.writeInt32BE(this.end - this.rowAt - 4, this.rowAt);
  }

  bool(value: boolean): this {
    this.head(OID.bool, 1);
    this.bytes[this.end++] = value ? 1 : 0;
    return this;
  }

  int2(value: number): this {
    this.head(OID.int2, 2);
    this.half(value);
    return this;
  }

  int4(value: number | null): this {
    if (value === null) return this.none(OID.int4);
    this.head(OID.int4, 4);
    this.word(within(value, value | 0));
    return this;
  }

  int8(value: number | null): this {
    if (value === null) return this.none(OID.int8);
    this.head(OID.int8, 8);
    this.long(value);
    return this;
  }

  instant(ms: number | null): this {
    if (ms === null) return this.none(OID.timestamptz);
    this.head(OID.timestamptz, 8);
    this.micros(ms - EPOCH_MS);
    return this;
  }

  date(text: string): this {
    this.head(OID.date, 4);
    const day = dayOf(text) - EPOCH_DAY;
    this.word(within(day, day | 0));
    return this;
  }

  uuid(text: string | null): this {
    if (text === null) return this.none(OID.uuid);
    this.head(OID.uuid, UUID_BYTES);
    const known = uuidBytes(text);
    const { bytes, end } = this;
    for (let i = 0; i < UUID_BYTES; i++) bytes[end + i] = known[i]!;
    this.end = end + UUID_BYTES;
    return this;
  }

  bytea(value: Buffer): this {
    this.head(OID.bytea, value.length);
    this.end += value.copy(this.bytes, this.end);
    return this;
  }

  text(value: string | null): this {
    return value === null ? this.none(OID.text) : this.string(OID.text, value);
  }

  json(value: string | null): this {
    return value === null ? this.none(OID.json) : this.string(OID.json, value);
  }

  texts(values: readonly string[]): this {
    return this.array(OID.texts, OID.text, values, (value) => {
      const at = this.end;
      this.room(4 + 3 * value.length);
      const length = this.characters(value, at + 4);
      this.bytes.writeInt32BE(length, at);
      this.end = at + 4 + length;
    });
  }

  int2s(values: readonly number[]): this {
    return this.array(OID.int2s, OID.int2, values, (value) => {
      this.room(6);
      this.word(2);
      this.half(value);
    });
  }

  int8s(values: readonly number[]): this {
    return this.array(OID.int8s, OID.int8, values, (value) => {
      this.room(12);
      this.word(8);
      this.long(value);
    });
  }

  /** The whole as a parameter of the array type whose elements have this oid; null where no row was written. */
  finish(elementOid: number): Buffer | null {
    if (this.rows === 0) return null;
    const { bytes } = this;
    bytes.writeInt32BE(1, 0);
    bytes.writeInt32BE(0, 4);
    bytes.writeUInt32BE(elementOid, 8);
    bytes.writeInt32BE(this.rows, ROWS_AT);
    bytes.writeInt32BE(1, ROWS_AT + 4);
    return bytes.subarray(0, this.end);
  }

  /** What `finish` gave must not be used any more. */
  release(): void {
    if (this.bytes.length <= KEPT_BYTES_MAX && spare.length < SPARE_MAX) spare.push(this.bytes);
    this.bytes = NOTHING;
  }

  private head(oid: number, length: number): void {
    this.room(8 + Math.max(0, length));
    this.word(oid);
    this.word(length);
  }

  private none(oid: number): this {
    this.head(oid, -1);
    return this;
  }

  private string(oid: number, value: string): this {
    this.room(8 + 3 * value.length);
    const length = this.characters(value, this.end + 8);
    this.word(oid);
    this.word(length);
    this.end += length;
    return this;
  }

  /** A short text of plain characters costs less by hand than a call into Node. */
  private characters(value: string, at: number): number {
    const { bytes } = this;
    const { length } = value;
    if (length > BY_HAND_MAX) return bytes.write(value, at);
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code >= 0x80) return bytes.write(value, at);
      bytes[at + i] = code;
    }
    return length;
  }

  private array<T>(oid: number, elementOid: number, values: readonly T[], write: (value: T) => void): this {
    this.head(oid, HEADER_BYTES);
    const from = this.end;
    const isEmpty = values.length === 0;
    this.word(isEmpty ? 0 : 1);
    this.word(0);
    this.word(elementOid);
    if (!isEmpty) {
      this.word(values.length);
      this.word(1);
      for (const value of values) write(value);
    }
    this.bytes.writeInt32BE(this.end - from, from - 4);
    return this;
  }

  /** Amounts are safe integers, so high and low word are exact. */
  private long(value: number): void {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no safe integer`);
    this.word(Math.floor(value / TWO_32));
    this.word(value >>> 0);
  }

  /** Milliseconds as microseconds; as one number they are exact until the year 2285 only. */
  private micros(ms: number): void {
    if (!Number.isSafeInteger(ms)) throw new RangeError(`${ms} is no whole number of milliseconds`);
    const high = Math.floor(ms / TWO_32);
    const low = (ms - high * TWO_32) * 1000;
    const carry = Math.floor(low / TWO_32);
    this.word(high * 1000 + carry);
    this.word(low - carry * TWO_32);
  }

  /** Four bytes; room for them was made. By hand, for Node's own checks the range of each value in calls of its own. */
  private word(value: number): void {
    const { bytes, end } = this;
    bytes[end] = value >>> 24;
    bytes[end + 1] = value >>> 16;
    bytes[end + 2] = value >>> 8;
    bytes[end + 3] = value;
    this.end = end + 4;
  }

  private half(value: number): void {
    within(value, (value << 16) >> 16);
    this.bytes[this.end] = value >>> 8;
    this.bytes[this.end + 1] = value;
    this.end += 2;
  }

  private room(more: number): void {
    if (this.end + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * Math.max(this.bytes.length, this.end + more));
    this.bytes.copy(larger, 0, 0, this.end);
    this.bytes = larger;
  }
}
