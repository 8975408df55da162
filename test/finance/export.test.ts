import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { closePeriod } from '../../src/jobs/periods/close-period.js';
import { FORMATS, type Format } from '../../src/edge/export/encoder.js';
import { writeExport } from '../../src/edge/export/write-export.js';
import type { ExportKind } from '../../src/ledger/export/export-kind.js';
import { EXPORT_KINDS } from '../../src/ledger/export/read-pages.js';
import { openCheckout, type OpenCheckout } from '../checkout/open-checkout.js';
import { LENIENT, sell, takeBackUnreceipted, trade } from './traffic.js';

const at = (text: string): number => Date.parse(text);
const KINDS = [...EXPORT_KINDS.values()];
const ALL = { from: null, to: null, at: null, since: null };
const CLOSED = { ...ALL, from: '2026-08-01', to: '2026-09-01' };
let open: OpenCheckout;
let folder: string;
let cards: string[];

beforeAll(async () => {
  open = await openCheckout(LENIENT);
  folder = mkdtempSync(join(tmpdir(), 'tallystick-export-'));
  for (const month of ['2026-08', '2026-09', '2026-10']) {
    open.at(at(`${month}-15T12:00:00Z`));
    cards = await trade(open, 3, 4);
    for (let k = 0; k < 6; k++) await takeBackUnreceipted(open, `${month} ${k}`, 250 + k);
  }
  open.at(at('2026-10-20T00:00:00Z'));
  for (const period of ['2026-08-01', '2026-09-01']) await closePeriod(open.deps, period, { by: 'test' });
});
afterAll(async () => {
  await open.close();
  rmSync(folder, { recursive: true });
});

/** Small pages, so that there are many. */
const small = (kind: ExportKind): ExportKind => ({ ...kind, keysPerPage: 7 });
const write = (
  kind: ExportKind,
  format: Format,
  name: string,
  wanted = ALL as Parameters<typeof writeExport>[2],
  onPage?: (rows: number) => void,
) => writeExport(open.deps.ledger.pool, kind, wanted, { folder, name, format, keepEveryMs: 0 }, onPage);
const bytesOf = (file: string): Buffer => readFileSync(join(folder, file));
const rowsOf = (file: string): Record<string, string>[] => parse(bytesOf(file), { columns: true });

describe.each(KINDS.map((kind) => [kind.name, kind] as const))('%s', (name, kind) => {
  it('has the control totals of the view, and the same rows in each format', async () => {
    const [csv, ndjson, parquet] = await Promise.all(FORMATS.map((format) => write(small(kind), format, name)));
    expect(createHash('sha256').update(bytesOf(csv!.file)).digest('hex')).toBe(csv!.sha256);
    expect(JSON.parse(readFileSync(join(folder, `${csv!.file}.manifest.json`), 'utf8'))).toEqual(csv);
    const lines = bytesOf(ndjson!.file)
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const table = rowsOf(csv!.file);
    expect(table.length).toBe(csv!.totals['rows']);
    expect(lines.map((line) => Object.values(line).map((cell) => String(cell ?? '')))).toEqual(table.map((row) => Object.values(row)));
    const file = bytesOf(parquet!.file);
    const objects = await parquetReadObjects({ file: file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer });
    const shown = (cell: unknown, column: string) =>
      cell === null || cell === undefined
        ? ''
        : cell instanceof Date
          ? table[0]![column]!.includes('T') || column.endsWith('_at')
            ? cell.toISOString()
            : cell.toISOString().slice(0, 10)
          : String(cell);
    expect(objects.map((row) => Object.entries(row).map(([column, cell]) => shown(cell, column)))).toEqual(
      table.map((row) => Object.values(row)),
    );
    expect(parquet!.totals).toEqual(csv!.totals);
    const { rows } = await open.deps.ledger.pool.query(
      'SELECT name, sum(value)::bigint AS value FROM finance.control_total WHERE kind = $1 GROUP BY name',
      [name],
    );
    for (const row of rows) expect([row.name, csv!.totals[row.name]]).toEqual([row.name, row.value]);
  });

  it.each(FORMATS)('a killed export to %s goes on: the same bytes as one that was not', async (format) => {
    const whole = await write(small(kind), format, `${name}-whole`);
    let pages = 0;
    const dying = write(small(kind), format, `${name}-killed`, ALL, () => {
      if (++pages === 2) throw new Error('killed');
    });
    if (kind.keysPerPage > 1) {
      await expect(dying).rejects.toThrow('killed');
      appendFileSync(join(folder, `${name}-killed.${format}.part`), 'half a chunk');
    } else await dying;
    const continued = await write(small(kind), format, `${name}-killed`);
    expect({ ...continued, file: '' }).toEqual({ ...whole, file: '' });
    expect(bytesOf(continued.file).equals(bytesOf(whole.file))).toBe(true);
  });
});

