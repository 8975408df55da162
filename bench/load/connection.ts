/**
 * One HTTP/2 connection of the generator, over a bare socket: a client library costs more than the server it drives, node:http2 about
 * 150 µs a call, this about 20. It speaks just enough of RFC 9113 for unary gRPC calls and refuses what it does not know.
 *
 * The server is told to keep no table of headers, so the status of a call can be found in its trailers without decoding them.
 */
import { connect, type Socket } from 'node:net';
import { DATA, frameHeader, GOAWAY, HEADERS, PING, PREFACE, readHeader, RST_STREAM, SETTINGS, WINDOW_UPDATE } from './frames.js';
import { setTimeLeft, type RequestBlocks } from './request-blocks.js';
import { statusOf } from './status-of.js';

/** The stream was reset, or the connection broke. */
export const BROKEN = -1;
/** The caller's time was up, and it told the server so. */
export const GAVE_UP = -2;

/** What became of a call: its gRPC status or one of the above; the body where it was asked for. */
export interface Answer {
  readonly status: number;
  readonly body: Buffer | null;
  readonly bytes: number;
}

interface Open {
  readonly done: (answer: Answer) => void;
  /** Parts of the body where it is wanted, else null. */
  readonly parts: Buffer[] | null;
  bytes: number;
  status: number;
}

interface Waiting {
  /** On the clock of `performance`; Infinity for a caller that waits for ever. */
  readonly deadline: number;
  readonly body: Buffer;
  readonly wantsBody: boolean;
  readonly done: (answer: Answer) => void;
}

const WINDOW_TOP_UP = 1 << 26;
const WINDOW_MAX = 2 ** 31 - 1;
const FRAME_BYTES_MAX = 16_384;
const END_STREAM = 1;
const END_HEADERS = 4;
const ACK = 1;
const NOTHING = Buffer.alloc(0);
/** How often it is looked whose time is up. */
const DEADLINES_MS = 5;
const CANCEL = Buffer.from([0, 0, 0, 8]);

