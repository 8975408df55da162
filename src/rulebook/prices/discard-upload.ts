import type pg from 'pg';
import type { Effect } from '../access/change.js';
import { refuse, type Refusal } from '../access/refusal.js';

const DISCARD = `UPDATE upload.file SET status = 'discarded' WHERE upload_id = $1 AND status = 'staged' RETURNING list_id AS "listId"`;
const FORGET = `DELETE FROM prices.staged WHERE upload_id = $1`;
const FIND = `SELECT status FROM upload.file WHERE upload_id = $1`;

/** Forgets rows that wait for a publication. Refuses `unknown_upload` and `upload_closed`. */
export async function discardUpload(tx: pg.PoolClient, uploadId: string): Promise<Effect<{ readonly uploadId: string }> | Refusal> {
  const found = (await tx.query<{ listId: string }>(DISCARD, [uploadId])).rows[0];
  if (found === undefined) {
    const known = (await tx.query<{ status: string }>(FIND, [uploadId])).rows[0];
    return known === undefined
      ? refuse('unknown_upload', 'There is no upload of this id')
      : refuse('upload_closed', `The upload is ${known.status}`);
  }
  await tx.query(FORGET, [uploadId]);
  return { answer: { uploadId }, note: { action: 'prices.discard', subject: `list:${found.listId}`, facts: { uploadId } } };
}
