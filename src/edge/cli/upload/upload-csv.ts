/** A CSV file from disk into the database, by the mechanism of uploads over REST; what became of it, and the time and memory it took. */
import { createReadStream, existsSync } from 'node:fs';
import type pg from 'pg';
import { loadCommandConfig } from '../../../config.js';
import type { Programme } from '../../../core/rules/types.js';
import { isRefusal } from '../../../rulebook/access/refusal.js';
import type { Actor } from '../../../rulebook/access/roles.js';
import { readSource } from '../../../rulebook/drafts/source.js';
import {
  uploadFile,
  UPLOAD_MODES,
  type Take,
  type UploadAnswer,
  type UploadMode,
  type UploadWanted,
} from '../../../rulebook/upload/upload-file.js';
import { UsageError } from '../engine/run-command.js';
import { measured } from '../measured.js';
import { formatCount } from '../till/format.js';

export const ACTOR: Actor = { keyId: 'command', name: 'command', roles: ['operator'], stores: null, campaigns: null };

/** Null, with the problems printed, where rows are wrong: then nothing was taken. */
export async function uploadCsv(
  db: pg.Pool,
  databaseUrl: string,
  file: string,
  wanted: Pick<UploadWanted, 'kind' | 'listId' | 'mode' | 'rows' | 'check'>,
  take: Take,
): Promise<UploadAnswer | null> {
  if (file !== '-' && !existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  const { uploadRowsMax: rowsMax, uploadBytesMax: bytesMax } = loadCommandConfig(databaseUrl, null);
  const source = file === '-' ? process.stdin : createReadStream(file);
  const operation = { limits: { rowsMax, bytesMax }, idempotencyKey: null, operation: `upload ${wanted.kind}` };
  const { result, seconds, memoryMb } = await measured(() => uploadFile(db, ACTOR, { ...wanted, ...operation }, source, Date.now(), take));
  if (isRefusal(result)) throw new Error(result.message);
  const { rows, badRows, problems, uploadId, applied } = result.answer;
  if (badRows > 0) {
    for (const { pointer, sentence } of problems) console.error(`line ${pointer.slice(1)}: ${sentence}`);
    if (badRows > problems.length) console.error(`and more: GET /v1/csv-uploads/${uploadId}/problems has all of them`);
    console.error(`${formatCount(badRows)} of ${formatCount(rows)} rows are wrong and nothing was taken.`);
    return null;
  }
  const changes = applied === undefined ? '' : `: ${applied.created} new, ${applied.changed} changed, ${applied.retired} ended`;
  console.log(`${formatCount(rows)} rows of ${wanted.kind} in ${seconds} s${changes}; ${memoryMb} MB of memory at most.`);
  return result.answer;
}

export function modeOf(text: string): UploadMode {
  const mode = UPLOAD_MODES.find((one) => one === text);
  if (mode === undefined) throw new UsageError(`--mode must be one of ${UPLOAD_MODES.join(', ')}, not ${text}`);
  return mode;
}

/** How amounts and dates are read, by the programme that is live. */
export async function liveTerms(db: pg.Pool): Promise<{ timeZone: string; minorDigits: number; secondPerson: boolean }> {
  const live = await readSource(db, { kind: 'live' });
  if (isRefusal(live)) return { timeZone: 'UTC', minorDigits: 2, secondPerson: false };
  const { timeZone, minorDigits, settings } = live.document as unknown as Programme;
  return { timeZone, minorDigits, secondPerson: settings?.secondPerson === true };
}