export class Connection {
  private readonly open = new Map<number, Open>();
  private readonly waiting: Waiting[] = [];
  private head = 0;
  private nextStream = 1;
  private streamsMax = 100;
  private window = 65_535;
  private streamWindow = 65_535;
  private received = 0;
  private rest: Buffer = NOTHING;
  private out: Buffer[] = [];
  private broken: string | null = null;
  /** The server sends the last answers and nothing more. */
  private isLeft = false;
  private greeted: () => void = () => undefined;
  /** Streams in the order in which their time is up, for all callers wait equally long. */
  private readonly deadlines: { readonly stream: number; readonly at: number }[] = [];
  private readonly watch: NodeJS.Timeout | undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly blocks: RequestBlocks,
    private readonly timeoutMs: number | null,
  ) {
    if (timeoutMs !== null) this.watch = setInterval(() => this.giveUp(), DEADLINES_MS);
  }

  /** `timeoutMs`: as every client library, it gives up a call when its time is up, also one that still waits for room, and says so; null: never. */
  static async to(address: string, blocks: RequestBlocks, timeoutMs: number | null): Promise<Connection> {
    const { hostname, port } = new URL(`http://${address}`);
    const socket = connect({ host: hostname.replace(/[[\]]/g, ''), port: Number(port), noDelay: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    const made = new Connection(socket, blocks, timeoutMs);
    socket.on('data', (chunk: Buffer) => made.read(chunk));
    socket.on('error', (error) => made.fail(error.message));
    socket.on('close', () => made.fail('the connection was closed'));
    made.greet();
    // Before the server has said how many calls it takes at once, one too many would be refused.
    await new Promise<void>((resolve) => (made.greeted = resolve));
    if (made.broken !== null) throw new Error(made.broken);
    return made;
  }

  /** Calls under way or waiting for room on the connection. */
  get pending(): number {
    return this.open.size + this.waiting.length - this.head;
  }

  /** Why it takes no more calls, or null while it does. */
  get failure(): string | null {
    return this.broken ?? (this.isLeft ? 'the server asked for another connection' : null);
  }

  /** Sends a framed message; `done` is called exactly once. */
  call(body: Buffer, wantsBody: boolean, done: (answer: Answer) => void): void {
    if (this.failure !== null) return done({ status: BROKEN, body: null, bytes: 0 });
    const deadline = this.timeoutMs === null ? Infinity : performance.now() + this.timeoutMs;
    this.waiting.push({ deadline, body, wantsBody, done });
    this.pump();
  }

  close(): void {
    clearInterval(this.watch);
    this.broken ??= 'closed';
    this.socket.destroy();
  }

  private greet(): void {
    const settings = Buffer.alloc(18);
    // HEADER_TABLE_SIZE 0, ENABLE_PUSH 0, INITIAL_WINDOW_SIZE as large as can be.
    for (const [at, [id, value]] of Object.entries([[1, 0] as const, [2, 0] as const, [4, WINDOW_MAX] as const])) {
      settings.writeUInt16BE(id, Number(at) * 6);
      settings.writeUInt32BE(value, Number(at) * 6 + 2);
    }
    const grown = Buffer.alloc(4);
    grown.writeUInt32BE(WINDOW_MAX - 65_535);
    this.write(Buffer.from(PREFACE), frameHeader(18, SETTINGS, 0, 0), settings, frameHeader(4, WINDOW_UPDATE, 0, 0), grown);
  }

  /** Sends what waits, as far as the server lets us. */
  private pump(): void {
    while (this.head < this.waiting.length && this.open.size < this.streamsMax) {
      const { body, wantsBody, done, deadline } = this.waiting[this.head]!;
      if (deadline !== Infinity && deadline <= performance.now()) {
        this.head++;
        done({ status: GAVE_UP, body: null, bytes: 0 });
        continue;
      }
      if (body.length > this.window) break;
      if (body.length > this.streamWindow || body.length > FRAME_BYTES_MAX) throw new Error('the generator sends bodies of one frame only');
      this.head++;
      this.window -= body.length;
      const id = this.nextStream;
      this.nextStream += 2;
      this.open.set(id, { done, parts: wantsBody ? [] : null, bytes: 0, status: BROKEN });
      const block = this.block(id, deadline);
      this.write(frameHeader(block.length, HEADERS, END_HEADERS, id), block, frameHeader(body.length, DATA, END_STREAM, id), body);
    }
    if (this.head === this.waiting.length) this.waiting.length = this.head = 0;
    else if (this.head > 4_096) {
      this.waiting.splice(0, this.head);
      this.head = 0;
    }
  }

  private block(stream: number, deadline: number): Buffer {
    const block = stream === 1 ? this.blocks.first : this.blocks.next;
    if (deadline === Infinity) return block;
    this.deadlines.push({ stream, at: deadline });
    const own = Buffer.from(block);
    setTimeLeft(own, Math.max(1, Math.ceil(deadline - performance.now())));
    return own;
  }

  /** Ends what nobody waits for any more: what is open is cancelled, what has not been sent is not sent. */
  private giveUp(): void {
    const now = performance.now();
    const isOver = ({ at }: { readonly at: number }): boolean => at <= now;
    const over = this.deadlines.splice(0, countWhile(this.deadlines, isOver));
    for (const { stream } of over) {
      const call = this.open.get(stream);
      if (call === undefined) continue;
      this.open.delete(stream);
      this.write(frameHeader(CANCEL.length, RST_STREAM, 0, stream), CANCEL);
      call.done({ status: GAVE_UP, body: null, bytes: call.bytes });
    }
    while (this.head < this.waiting.length && this.waiting[this.head]!.deadline <= now) {
      this.waiting[this.head++]!.done({ status: GAVE_UP, body: null, bytes: 0 });
    }
    this.pump();
  }

  /** What is written in one turn of the event loop goes out in one piece. */
  private write(...chunks: Buffer[]): void {
    if (this.out.length === 0) setImmediate(() => this.flush());
    this.out.push(...chunks);
  }

  private flush(): void {
    if (this.out.length === 0) return;
    const chunk = Buffer.concat(this.out);
    this.out = [];
    if (!this.socket.destroyed) this.socket.write(chunk);
  }

  private read(chunk: Buffer): void {
    let data = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    while (data.length >= 9) {
      const { length, type, flags, stream } = readHeader(data);
      if (data.length < 9 + length) break;
      this.take(type, flags, stream, data.subarray(9, 9 + length));
      data = data.subarray(9 + length);
    }
    this.rest = data;
    this.pump();
    this.flush();
  }

  private take(type: number, flags: number, stream: number, payload: Buffer): void {
    switch (type) {
      case DATA:
        return this.takeData(flags, stream, payload);
      case HEADERS:
        return this.takeHeaders(flags, stream, payload);
      case SETTINGS:
        return (flags & ACK) === 0 ? this.takeSettings(payload) : undefined;
      case WINDOW_UPDATE:
        if (stream === 0) this.window += payload.readUInt32BE(0);
        return;
      case PING:
        return (flags & ACK) === 0 ? this.write(frameHeader(8, PING, ACK, 0), Buffer.from(payload)) : undefined;
      case RST_STREAM:
        return this.end(stream);
      case GOAWAY:
        return this.leave();
    }
  }

  private takeData(flags: number, stream: number, payload: Buffer): void {
    const call = this.open.get(stream);
    this.received += payload.length;
    if (this.received > WINDOW_TOP_UP) {
      const grown = Buffer.alloc(4);
      grown.writeUInt32BE(this.received);
      this.write(frameHeader(4, WINDOW_UPDATE, 0, 0), grown);
      this.received = 0;
    }
    if (call === undefined) return;
    call.bytes += payload.length;
    call.parts?.push(Buffer.from(payload));
    if ((flags & END_STREAM) !== 0) this.end(stream);
  }

  private takeHeaders(flags: number, stream: number, payload: Buffer): void {
    const call = this.open.get(stream);
    if (call === undefined) return;
    if ((flags & END_HEADERS) === 0) throw new Error('the generator reads headers of one frame only');
    const status = statusOf(payload);
    if (status !== null) call.status = status;
    if ((flags & END_STREAM) !== 0) this.end(stream);
  }

  private takeSettings(payload: Buffer): void {
    for (let at = 0; at + 6 <= payload.length; at += 6) {
      const value = payload.readUInt32BE(at + 2);
      if (payload.readUInt16BE(at) === 3) this.streamsMax = value;
      if (payload.readUInt16BE(at) === 4) this.streamWindow = value;
    }
    this.write(frameHeader(0, SETTINGS, ACK, 0));
    this.greeted();
  }

  private end(stream: number): void {
    const call = this.open.get(stream);
    if (call === undefined) return;
    this.open.delete(stream);
    call.done({ status: call.status, body: call.parts === null ? null : Buffer.concat(call.parts), bytes: call.bytes });
    if (this.isLeft && this.open.size === 0) this.fail('the server went away');
  }

  private leave(): void {
    this.isLeft = true;
    const lost = this.waiting.slice(this.head);
    this.waiting.length = this.head = 0;
    for (const { done } of lost) done({ status: BROKEN, body: null, bytes: 0 });
    if (this.open.size === 0) this.fail('the server went away');
  }

  private fail(why: string): void {
    if (this.broken !== null) return;
    this.broken = why;
    this.greeted();
    const lost = [...this.open.values(), ...this.waiting.slice(this.head)];
    this.open.clear();
    this.waiting.length = this.head = 0;
    for (const { done } of lost) done({ status: BROKEN, body: null, bytes: 0 });
    clearInterval(this.watch);
    this.socket.destroy();
  }
}

function countWhile<T>(list: readonly T[], holds: (one: T) => boolean): number {
  const first = list.findIndex((one) => !holds(one));
  return first === -1 ? list.length : first;
}
