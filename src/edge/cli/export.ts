/** `npm run export`: the books as files, each with a manifest. */
import { mkdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { servicesForCommand } from '../../embedded/services.js';
import type { ExportKind } from '../../ledger/export/export-kind.js';
import { EXPORT_KINDS } from '../../ledger/export/read-pages.js';
import type { Wanted } from '../../ledger/export/select-rows.js';
import { createPool } from '../../ledger/pool.js';
import { FORMATS, type Format } from '../export/encoder.js';
import { writeExport, type Manifest } from '../export/write-export.js';
import { runCommand, UsageError } from './engine/run-command.js';
import { formatCount } from './till/format.js';

const HELP = `npm run export -- KIND [options]

KIND is one of: ${[...EXPORT_KINDS.keys()].join(', ')}

  --format NAME      ${FORMATS.join(', ')}; default csv
  --from 2026-08     first period; default: the first there is
  --to 2026-10       last period, included; default: all there is
  --at INSTANT       balances and lots as of an instant, e.g. 2026-10-15T12:00:00Z
  --since MANIFEST   only what is new since the export of that manifest
  --out DIR          default: the current folder

Writes KIND-FROM-TO.FORMAT and its manifest: rows, control totals (as in the view finance.control_total), SHA-256. A run that was
interrupted goes on where it stopped when it is started again with the same words.`;

const OPTIONS = {
  format: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  at: { type: 'string' },
  since: { type: 'string' },
  out: { type: 'string' },
  help: { type: 'boolean' },
} as const;

const STATEMENT_MS_MAX = 600_000;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const kind = EXPORT_KINDS.get(positionals[0] ?? '');
  if (values.help) return (console.log(HELP), 0);
  if (kind === undefined) throw new UsageError(HELP);
  const format = formatOf(values.format ?? 'csv');
  const wanted: Wanted = { from: month(values.from), to: month(values.to), at: instantOf(values.at), since: cutOf(values.since) };
  const name = [kind.name, values.from, values.to, values.at?.replaceAll(':', '')].filter((part) => part !== undefined).join('-');
  const folder = values.out ?? '.';
  mkdirSync(folder, { recursive: true });
  const services = await servicesForCommand(console.error);
  const ignore = (): void => undefined;
  const pool = createPool({
    databaseUrl: services.databaseUrl,
    connectionsMax: 1,
    queryTimeoutMs: STATEMENT_MS_MAX,
    connectTimeoutMs: 10_000,
    name: 'export',
    onIdleError: ignore,
  });
  try {
    report(kind, await writeExport(pool, kind, wanted, { folder, name, format }));
    return 0;
  } finally {
    await pool.end();
    await services.stop();
  }
}

function report(kind: ExportKind, { file, totals, bytes, sha256, isFinal }: Manifest): void {
  for (const [name, value] of Object.entries(totals)) console.log(`${name.padEnd(18)} ${formatCount(value).padStart(18)}`);
  const standing = isFinal ? 'closed periods: final' : 'open periods: more may come';
  console.log(`${file}: ${kind.name}, ${formatCount(bytes)} bytes, ${standing}\nsha256 ${sha256}`);
}

function formatOf(text: string): Format {
  const found = FORMATS.find((format) => format === text);
  if (found === undefined) throw new UsageError(`The format is one of ${FORMATS.join(', ')}, not ${text}`);
  return found;
}

function month(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) throw new UsageError(`A period is named by its month, such as 2026-10, not ${text}`);
  return `${text}-01`;
}

function instantOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const ms = /T.*(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(ms)) throw new UsageError(`--at must be an instant with its offset, such as 2026-10-15T12:00:00Z, not ${text}`);
  return new Date(ms).toISOString();
}

function cutOf(file: string | undefined): readonly number[] | null {
  if (file === undefined) return null;
  const { cut } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  if (cut === null || cut === undefined) throw new UsageError(`${file} is of closed periods: nothing can be new since then`);
  return cut;
}

runCommand(import.meta.url, main);
