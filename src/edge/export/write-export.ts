import { createHash, type Hash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { open, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import type { Cursor, ExportKind } from '../../ledger/export/export-kind.js';
import { readPages, START } from '../../ledger/export/read-pages.js';
import { selectRows, type Selected, type Wanted } from '../../ledger/export/select-rows.js';
import { addTotals, type ControlTotals } from './control-totals.js';
import { encoderOf, type Encoder, type Format } from './encoder.js';

/** What lies beside each file: what is in it, and how to tell that it is whole. */
export interface Manifest {
  readonly format: 'tallystick-export/1';
  readonly kind: string;
  readonly file: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly at: string | null;
  /** True: of closed periods alone; the same export is the same file at any later time. */
  readonly isFinal: boolean;
  readonly totals: ControlTotals;
  readonly bytes: number;
  readonly sha256: string;
  /** By bucket, the last link that is in it: what `--since` goes on from. Null where the export is final. */
  readonly cut: readonly number[] | null;
}

/** Written now and then, after a chunk that is in the file. */
interface Progress {
  readonly kind: string;
  readonly wanted: Wanted;
  readonly selected: Selected;
  readonly cursor: Cursor;
  readonly bytes: number;
  readonly totals: ControlTotals;
  readonly encoder: string | null;
}

export interface ExportTarget {
  readonly folder: string;
  /** Without ending. */
  readonly name: string;
  readonly format: Format;
  /** How much work a kill may cost; default a second. */
  readonly keepEveryMs?: number;
}

const KEEP_EVERY_MS = 1_000;

/**
 * Writes an export to a file in constant memory. A run that was killed is continued by the next one with the same words: what was on disk
 * stays, nothing is there twice. The file takes its name when it is whole.
 */
export async function writeExport(
  pool: Pool,
  kind: ExportKind,
  wanted: Wanted,
  target: ExportTarget,
  onPage?: (rows: number) => void,
): Promise<Manifest> {
  const file = `${target.name}.${target.format}`;
  const paths = {
    part: join(target.folder, `${file}.part`),
    progress: join(target.folder, `${file}.progress`),
    whole: join(target.folder, file),
  };
  const begun = progressOf(paths.progress, kind, wanted);
  const selected = begun?.selected ?? (await selectRows(pool, wanted));
  const encoder = encoderOf(target.format, kind.columns, begun?.encoder ?? null, begun?.bytes ?? 0);
  const totals: ControlTotals = { ...begun?.totals };
  const out = await openPart(paths.part, begun?.bytes ?? 0);
  const keepEveryMs = target.keepEveryMs ?? KEEP_EVERY_MS;
  let keepAt = performance.now() + keepEveryMs;
  try {
    if (begun === null) await out.append(encoder.begin());
    addTotals(totals, kind.columns, []);
    for await (const { rows, cursor } of readPages(pool, kind, selected, begun?.cursor ?? START)) {
      addTotals(totals, kind.columns, rows);
      await out.append(encoder.encode(rows));
      if (performance.now() >= keepAt) {
        await keep(paths.progress, { kind: kind.name, wanted, selected, cursor, bytes: out.bytes(), totals, encoder: encoder.state() });
        keepAt = performance.now() + keepEveryMs;
      }
      onPage?.(rows.length);
    }
    await out.append(encoder.end());
  } finally {
    await out.handle.close();
  }
  const { from, to, at } = wanted;
  const whole = { bytes: out.bytes(), sha256: out.hash.digest('hex'), cut: selected.isFinal ? null : selected.cut };
  const manifest: Manifest = {
    format: 'tallystick-export/1',
    kind: kind.name,
    file,
    from,
    to,
    at,
    isFinal: selected.isFinal,
    totals,
    ...whole,
  };
  await writeFile(`${paths.whole}.manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(paths.part, paths.whole);
  await rm(paths.progress, { force: true });
  return manifest;
}

/** Throws where the file was begun with other words. */
function progressOf(path: string, kind: ExportKind, wanted: Wanted): Progress | null {
  if (!existsSync(path)) return null;
  const progress = JSON.parse(readFileSync(path, 'utf8')) as Progress;
  if (progress.kind === kind.name && JSON.stringify(progress.wanted) === JSON.stringify(wanted)) return progress;
  throw new Error(`${path} belongs to an export of other rows: finish that one, or remove the file`);
}

interface Part {
  readonly handle: FileHandle;
  readonly hash: Hash;
  bytes(): number;
  append(chunk: Buffer): Promise<void>;
}

/** What was written after the last kept progress is cut off; what stays is hashed again. */
async function openPart(path: string, kept: number): Promise<Part> {
  const handle = await open(path, kept === 0 ? 'w' : 'r+');
  const hash = createHash('sha256');
  if (kept > 0) {
    await handle.truncate(kept);
    for await (const chunk of createReadStream(path, { end: kept - 1 })) hash.update(chunk as Buffer);
  }
  let bytes = kept;
  const append = async (chunk: Buffer): Promise<void> => {
    if (chunk.length === 0) return;
    await handle.write(chunk, 0, chunk.length, bytes);
    bytes += chunk.length;
    hash.update(chunk);
  };
  return { handle, hash, bytes: () => bytes, append };
}

async function keep(path: string, progress: Progress): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(progress));
  await rename(`${path}.new`, path);
}

/** The same bytes as a stream, for REST; with `stores`, only rows of those, in a kind that names the store of a row. */
export async function* streamExport(
  pool: Pick<Pool, 'query'>,
  kind: ExportKind,
  wanted: Wanted,
  format: Format,
  stores: readonly string[] | null = null,
): AsyncGenerator<Buffer> {
  const selected = await selectRows(pool, wanted);
  const encoder: Encoder = encoderOf(format, kind.columns);
  yield encoder.begin();
  for await (const { rows } of readPages(pool, kind, selected))
    yield encoder.encode(stores === null ? rows : rows.filter((row) => stores.includes(String(row['store_id']))));
  yield encoder.end();
}
