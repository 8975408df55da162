/** A file in the body of a request: kept on disk, so that memory stays the same however long it is, and read line by line. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { parse, type CsvError, type InfoRecord } from 'csv-parse';
import type { ListedLine } from '../../../ledger/listed-line.js';
import type { Request } from '../http.js';
import { ProblemException } from '../problem.js';
import { unstorableAt } from '../storable.js';

export const LISTS = ['text/csv', 'application/x-ndjson'] as const;
const LINE_BYTES_MAX = 65_536;

export interface FileBody {
  /** SHA-256 of what was sent: the same file again is the same request. */
  readonly sha256: string;
  readonly bytes: number;
  /** Its lines from the start, as often as it is called. */
  lines(): AsyncIterable<ListedLine>;
}

/** Receives the body of a request into a file that is gone when `work` ends. */
export async function withFile<Answer>(request: Request, bytesMax: number, work: (file: FileBody) => Promise<Answer>): Promise<Answer> {
  const media = /^[\w/+.-]+/.exec(request.headers['content-type'] ?? '')?.[0]?.toLowerCase() ?? '';
  if (!(LISTS as readonly string[]).includes(media))
    throw new ProblemException({ status: 415, code: 'malformed', detail: `Send the file as ${LISTS.join(' or ')}` });
  const folder = await mkdtemp(join(tmpdir(), 'tallystick-'));
  try {
    const path = join(folder, 'body');
    const hash = createHash('sha256');
    const counted = { bytes: 0 };
    await pipeline(
      request,
      (source: AsyncIterable<Buffer>) => counting(source, hash, counted, bytesMax),
      createWriteStream(path, { mode: 0o600 }),
    );
    const lines = media === 'text/csv' ? () => csvLines(path) : () => jsonLines(path);
    return await work({ sha256: hash.digest('hex'), bytes: counted.bytes, lines });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* counting(source: AsyncIterable<Buffer>, hash: Hash, counted: { bytes: number }, bytesMax: number): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    counted.bytes += chunk.length;
    if (counted.bytes > bytesMax)
      throw new ProblemException({ status: 413, code: 'over_limit', detail: `A file may have ${bytesMax} bytes: send it in parts` });
    hash.update(chunk);
    yield chunk;
  }
}

async function* csvLines(path: string): AsyncGenerator<ListedLine> {
  const skipped: ListedLine[] = [];
  const onSkip = (error: CsvError | undefined): undefined => {
    skipped.push({ line: Number(error?.['lines'] ?? 1), cells: {}, unreadable: error?.message ?? 'cannot be read as CSV' });
  };
  const shape = { columns: true, info: true, bom: true, trim: true, skip_empty_lines: true, max_record_size: LINE_BYTES_MAX };
  const parser = createReadStream(path).pipe(parse({ ...shape, skip_records_with_error: true, on_skip: onSkip }));
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: Record<string, string>; info: InfoRecord }>) {
      while (skipped.length > 0) yield skipped.shift()!;
      yield { line: info.lines, cells: record, unreadable: null };
    }
  } catch (error) {
    skipped.push({
      line: Number((error as CsvError)['lines'] ?? 1),
      cells: {},
      unreadable: error instanceof Error ? error.message : 'cannot be read as CSV',
    });
  }
  yield* skipped;
}

async function* jsonLines(path: string): AsyncGenerator<ListedLine> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    line++;
    if (text.trim() === '') continue;
    const cells = text.length > LINE_BYTES_MAX ? null : objectOf(text);
    yield cells === null
      ? { line, cells: {}, unreadable: 'The line is no JSON object, or holds NUL or half a character' }
      : { line, cells, unreadable: null };
  }
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && unstorableAt(value) === null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
