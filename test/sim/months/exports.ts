/** All kinds of export of closed months, and whether the same question still has the same bytes for an answer. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { FORMATS, type Format } from '../../../src/edge/export/encoder.js';
import { writeExport, type Manifest } from '../../../src/edge/export/write-export.js';
import { EXPORT_KINDS } from '../../../src/ledger/export/read-pages.js';

export interface Taken {
  readonly kind: string;
  readonly format: Format;
  readonly from: string;
  readonly to: string;
  readonly name: string;
  readonly manifest: Manifest;
}

/** Every kind of the month `to`; with `from`, of all months since, in every format. */
export async function takeExports(pool: Pool, folder: string, to: string, from: string | null): Promise<Taken[]> {
  const taken: Taken[] = [];
  for (const kind of EXPORT_KINDS.values())
    for (const format of from === null ? (['csv'] as const) : FORMATS) {
      const name = `${kind.name}-${from ?? to}-${to}`;
      const manifest = await writeExport(pool, kind, { from: from ?? to, to, at: null, since: null }, { folder, name, format });
      taken.push({ kind: kind.name, format, from: from ?? to, to, name, manifest });
    }
  return taken;
}

/** The exports that come out otherwise now; empty where each is the same, byte for byte. */
export async function changedExports(pool: Pool, folder: string, taken: readonly Taken[]): Promise<string[]> {
  const changed: string[] = [];
  for (const { kind, format, from, to, name, manifest } of taken) {
    const target = { folder, name: `again-${name}`, format };
    const again = await writeExport(pool, EXPORT_KINDS.get(kind)!, { from, to, at: null, since: null }, target);
    const [then, now] = [manifest.file, again.file].map((file) => readFileSync(join(folder, file)));
    if (!manifest.isFinal || !then!.equals(now!) || JSON.stringify({ ...again, file: '' }) !== JSON.stringify({ ...manifest, file: '' }))
      changed.push(`${manifest.file}: ${manifest.totals['rows']} rows then, ${again.totals['rows']} now`);
    rmSync(join(folder, again.file));
  }
  return changed;
}
