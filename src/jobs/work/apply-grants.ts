import type { Pool } from 'pg';
import type { CheckoutDeps } from '../../checkout/deps.js';
import type { GrantLine } from '../../members/grant-line.js';
import { workOnUpload } from '../../members/take-upload.js';
import { grantRows, type GrantRow } from '../grant-rows.js';

const PAGE = `
SELECT line, content FROM member.upload_line WHERE upload_id = $1 AND content IS NOT NULL ORDER BY line LIMIT $2`;
const GONE = 'DELETE FROM member.upload_line WHERE upload_id = $1 AND line = ANY ($2)';
const REFUSED = `
UPDATE member.upload_line l SET content = NULL, refused_code = r.code, refused_detail = r.detail
FROM unnest($2::integer[], $3::text[], $4::text[]) AS r (line, code, detail) WHERE l.upload_id = $1 AND l.line = r.line`;
const CONCURRENCY = 32;

/**
 * Grants the next lines of a list that waits; false where none does. Each grant is posted under a key made of the list and the line, so a
 * step that is killed between its grants and its count grants nothing twice when it is done again.
 */
export async function applyGrants(deps: CheckoutDeps, db: Pool, linesMax: number): Promise<boolean> {
  return workOnUpload(db, 'grants', async (tx, { uploadId, author }) => {
    const { rows } = await tx.query<{ line: number; content: GrantLine }>(PAGE, [uploadId, linesMax]);
    const refused: { line: number; code: string; detail: string }[] = [];
    await grantRows(deps, listed(rows), {
      job: uploadId,
      author,
      concurrency: CONCURRENCY,
      onRefused: ({ row }, { rejection, message }) => refused.push({ line: row, code: rejection, detail: message }),
      onProgress: () => undefined,
    });
    const wrong = new Set(refused.map(({ line }) => line));
    const done = rows.filter(({ line }) => !wrong.has(line)).map(({ line }) => line);
    await tx.query(GONE, [uploadId, done]);
    await tx.query(REFUSED, [uploadId, refused.map((one) => one.line), refused.map((one) => one.code), refused.map((one) => one.detail)]);
    return { done: done.length, refused: refused.length };
  });
}

async function* listed(rows: readonly { line: number; content: GrantLine }[]): AsyncGenerator<GrantRow> {
  for (const { line, content } of rows) yield { row: line, ...content };
}
