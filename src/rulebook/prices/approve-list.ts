import type pg from 'pg';
import type { Effect } from '../access/change.js';
import { isRefusal, refuse, type Refusal } from '../access/refusal.js';
import type { Actor } from '../access/roles.js';
import { lockList } from './list-row.js';

const UPLOADER = `SELECT uploaded_by AS name, status FROM upload.file WHERE upload_id = $1 AND list_id = $2`;
const INSERT = `
INSERT INTO prices.approval (list_id, settings_revision, upload_id, approved_by) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`;

export interface ListApproval {
  readonly listId: string;
  readonly settingsRevision: number;
  readonly uploadId: string | null;
  readonly approvedBy: string;
}

/** Says of the settings as they are, and of an upload, that somebody else has looked at them. Refuses `unknown_list`, `unknown_upload`, `own_approval`. */
export async function approveList(
  tx: pg.PoolClient,
  actor: Actor,
  listId: string,
  uploadId: string | null,
  reason: string,
): Promise<Effect<ListApproval> | Refusal> {
  const list = await lockList(tx, listId);
  if (isRefusal(list)) return list;
  const uploader = uploadId === null ? null : (await tx.query<{ name: string }>(UPLOADER, [uploadId, listId])).rows[0];
  if (uploader === undefined) return refuse('unknown_upload', 'The list has no upload of this id');
  if (list.editors.includes(actor.name) || uploader?.name === actor.name)
    return refuse('own_approval', `${actor.name} uploaded the prices or wrote the settings: somebody else must approve them`);
  const { settingsRevision } = list;
  const { rowCount } = await tx.query(INSERT, [listId, settingsRevision, uploadId ?? '', actor.name]);
  const note = { action: 'prices.approve', subject: `list:${listId}`, reason, facts: { settingsRevision, uploadId } };
  return { answer: { listId, settingsRevision, uploadId, approvedBy: actor.name }, note: rowCount === 0 ? null : note };
}
