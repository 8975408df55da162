import type pg from 'pg';
import type { Finding } from '../core/rules/validation/finding.js';
import type { ListedLine } from '../ledger/listed-line.js';
import { BadLines } from '../rulebook/access/bad-lines.js';
import type { Effect } from '../rulebook/access/change.js';
import { refuse, type Refusal } from '../rulebook/access/refusal.js';
import type { Actor } from '../rulebook/access/roles.js';
import { makeId } from '../rulebook/make-id.js';

const LINES_AT_ONCE = 5_000;
/** What is told of wrong lines at once; the others are read page by page. */
const ERRORS_TOLD_MAX = 100;

const FILL = `
INSERT INTO member.upload_line (upload_id, line, content) SELECT $1, u.line, u.content FROM unnest($2::integer[], $3::json[]) AS u (line, content)`;
const FILL_WRONG = `
INSERT INTO member.upload_line (upload_id, line, refused_code, refused_detail)
SELECT $1, u.line, 'malformed', u.detail FROM unnest($2::integer[], $3::text[]) AS u (line, detail) ON CONFLICT DO NOTHING`;
const CREATE = `
INSERT INTO member.upload (upload_id, kind, status, lines, refused, reason, created_by, finished_at)
SELECT $1, $2, w.status, $3, w.refused, $4, $5, CASE w.status WHEN 'refused' THEN clock_timestamp() END
FROM (SELECT count(*)::integer AS refused, CASE count(*) WHEN 0 THEN 'running' ELSE 'refused' END AS status
  FROM member.upload_line WHERE upload_id = $1 AND content IS NULL) AS w
RETURNING refused`;
const HOLD = 'SELECT kind, status, done, refused FROM member.upload WHERE upload_id = $1 FOR UPDATE';
const CANCEL = `UPDATE member.upload SET status = 'cancelled', finished_at = clock_timestamp() WHERE upload_id = $1`;
const FORGET = `DELETE FROM member.upload_line WHERE upload_id = $1 AND content IS NOT NULL`;

/** The work that a line asks for, as it waits; or null, after saying into `bad` what is wrong with it. */
export type CheckLine = (line: ListedLine, bad: BadLines) => object | null;

export type UploadKind = 'members' | 'grants';

export interface NewUpload {
  readonly kind: UploadKind;
  readonly reason: string;
  readonly lines: AsyncIterable<ListedLine>;
  readonly check: CheckLine;
  /** Marks lines that are well formed and cannot be done, once all are there. */
  readonly checkAll?: (tx: pg.PoolClient, uploadId: string, bad: BadLines) => Promise<void>;
}

export interface CreatedUpload {
  readonly uploadId: string;
  readonly lines: number;
  /** Lines that are wrong; where there is one, nothing was taken. */
  readonly refused: number;
  readonly errors: readonly Finding[];
}

/**
 * Takes a list in, wholly or, where a line is wrong, not at all; then every wrong line is kept with what is wrong with it. Engines work
 * on what was taken in the background. Refuses `bad_lines` where there are no lines.
 */
export async function createUpload(
  tx: pg.PoolClient,
  actor: Actor,
  { kind, reason, lines, check, checkAll }: NewUpload,
  nowMs: number,
): Promise<Effect<CreatedUpload> | Refusal> {
  const uploadId = makeId('upl', nowMs);
  const wrong = new Map<number, string>();
  const bad = new BadLines((line, message) => wrong.set(line, [wrong.get(line) ?? [], message].flat().join('; ')));
  const fill = async (name: string, text: string, page: ReadonlyMap<number, string>): Promise<void> => {
    if (page.size > 0) await tx.query({ name, text, values: [uploadId, [...page.keys()], [...page.values()]] });
  };
  const good = new Map<number, string>();
  let count = 0;
  for await (const line of lines) {
    const content = line.unreadable === null ? check(line, bad) : (bad.add(line.line, '', line.unreadable), null);
    count++;
    if (content !== null && bad.count === 0) good.set(line.line, JSON.stringify(content));
    if (good.size + wrong.size < LINES_AT_ONCE) continue;
    await fill('upload_fill', FILL, good);
    await fill('upload_fill_wrong', FILL_WRONG, wrong);
    good.clear();
    wrong.clear();
  }
  if (count === 0) {
    bad.add(1, '', 'The list is empty');
    return bad.refusal()!;
  }
  if (bad.count === 0) await fill('upload_fill', FILL, good);
  await fill('upload_fill_wrong', FILL_WRONG, wrong);
  if (bad.count === 0) await checkAll?.(tx, uploadId, bad);
  if (bad.count > 0) await tx.query(FORGET, [uploadId]);
  const { refused } = (await tx.query<{ refused: number }>(CREATE, [uploadId, kind, count, reason, actor.name])).rows[0]!;
  const answer = { uploadId, lines: count, refused, errors: bad.findings(ERRORS_TOLD_MAX) };
  const note = { action: `${kind}.upload`, subject: `upload:${uploadId}`, reason, facts: { lines: count } };
  return { answer, note: refused === 0 ? note : null };
}

/**
 * Stops a list that is worked on; lines that were done stay done. Refuses `unknown_upload` and `already_done`. `assertMay` throws where
 * who asks may not start such a list: then he may not stop one either.
 */
export async function cancelUpload(
  tx: pg.PoolClient,
  uploadId: string,
  reason: string,
  assertMay: (kind: UploadKind) => void,
): Promise<Effect<{ uploadId: string }> | Refusal> {
  const { rows } = await tx.query<{ kind: UploadKind; status: string; done: number; refused: number }>(HOLD, [uploadId]);
  if (rows[0] === undefined) return refuse('unknown_upload', 'There is no such upload');
  const { kind, status, done, refused } = rows[0];
  assertMay(kind);
  if (status !== 'running') return refuse('already_done', 'The upload is not worked on any more');
  await tx.query(CANCEL, [uploadId]);
  await tx.query(FORGET, [uploadId]);
  return { answer: { uploadId }, note: { action: 'upload.cancel', subject: `upload:${uploadId}`, reason, facts: { kind, done, refused } } };
}
