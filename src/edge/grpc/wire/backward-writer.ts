/**
 * Protobuf from back to front: what lies inside a message is written before its length, so no length has to be known in advance and no
 * message is walked twice. Fields and the items of a repeated field are therefore written in reverse order. As proto3 asks, what is zero,
 * false or empty is left out.
 */
const VARINT = 0;
const LENGTH_DELIMITED = 2;
const BYTES_AT_FIRST = 16 * 1024;
/** A scratch that one huge answer made larger than this is given back. */
const BYTES_KEPT_MAX = 1024 * 1024;

export class BackwardWriter {
  private bytes = Buffer.allocUnsafe(BYTES_AT_FIRST);
  /** Where the last byte written lies. */
  private at = BYTES_AT_FIRST;

  /** Where a message that begins now will end; give it to `closeMessage`. */
  openMessage(): number {
    return this.bytes.length - this.at;
  }

  closeMessage(field: number, opened: number): void {
    this.makeRoom(16);
    this.varint(this.bytes.length - this.at - opened);
    this.varint((field << 3) | LENGTH_DELIMITED);
  }

  /** A safe integer; a negative one takes ten bytes. */
  integer(field: number, value: number): void {
    if (value === 0) return;
    this.makeRoom(16);
    if (value > 0) this.varint(value);
    else this.negative(value);
    this.varint((field << 3) | VARINT);
  }

  flag(field: number, value: boolean): void {
    if (value) this.integer(field, 1);
  }

  text(field: number, value: string): void {
    const { length } = value;
    if (length === 0) return;
    this.makeRoom(length * 3 + 16);
    const end = this.at;
    this.characters(value);
    this.varint(end - this.at);
    this.varint((field << 3) | LENGTH_DELIMITED);
  }

  /**
   * What was written, as bytes of their own; the writer starts again. Not in a slab with others: an answer that waits for its sale to be
   * posted would keep them all, and slabs that outlive two collections of young memory are freed by one of the whole heap only.
   */
  take(): Buffer {
    const message = Buffer.allocUnsafeSlow(this.bytes.length - this.at);
    this.bytes.copy(message, 0, this.at);
    if (this.bytes.length > BYTES_KEPT_MAX) this.bytes = Buffer.allocUnsafe(BYTES_AT_FIRST);
    this.at = this.bytes.length;
    return message;
  }

  /** Forgets what a fault left half written. */
  reset(): void {
    this.at = this.bytes.length;
  }

  private characters(value: string): void {
    const { bytes } = this;
    let at = this.at;
    for (let i = value.length - 1; i >= 0; i--) {
      const code = value.charCodeAt(i);
      if (code >= 0x80) {
        const size = Buffer.byteLength(value);
        this.at -= size;
        bytes.write(value, this.at, size, 'utf8');
        return;
      }
      bytes[--at] = code;
    }
    this.at = at;
  }

  private varint(value: number): void {
    const { bytes } = this;
    if (value < 0x80) {
      bytes[--this.at] = value;
      return;
    }
    const size = sizeOf(value);
    let at = (this.at -= size);
    let rest = value;
    while (rest >= 0x80000000) {
      // Seven bits are taken off by division, since bit operations see 32 bits only.
      bytes[at++] = (rest % 0x80) | 0x80;
      rest = Math.trunc(rest / 0x80);
    }
    while (rest >= 0x80) {
      bytes[at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[at] = rest;
  }

  private negative(value: number): void {
    let rest = BigInt.asUintN(64, BigInt(value));
    let at = (this.at -= 10);
    for (let i = 0; i < 9; i++) {
      this.bytes[at++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.bytes[at] = Number(rest);
  }

  private makeRoom(size: number): void {
    if (this.at >= size) return;
    const used = this.bytes.length - this.at;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, used + size));
    this.bytes.copy(larger, larger.length - used, this.at);
    this.bytes = larger;
    this.at = larger.length - used;
  }
}

const shared = new BackwardWriter();

/** The bytes of one message. One writer serves all of a process: a message is written without a pause and copied out. */
export function written(write: (to: BackwardWriter) => void): Buffer {
  shared.reset();
  write(shared);
  return shared.take();
}

function sizeOf(value: number): number {
  let size = 1;
  for (let most = 0x80; value >= most; most *= 0x80) size++;
  return size;
}
