import type pg from 'pg';
import type { ListedLine } from '../ledger/listed-line.js';
import { BadLines } from '../rulebook/access/bad-lines.js';
import type { Effect } from '../rulebook/access/change.js';
import { refuse, type Refusal } from '../rulebook/access/refusal.js';
import type { Actor } from '../rulebook/access/roles.js';
import { makeId } from '../rulebook/make-id.js';

const LINES_AT_ONCE = 5_000;

const FILL = `
INSERT INTO member.upload_line (upload_id, line, content) SELECT $1, u.line, u.content FROM unnest($2::integer[], $3::json[]) AS u (line, content)`;
const CREATE = `
INSERT INTO member.upload (upload_id, kind, status, lines, reason, created_by) VALUES ($1, $2, 'running', $3, $4, $5)`;
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
}

export interface CreatedUpload {
  readonly uploadId: string;
  readonly lines: number;
}

/** Takes a list in, wholly or, where a line is wrong, not at all: refuses `bad_lines`. Engines work on it in the background. */
export async function createUpload(
  tx: pg.PoolClient,
  actor: Actor,
  { kind, reason, lines, check }: NewUpload,
  nowMs: number,
): Promise<Effect<CreatedUpload> | Refusal> {
  const uploadId = makeId('upl', nowMs);
  const bad = new BadLines();
  let count = 0;
  let page: { readonly line: number; readonly content: string }[] = [];
  const flush = async (): Promise<void> => {
    if (page.length === 0) return;
    await tx.query({
      name: 'upload_fill',
      text: FILL,
      values: [uploadId, page.map(({ line }) => line), page.map(({ content }) => content)],
    });
    page = [];
  };
  for await (const line of lines) {
    const content = line.unreadable === null ? check(line, bad) : (bad.add(line.line, '', line.unreadable), null);
    if (content === null || bad.count > 0) continue;
    count++;
    page.push({ line: line.line, content: JSON.stringify(content) });
    if (page.length === LINES_AT_ONCE) await flush();
  }
  if (bad.count === 0 && count === 0) bad.add(1, '', 'The list is empty');
  const refusal = bad.refusal();
  if (refusal !== null) return refusal;
  await flush();
  await tx.query(CREATE, [uploadId, kind, count, reason, actor.name]);
  const note = { action: `${kind}.upload`, subject: `upload:${uploadId}`, reason, facts: { lines: count } };
  return { answer: { uploadId, lines: count }, note };
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
