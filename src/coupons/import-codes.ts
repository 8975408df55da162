import type pg from 'pg';
import { utcText } from '../core/time.js';
import { bucketOf } from '../ledger/bucket.js';
import type { ListedLine } from '../ledger/listed-line.js';
import { uuidOf } from '../ledger/ids.js';
import { BadLines } from '../rulebook/access/bad-lines.js';
import type { Effect } from '../rulebook/access/change.js';
import type { Refusal } from '../rulebook/access/refusal.js';
import type { Actor } from '../rulebook/access/roles.js';
import { unknownSeries } from './change-series.js';
import { readSeries } from './series-row.js';

const ROWS_AT_ONCE = 5_000;
/** What a code of another system may be made of; nothing that a CSV or a log would stumble over. */
const CODE = /^[0-9A-Z][0-9A-Z._/-]{3,63}$/;
const USES_MAX = 1_000_000;

const STAGE = `
CREATE TEMPORARY TABLE listed_code (line integer, code_bucket smallint, code text, member_id uuid, uses_max integer, valid_to timestamptz)
ON COMMIT DROP`;
const FILL = `
INSERT INTO listed_code
SELECT * FROM unnest($1::integer[], $2::smallint[], $3::text[], $4::uuid[], $5::integer[], $6::timestamptz[])`;
const TWICE = `
SELECT t.line, t.first FROM (SELECT line, min(line) OVER (PARTITION BY code) AS first FROM listed_code) t WHERE t.line > t.first`;
const TAKEN = `
SELECT l.line FROM listed_code l JOIN ledger.coupon k ON k.code_bucket = l.code_bucket AND k.code = l.code`;
const NOBODY = `
SELECT l.line FROM listed_code l LEFT JOIN member.member m ON m.member_id = l.member_id
  AND m.bucket = (('x' || right(l.member_id::text, 3))::bit(12)::integer % 1024)
WHERE l.member_id IS NOT NULL AND m.member_id IS NULL`;
const BATCH = `
INSERT INTO ledger.coupon_batch (series_id, origin, wanted, done, status, created_by, finished_at)
VALUES ($1, 'imported', $2, $2, 'done', $3, clock_timestamp()) RETURNING batch_id AS "batchId"`;
const INSERT = `
INSERT INTO ledger.coupon (code_bucket, code, series_id, member_id, uses_max, valid_to, batch_id)
SELECT l.code_bucket, l.code, $1, l.member_id, l.uses_max, l.valid_to, $2 FROM listed_code l ORDER BY l.code_bucket, l.code`;

interface Row {
  readonly line: number;
  readonly code: string;
  readonly memberId: string | null;
  readonly usesMax: number;
  readonly validTo: string | null;
}

export interface ImportedCodes {
  readonly batchId: number;
  readonly codes: number;
}

/**
 * Takes over the codes of another system: columns `code`, and where wanted `member_id`, `uses_max`, `valid_to`. All or nothing; every
 * wrong line is told. Refuses `unknown_series` and `bad_lines`; a code that another import takes at the same time is waited for.
 */
export async function importCodes(
  tx: pg.PoolClient,
  actor: Actor,
  seriesId: string,
  lines: AsyncIterable<ListedLine>,
): Promise<Effect<ImportedCodes> | Refusal> {
  const series = await readSeries(tx, seriesId);
  if (series === null) return unknownSeries(seriesId);
  await tx.query(STAGE);
  const bad = new BadLines();
  let page: Row[] = [];
  for await (const line of lines) {
    const row = rowOf(line, series.usesPerCode, bad);
    if (row === null || page.push(row) < ROWS_AT_ONCE) continue;
    await fill(tx, page);
    page = [];
  }
  await fill(tx, page);
  await findClashes(tx, bad);
  const refusal = bad.refusal();
  if (refusal !== null) return refusal;
  return keep(tx, actor, seriesId);
}

async function keep(tx: pg.PoolClient, actor: Actor, seriesId: string): Promise<Effect<ImportedCodes> | Refusal> {
  const { rows } = await tx.query<{ codes: number }>('SELECT count(*)::integer AS codes FROM listed_code');
  const { codes } = rows[0]!;
  const bad = new BadLines();
  if (codes === 0) bad.add(1, '', 'There is no line with a code');
  const empty = bad.refusal();
  if (empty !== null) return empty;
  const batch = await tx.query<{ batchId: number }>(BATCH, [seriesId, codes, actor.name]);
  const { batchId } = batch.rows[0]!;
  await tx.query(INSERT, [seriesId, batchId]);
  return { answer: { batchId, codes }, note: { action: 'coupon.import', subject: `series:${seriesId}`, facts: { batchId, codes } } };
}

async function findClashes(tx: pg.PoolClient, bad: BadLines): Promise<void> {
  for (const { line, first } of (await tx.query<{ line: number; first: number }>(TWICE)).rows)
    bad.add(line, 'code', `The code stands in line ${first} already`);
  for (const { line } of (await tx.query<{ line: number }>(TAKEN)).rows) bad.add(line, 'code', 'There is such a code already');
  for (const { line } of (await tx.query<{ line: number }>(NOBODY)).rows) bad.add(line, 'member_id', 'There is no such member');
}

async function fill(tx: pg.PoolClient, page: readonly Row[]): Promise<void> {
  const column = <Value>(value: (row: Row) => Value): Value[] => page.map(value);
  await tx.query({
    name: 'coupon_import_fill',
    text: FILL,
    values: [
      column((row) => row.line),
      column((row) => bucketOf(row.code)),
      column((row) => row.code),
      column((row) => row.memberId),
      column((row) => row.usesMax),
      column((row) => row.validTo),
    ],
  });
}

function rowOf({ line, cells, unreadable }: ListedLine, usesPerCode: number, bad: BadLines): Row | null {
  const before = bad.count;
  if (unreadable !== null) bad.add(line, '', unreadable);
  if (bad.count > before) return null;
  const text = (name: string): string =>
    typeof cells[name] === 'string' ? cells[name].trim() : typeof cells[name] === 'number' ? String(cells[name]) : '';
  const code = text('code').toUpperCase();
  if (!CODE.test(code)) bad.add(line, 'code', 'code must have 4 to 64 of A-Z, 0-9 and . _ / -, and begin with a letter or digit');
  const member = text('member_id');
  const memberId = member === '' ? null : uuidOf('mbr', member);
  if (member !== '' && memberId === null) bad.add(line, 'member_id', 'member_id must be the id of a member, as mbr_…');
  const uses = text('uses_max');
  const usesMax = uses === '' ? usesPerCode : Number(uses);
  if (uses !== '' && !(/^[1-9]\d{0,6}$/.test(uses) && usesMax <= USES_MAX))
    bad.add(line, 'uses_max', `uses_max must be a whole number from 1 to ${USES_MAX}`);
  const until = text('valid_to');
  const validTo = until === '' ? null : utcText(until);
  if (until !== '' && validTo === null)
    bad.add(line, 'valid_to', 'valid_to must be an instant of ISO 8601 with its offset, as 2026-12-31T23:59:00Z');
  return bad.count > before ? null : { line, code, memberId, usesMax, validTo };
}