it('balances and lots are those of the instant', async () => {
  const balances = EXPORT_KINDS.get('balances')!;
  const then = await write(balances, 'csv', 'then', { ...ALL, at: '2026-09-01T00:00:00.000Z' });
  const now = await write(balances, 'csv', 'now');
  const { rows } = await open.deps.ledger.pool.query(
    'SELECT sum(active)::bigint AS active, sum(held)::bigint AS held FROM finance.balance',
  );
  expect(now.totals).toMatchObject(rows[0]);
  expect(then.totals['rows']).toBe(3);
  const closing = await open.deps.ledger.pool.query(`SELECT closing FROM finance.liability WHERE period = '2026-08-01'`);
  expect(then.totals['active']! + then.totals['pending']! + then.totals['held']!).toBe(closing.rows[0].closing);
});

it('closed months are the same bytes while sales go on and after; each new row is in exactly one of the exports in a row', async () => {
  let isOver = false;
  const till = async (card: string): Promise<void> => {
    while (!isOver) await sell(open, { card, at: at('2026-08-09T00:00:00Z') + Math.floor(Math.random() * 70) * 86_400_000 });
  };
  const tills = cards.map(till);
  const during = new Map<string, string>();
  const journal = EXPORT_KINDS.get('journal')!;
  const parts: string[][] = [];
  let since: readonly number[] | null = null;
  for (const kind of KINDS)
    for (const format of FORMATS)
      during.set(`${kind.name} ${format}`, JSON.stringify(await write(small(kind), format, `closed-${kind.name}`, CLOSED)));
  for (let k = 0; k < 6; k++) {
    const { file, cut }: Awaited<ReturnType<typeof write>> = await write({ ...journal, keysPerPage: 20 }, 'csv', `part-${k}`, {
      ...ALL,
      since,
    });
    parts.push(rowsOf(file).map((row) => `${row['member_id']} ${row['version']}`));
    since = cut;
  }
  isOver = true;
  await Promise.all(tills);
  parts.push(
    rowsOf((await write(journal, 'csv', 'part-last', { ...ALL, since })).file).map((row) => `${row['member_id']} ${row['version']}`),
  );
  for (const kind of KINDS)
    for (const format of FORMATS) {
      const after = await write(small(kind), format, `closed-${kind.name}`, CLOSED);
      expect(after.isFinal).toBe(true);
      expect(JSON.stringify(after)).toBe(during.get(`${kind.name} ${format}`));
    }
  const { rows } = await open.deps.ledger.pool.query(`SELECT 'mbr_' || member_id || ' ' || version AS key FROM ledger.entry`);
  expect(parts.slice(1).some((part) => part.length > 0)).toBe(true);
  expect(parts.flat().sort()).toEqual(rows.map((row) => row.key).sort());
});

it('a formula in a text is not run by a spreadsheet', async () => {
  await sell(open, { number: '=1+1' });
  const { file } = await write(EXPORT_KINDS.get('sales')!, 'csv', 'formula');
  expect(rowsOf(file).some((row) => row['receipt_number'] === `'=1+1`)).toBe(true);
});
