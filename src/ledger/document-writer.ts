/**
 * The text of JSON arrays whose values have their meaning by place, written byte by byte into memory that is used again and again: a document
 * of a sale has some 400 small numbers, and to put them into arrays for `JSON.stringify` costs twice as much and leaves the arrays behind.
 */
const FIRST_BYTES = 1 << 14;
const KEPT_BYTES_MAX = 1 << 20;
const DEPTH_MAX = 16;
const COMMA = ','.charCodeAt(0);
const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const OPENED = '['.charCodeAt(0);
const CLOSED = ']'.charCodeAt(0);
const MINUS = '-'.charCodeAt(0);
const ZERO = '0'.charCodeAt(0);
const FIRST_PRINTABLE = 0x20;
const LAST_ASCII = 0x7e;
const BILLION = 1_000_000_000;
const BILLION_DIGITS = 9;
/** A safe integer has 16 digits at most. */
const NUMBER_BYTES = 20;

export class DocumentWriter {
  private bytes = Buffer.allocUnsafe(FIRST_BYTES);
  private end = 0;
  private isAscii = true;
  private depth = 0;
  /** By depth: where the array ends when the zeros at its end are left out. */
  private readonly kept = new Int32Array(DEPTH_MAX);

  /** Begins an array, of the values written until it is closed. */
  open(): void {
    this.room(1);
    this.bytes[this.end++] = OPENED;
    this.kept[++this.depth] = this.end;
  }

  /** Ends an array without the zeros at its end: a zero stands for what is usual at its place. */
  close(): void {
    this.end = this.kept[this.depth]!;
    this.closeWhole();
  }

  /** Ends an array that keeps all its values. */
  closeWhole(): void {
    this.room(2);
    const { bytes } = this;
    if (bytes[this.end - 1] === COMMA) this.end--;
    bytes[this.end++] = CLOSED;
    bytes[this.end++] = COMMA;
    this.kept[--this.depth] = this.end;
  }

  /** What is usual at this place. */
  usual(): void {
    this.room(2);
    this.bytes[this.end++] = ZERO;
    this.bytes[this.end++] = COMMA;
  }

  integer(value: number): void {
    if (value === 0) return this.usual();
    if (!Number.isSafeInteger(value)) return this.json(value);
    this.room(NUMBER_BYTES);
    let rest = value;
    if (rest < 0) {
      this.bytes[this.end++] = MINUS;
      rest = -rest;
    }
    if (rest >= BILLION) {
      const billions = Math.floor(rest / BILLION);
      this.digits(billions, digitsOf(billions));
      this.digits(rest - billions * BILLION, BILLION_DIGITS);
    } else this.digits(rest, digitsOf(rest));
    this.bytes[this.end++] = COMMA;
    this.kept[this.depth] = this.end;
  }

  text(value: string): void {
    const { length } = value;
    this.room(length + 3);
    const { bytes } = this;
    let { end } = this;
    bytes[end++] = QUOTE;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code < FIRST_PRINTABLE || code > LAST_ASCII || code === QUOTE || code === BACKSLASH) return this.json(value);
      bytes[end++] = code;
    }
    bytes[end++] = QUOTE;
    bytes[end++] = COMMA;
    this.end = this.kept[this.depth] = end;
  }

  /** Any other value. */
  json(value: unknown): void {
    if (value === 0) return this.usual();
    const text = JSON.stringify(value) ?? 'null';
    this.room(3 * text.length + 1);
    const written = this.bytes.write(text, this.end);
    if (written !== text.length) this.isAscii = false;
    this.end += written;
    this.bytes[this.end++] = COMMA;
    this.kept[this.depth] = this.end;
  }

  /** The one value that was written, as text; the writer starts again. */
  take(): string {
    const text = this.bytes.toString(this.isAscii ? 'latin1' : 'utf8', 0, this.end - 1);
    this.reset();
    return text;
  }

  /** Forgets what a fault left half written. */
  reset(): void {
    this.end = 0;
    this.depth = 0;
    this.isAscii = true;
    if (this.bytes.length > KEPT_BYTES_MAX) this.bytes = Buffer.allocUnsafe(FIRST_BYTES);
  }

  private digits(value: number, count: number): void {
    const { bytes } = this;
    let rest = value;
    for (let at = this.end + count - 1; at >= this.end; at--) {
      const tenth = (rest / 10) | 0;
      bytes[at] = ZERO + rest - tenth * 10;
      rest = tenth;
    }
    this.end += count;
  }

  private room(more: number): void {
    if (this.end + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * Math.max(this.bytes.length, this.end + more));
    this.bytes.copy(larger, 0, 0, this.end);
    this.bytes = larger;
  }
}

/** Of a number below a billion. */
function digitsOf(value: number): number {
  let count = 1;
  for (let above = 10; value >= above; above *= 10) count++;
  return count;
}
