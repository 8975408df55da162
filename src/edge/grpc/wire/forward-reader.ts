/**
 * Protobuf from front to back, for the few messages that nearly every call sends. Whoever reads a message switches on whole tags (number of
 * the field and how it is written), so a field that is not known, or is written in another way than it should be, is skipped.
 * What is cut off or cannot be protobuf throws a RangeError.
 */
export const VARINT = 0;
/** Text, a message, an entry of a map. */
export const BYTES = 2;
const FIXED_64 = 1;
const GROUP = 3;
const GROUP_END = 4;
const FIXED_32 = 5;
const TWO_32 = 2 ** 32;
const VARINT_BYTES_MAX = 10;
/** Groups within groups; nobody sends any. */
const DEPTH_MAX = 16;

export class ForwardReader {
  /** The next byte. */
  at = 0;
  /** Where the message ends that is being read. */
  end: number;

  /** Each byte as a character: a text of ASCII is cut out of it, without a call out of JavaScript for each field. */
  private readonly characters: string;

  constructor(private readonly bytes: Buffer) {
    this.end = bytes.length;
    this.characters = bytes.toString('latin1');
  }

  get hasMore(): boolean {
    return this.at < this.end;
  }

  /** An integer of up to 64 bits, rounded beyond 2^53; a negative one takes ten bytes. */
  integer(): number {
    const first = this.bytes[this.at];
    if (first === undefined || first >= 0x80) return this.longInteger();
    this.at++;
    return first;
  }

  flag(): boolean {
    return this.integer() !== 0;
  }

  /** For as long as the call lasts: V8 may keep the whole message for the sake of a part of it. */
  text(): string {
    const to = this.endOfBytes();
    const { at, bytes } = this;
    this.at = to;
    for (let k = at; k < to; k++) if (bytes[k]! >= 0x80) return bytes.toString('utf8', at, to);
    return this.characters.substring(at, to);
  }

  /** A text that may be kept for longer. */
  keptText(): string {
    const to = this.endOfBytes();
    const { at } = this;
    this.at = to;
    return this.bytes.toString('utf8', at, to);
  }

  /** Begins a message within the message; give what it returns to `closeMessage`. */
  openMessage(): number {
    const outer = this.end;
    this.end = this.endOfBytes();
    return outer;
  }

  closeMessage(outer: number): void {
    if (this.at !== this.end) throw new RangeError('a field reaches beyond its message');
    this.end = outer;
  }

  /** Passes over the value of a field that nobody asks for. */
  skip(tag: number, depth = 0): void {
    switch (tag & 7) {
      case VARINT:
        this.integer();
        return;
      case FIXED_64:
        return this.pass(8);
      case BYTES:
        this.at = this.endOfBytes();
        return;
      case GROUP: {
        if (depth === DEPTH_MAX) throw new RangeError('groups are nested too deeply');
        for (let inner = this.integer(); (inner & 7) !== GROUP_END; inner = this.integer()) this.skip(inner, depth + 1);
        return;
      }
      case FIXED_32:
        return this.pass(4);
      default:
        throw new RangeError('not a way to write a field');
    }
  }

  private pass(count: number): void {
    if (this.at + count > this.end) throw new RangeError('the message is cut off');
    this.at += count;
  }

  /** Reads a length; where the bytes of that length end. */
  private endOfBytes(): number {
    const length = this.integer();
    const to = this.at + length;
    if (length < 0 || to > this.end) throw new RangeError('the message is cut off');
    return to;
  }

  private longInteger(): number {
    let low = 0;
    let high = 0;
    for (let k = 0; k < VARINT_BYTES_MAX; k++) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new RangeError('the message is cut off');
      const bits = byte & 0x7f;
      if (k < 4) low |= bits << (7 * k);
      else if (k === 4) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (7 * k - 32);
      if (byte < 0x80) return (high | 0) * TWO_32 + (low >>> 0);
    }
    throw new RangeError('an integer of more than 64 bits');
  }
}
