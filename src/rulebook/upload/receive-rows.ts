import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { BadFile, CsvSource, type CsvRecord } from './csv-source.js';

/** What is wrong with one row. */
export interface RowProblem {
  readonly code: 'malformed' | 'over_limit' | 'duplicate_row' | 'unknown_category' | 'cycle';
  readonly sentence: string;
}

/** Of one kind of file: its columns, the table its rows are received in, and how a row is read. */
export interface RowKind {
  /** By name; true: must be there. */
  readonly columns: Readonly<Record<string, boolean>>;
  /** Columns of the temporary table `incoming`, in the order of what `read` gives. */
  readonly table: string;
  /** The columns that tell rows apart. */
  readonly key: string;
  /** The values of a row as texts of Postgres, null for NULL; or what is wrong with it. */
  read(cell: (name: string) => string): readonly (string | null)[] | RowProblem;
  /** Marks rows of `incoming` that are wrong beside others or beside what is there; locks what must not change until they are taken. */
  readonly mark?: (tx: pg.PoolClient) => Promise<void>;
}

export interface Received {
  readonly rows: number;
  readonly badRows: number;
  readonly bytes: number;
  readonly sha256: string;
  /** The columns that the file has. */
  readonly columns: readonly string[];
}

export interface FileLimits {
  readonly rowsMax: number;
  readonly bytesMax: number;
}

const PIECE_BYTES = 65_536;
const STREAM_MS_MAX = 3_600_000;

/**
 * Streams a CSV file into the temporary table `incoming (line_number, code, sentence, …)`; rows that are wrong are there too, with what is
 * wrong. Rejects with BadFile for a file that has no right head or is too large, with the source's error where it breaks off.
 */
export async function receiveRows(tx: pg.PoolClient, file: Readable, kind: RowKind, limits: FileLimits): Promise<Received> {
  const source = new CsvSource(file, limits.bytesMax);
  await tx.query('SET LOCAL statement_timeout = 0');
  await tx.query(`SET LOCAL work_mem = '64MB'`);
  await createIncoming(tx, kind);
  const counts: Counts = { rows: 0, columns: [] };
  const copy = copyFrom('COPY incoming FROM STDIN');
  copy.query_timeout = STREAM_MS_MAX;
  await pipeline(Readable.from(pieces(source, kind, limits, counts), { objectMode: false }), tx.query(copy));
  await tx.query(markDuplicates(kind.key));
  await kind.mark?.(tx);
  const { rows } = await tx.query<{ bad: number }>('SELECT count(*)::float8 AS bad FROM incoming WHERE code IS NOT NULL');
  return { ...counts, badRows: rows[0]!.bad, bytes: source.bytes, sha256: source.sha256 };
}

/** Where rows of a kind wait until they are taken; gone with the transaction. */
export async function createIncoming(tx: pg.PoolClient, { table }: Pick<RowKind, 'table'>): Promise<void> {
  await tx.query(`CREATE TEMPORARY TABLE incoming (line_number bigint NOT NULL, code text, sentence text, ${table}) ON COMMIT DROP`);
}

interface Counts {
  rows: number;
  columns: readonly string[];
}

const markDuplicates = (key: string): string => `
UPDATE incoming SET code = 'duplicate_row', sentence = 'The row is there already, on line ' || again.first
FROM (
  SELECT line_number, first FROM (
    SELECT line_number, min(line_number) OVER (PARTITION BY ${key}) AS first FROM incoming WHERE code IS NULL) AS numbered
  WHERE line_number > first) AS again
WHERE incoming.line_number = again.line_number AND incoming.code IS NULL`;

/** The rows as COPY reads them, in pieces. */
async function* pieces(source: CsvSource, kind: RowKind, { rowsMax }: FileLimits, counts: Counts): AsyncGenerator<Buffer> {
  // Commas within brackets belong to a type.
  const width = kind.table.split(/,(?![^(]*\))/).length;
  let head: ReadonlyMap<string, number> | null = null;
  let piece = '';
  for await (const record of source.records()) {
    if (head === null) {
      head = headOf(record, kind);
      counts.columns = [...head.keys()];
      continue;
    }
    if (++counts.rows > rowsMax) throw new BadFile('over_limit', `A file may have ${rowsMax} rows`);
    piece += copyLine(record, head, kind, width);
    if (piece.length < PIECE_BYTES) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  if (counts.rows === 0)
    throw new BadFile('malformed', `The file has no rows; its first line must be a head with ${Object.keys(kind.columns).join(', ')}`);
  yield Buffer.from(piece);
}

function headOf({ cells, broken }: CsvRecord, { columns }: RowKind): ReadonlyMap<string, number> {
  const known = Object.keys(columns);
  const wanted = `The first line must name the columns, of ${known.join(', ')}`;
  if (broken !== null) throw new BadFile('malformed', wanted);
  const head = new Map(cells.map((name, index) => [name.trim().toLowerCase(), index]));
  const unknown = [...head.keys()].find((name) => !(name in columns));
  if (unknown !== undefined) throw new BadFile('malformed', `There is no column \`${unknown.slice(0, 64)}\`. ${wanted}`);
  const missing = known.find((name) => columns[name] === true && !head.has(name));
  if (missing !== undefined) throw new BadFile('malformed', `The column \`${missing}\` is missing. ${wanted}`);
  if (head.size !== cells.length) throw new BadFile('malformed', 'A column is there twice');
  return head;
}

function copyLine(record: CsvRecord, head: ReadonlyMap<string, number>, kind: RowKind, width: number): string {
  const read = readRow(record, head, kind);
  if (!('code' in read)) return `${record.line}\t\\N\t\\N\t${read.map(copyText).join('\t')}\n`;
  return `${record.line}\t${read.code}\t${copyText(read.sentence)}${'\t\\N'.repeat(width)}\n`;
}

function readRow(record: CsvRecord, head: ReadonlyMap<string, number>, kind: RowKind): readonly (string | null)[] | RowProblem {
  if (record.broken !== null) return { code: 'malformed', sentence: `The row cannot be read: ${record.broken}`.slice(0, 300) };
  if (record.cells.length !== head.size)
    return { code: 'malformed', sentence: `The row has ${record.cells.length} columns, the head ${head.size}` };
  return kind.read((name) => {
    const at = head.get(name);
    return at === undefined ? '' : (record.cells[at] ?? '');
  });
}

function copyText(value: string | null): string {
  if (value === null) return '\\N';
  return /[\\\t\n\r]/.test(value)
    ? value.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
    : value;
}
