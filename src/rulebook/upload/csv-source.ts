import { createHash } from 'node:crypto';
import { pipeline, Readable, Transform } from 'node:stream';
import { parse, type Info } from 'csv-parse';

/** A row longer than this has lost its closing quote. */
const ROW_BYTES_MAX = 65_536;

export interface CsvRecord {
  /** Where it ends in the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Set where the row could not be read. */
  readonly broken: string | null;
}

/** The file is too large, or has no rows at all. */
export class BadFile extends Error {
  override readonly name = 'BadFile';

  constructor(
    readonly code: 'over_limit' | 'malformed',
    message: string,
  ) {
    super(message);
  }
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: Info;
}

/** A CSV file as it streams in: never more of it in memory than a few pieces. Comma, semicolon or tab, as its first line has it. */
export class CsvSource {
  bytes = 0;
  private readonly digest = createHash('sha256');

  constructor(
    private readonly source: Readable,
    private readonly bytesMax: number,
  ) {}

  get sha256(): string {
    return this.digest.copy().digest('hex');
  }

  /** Rejects with BadFile, or with the error of the source where it breaks off. */
  async *records(): AsyncGenerator<CsvRecord> {
    // The source is left open where reading ends early, for an answer still has to go out on its connection.
    const pieces = this.source.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
    const first = await pieces.next();
    const delimiter = delimiterOf(first.done === true ? null : first.value);
    const broken: CsvRecord[] = [];
    const options = { bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true, trim: true } as const;
    const parser = parse({
      ...options,
      max_record_size: ROW_BYTES_MAX,
      skip_records_with_error: true,
      on_skip: (error) => {
        const lines = (error as unknown as { lines?: number } | undefined)?.lines ?? 0;
        broken.push({ line: lines, cells: [], broken: error?.message ?? 'The row cannot be read' });
        return undefined;
      },
    });
    const count = new Transform({ transform: (piece: Buffer, _encoding, done) => done(this.count(piece), piece) });
    pipeline(Readable.from(joined(first, pieces)), count, parser, () => undefined);
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      yield { line: info.lines, cells: record, broken: null };
      // After the head: rows of one piece that cannot be read are told before those that can.
      while (broken.length > 0) yield broken.shift()!;
    }
    yield* broken;
  }

  private count(piece: Buffer): Error | null {
    this.bytes += piece.length;
    this.digest.update(piece);
    return this.bytes > this.bytesMax ? new BadFile('over_limit', `A file may have ${this.bytesMax} bytes`) : null;
  }
}

async function* joined(first: IteratorResult<Buffer>, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  for (let next = first; next.done !== true; next = await rest.next()) yield next.value;
}

function delimiterOf(first: Buffer | null): string {
  const line = (first ?? Buffer.alloc(0)).subarray(0, ROW_BYTES_MAX).toString('utf8').split(/\r?\n/, 1)[0] ?? '';
  if (line.includes(',')) return ',';
  return line.includes(';') ? ';' : line.includes('\t') ? '\t' : ',';
}
