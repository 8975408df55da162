import type pg from 'pg';
import type { EpochMs } from '../../core/money.js';
import type { Effect } from '../access/change.js';
import { isRefusal, refuse, type Refusal } from '../access/refusal.js';
import type { Actor } from '../access/roles.js';
import type { UploadMode, UploadStatus } from '../upload/upload-file.js';
import { applyUpload, NO_ROWS, restoreRows, type RowsAfter, type RowsBefore } from './apply-rows.js';
import { lockList, saveSettings, type PriceListRow } from './list-row.js';
import type { ListSettings } from './list-settings.js';

/** Engines read so many prices a second, and need a second to hear of it; lists whose changes are told one by one need neither. */
const ROWS_A_SECOND = 150_000;
const HEAD_START_MS = 1_500;

export interface ListPublication {
  readonly comment: string;
  /** Null: now, or as soon as every engine has read a large change. */
  readonly liveFromMs: EpochMs | null;
}

export interface PublishListWanted extends ListPublication {
  /** Null: the settings alone. */
  readonly uploadId: string | null;
  /** A published version of the rules with which it goes live; instead of an instant. */
  readonly withVersion: number | null;
  /** The live programme asks for a second person. */
  readonly secondPerson: boolean;
}

export interface PublishedList {
  readonly listId: string;
  readonly revision: number;
  readonly listRevision: number;
  readonly rowCount: number;
  readonly added: number;
  readonly removed: number;
  readonly hash: string;
  readonly liveFrom: Date;
}

interface UploadRow {
  readonly mode: UploadMode;
  readonly status: UploadStatus;
  readonly uploadedBy: string;
}

interface LastRevision extends RowsBefore {
  readonly listRevision: number;
  readonly liveFromMs: EpochMs;
  readonly waits: boolean;
}

const LOCK_UPLOAD = `
SELECT mode, status, uploaded_by AS "uploadedBy" FROM upload.file WHERE upload_id = $1 AND list_id = $2 FOR UPDATE`;
const DONE = `UPDATE upload.file SET status = 'published' WHERE upload_id = $1`;
const FORGET = `DELETE FROM prices.staged WHERE upload_id = $1`;
const APPROVALS = `SELECT approved_by AS name FROM prices.approval WHERE list_id = $1 AND settings_revision = $2 AND upload_id = $3`;
const LAST = `
SELECT list_revision AS "listRevision", row_count::float8 AS "rowCount", hash, live_from > clock_timestamp() AS waits,
  (extract(epoch FROM live_from) * 1000)::float8 AS "liveFromMs"
FROM prices.revision WHERE list_no = $1 AND called_off_at IS NULL ORDER BY list_revision DESC LIMIT 1`;
const VERSION = `
SELECT (extract(epoch FROM live_from) * 1000)::float8 AS "liveFromMs", live_from > clock_timestamp() AS waits
FROM rulebook.version WHERE version = $1`;
const EARLIER = `SELECT settings FROM prices.revision WHERE list_no = $1 AND list_revision = $2 AND called_off_at IS NULL`;
const COUNT_UP = `UPDATE prices.list SET list_revision = $2, editors = '{}' WHERE list_id = $1`;
const INSERT = `
WITH head AS (UPDATE prices.head SET revision = revision + 1 RETURNING revision)
INSERT INTO prices.revision (revision, list_id, list_no, list_revision, settings, upload_id, restored, row_count, added, removed, changed_skus,
  hash, published_by, comment, live_from)
SELECT revision, $1, $2, $3, $4::json, $5, $6, $7, $8, $9, $10, $11, $12, $13,
  greatest(clock_timestamp() + $14::float8 * interval '1 millisecond', to_timestamp($15::float8 / 1000))
FROM head RETURNING revision, live_from AS "liveFrom"`;

/**
 * Publishes the settings of a list, and the rows of an upload where one is named, as the next revision. Refuses `unknown_list`,
 * `unknown_upload`, `upload_closed`, `revision_waits`, `unknown_version`, `revision_is_live` and `approval_needed`; then nothing is written.
 */
export async function publishList(
  tx: pg.PoolClient,
  actor: Actor,
  listId: string,
  wanted: PublishListWanted,
): Promise<Effect<PublishedList> | Refusal> {
  const list = await lockList(tx, listId);
  if (isRefusal(list)) return list;
  const upload = await lockUpload(tx, listId, wanted.uploadId);
  if (isRefusal(upload)) return upload;
  const last = await lastOf(tx, list);
  const liveFromMs = await instantWanted(tx, wanted);
  if (isRefusal(liveFromMs)) return liveFromMs;
  const refusal = checkWaiting(last, liveFromMs) ?? (wanted.secondPerson ? await checkApproval(tx, list, wanted.uploadId, upload) : null);
  if (refusal !== null) return refusal;
  const next = list.listRevision + 1;
  let rows: RowsAfter = { ...last, added: 0, removed: 0, changedSkus: 0 };
  if (upload !== null && wanted.uploadId !== null) {
    rows = await applyUpload(tx, last, list.listNo, next, { uploadId: wanted.uploadId, mode: upload.mode });
    await tx.query(DONE, [wanted.uploadId]);
    await tx.query(FORGET, [wanted.uploadId]);
  }
  const { comment, uploadId } = wanted;
  const one = { settings: list.settings, rows, uploadId, restored: null, comment, liveFromMs, together: wanted.withVersion !== null };
  const published = await insertRevision(tx, actor, list, one);
  if (wanted.withVersion !== null && published.liveFrom.getTime() > liveFromMs!) return tooLate(wanted.withVersion, published);
  return noted('prices.publish', published, comment, { uploadId });
}

function tooLate(version: number, { liveFrom }: PublishedList): Refusal {
  const at = liveFrom.toISOString();
  return refuse('revision_is_live', `Version ${version} goes live before engines have read the prices (${at}): publish it for later`);
}

/** Publishes the state of an earlier revision of the list as the next one, in one step. Refuses `unknown_list`, `unknown_revision`, `revision_waits`. */
export async function rollBackList(
  tx: pg.PoolClient,
  actor: Actor,
  listId: string,
  earlier: number,
  comment: string,
): Promise<Effect<PublishedList> | Refusal> {
  const list = await lockList(tx, listId);
  if (isRefusal(list)) return list;
  const last = await lastOf(tx, list);
  const found = (await tx.query<{ settings: ListSettings }>(EARLIER, [list.listNo, earlier])).rows[0];
  if (found === undefined) return refuse('unknown_revision', `The list has no revision ${earlier}`);
  const refusal = checkWaiting(last, null);
  if (refusal !== null) return refusal;
  const rows = await restoreRows(tx, last, list.listNo, list.listRevision + 1, earlier);
  const { settings } = found;
  await saveSettings(tx, actor, listId, settings);
  const published = await insertRevision(tx, actor, list, {
    settings,
    rows,
    uploadId: null,
    restored: earlier,
    comment,
    liveFromMs: null,
    together: false,
  });
  return noted('prices.rollback', published, comment, { to: earlier });
}

function noted(action: string, published: PublishedList, reason: string, more: object): Effect<PublishedList> {
  const { listId, revision, listRevision, rowCount, hash, liveFrom } = published;
  const facts = { revision, listRevision, rowCount, hash, liveFrom: liveFrom.toISOString(), ...more };
  return { answer: published, note: { action, subject: `list:${listId}`, reason, facts } };
}

async function lockUpload(tx: pg.PoolClient, listId: string, uploadId: string | null): Promise<UploadRow | null | Refusal> {
  if (uploadId === null) return null;
  const upload = (await tx.query<UploadRow>(LOCK_UPLOAD, [uploadId, listId])).rows[0];
  if (upload === undefined) return refuse('unknown_upload', 'The list has no upload of this id');
  return upload.status === 'staged' ? upload : refuse('upload_closed', `The upload is ${upload.status}: upload the file again`);
}

async function lastOf(tx: pg.PoolClient, { listNo }: PriceListRow): Promise<LastRevision> {
  const { rows } = await tx.query<LastRevision>(LAST, [listNo]);
  return rows[0] ?? { ...NO_ROWS, listRevision: 0, liveFromMs: -Infinity, waits: false };
}

async function instantWanted(tx: pg.PoolClient, { liveFromMs, withVersion }: PublishListWanted): Promise<EpochMs | null | Refusal> {
  if (withVersion === null) return liveFromMs;
  const version = (await tx.query<{ liveFromMs: EpochMs; waits: boolean }>(VERSION, [withVersion])).rows[0];
  if (version === undefined) return refuse('unknown_version', `There is no version ${withVersion} of the rules`);
  return version.waits ? version.liveFromMs : refuse('revision_is_live', `Version ${withVersion} is live already: publish without it`);
}

/** Within a list the order of numbers is the order of instants, else a later number would hold what is planned for after it. */
function checkWaiting(last: LastRevision, liveFromMs: EpochMs | null): Refusal | null {
  if (!last.waits || (liveFromMs !== null && liveFromMs >= last.liveFromMs)) return null;
  const at = new Date(last.liveFromMs).toISOString();
  return refuse('revision_waits', `Revision ${last.listRevision} of the list waits for ${at}: call it off, or publish for then or later`);
}

async function checkApproval(
  tx: pg.PoolClient,
  list: PriceListRow,
  uploadId: string | null,
  upload: UploadRow | null,
): Promise<Refusal | null> {
  const writers = [...list.editors, ...(upload === null ? [] : [upload.uploadedBy])];
  const { rows } = await tx.query<{ name: string }>(APPROVALS, [list.listId, list.settingsRevision, uploadId ?? '']);
  if (rows.some(({ name }) => !writers.includes(name))) return null;
  return refuse('approval_needed', 'Somebody who neither uploaded the prices nor wrote the settings must approve them first');
}

interface NewRevision {
  readonly settings: ListSettings;
  readonly rows: RowsAfter;
  readonly uploadId: string | null;
  readonly restored: number | null;
  readonly comment: string;
  readonly liveFromMs: EpochMs | null;
  /** With rules: no engine may hear of the one after it switched to the other. */
  readonly together: boolean;
}

async function insertRevision(tx: pg.PoolClient, actor: Actor, list: PriceListRow, one: NewRevision): Promise<PublishedList> {
  const { listId, listNo } = list;
  const { rowCount, added, removed, changedSkus, hash } = one.rows;
  const next = list.listRevision + 1;
  const leadMs = changedSkus === null || one.together ? HEAD_START_MS + (rowCount / ROWS_A_SECOND) * 1_000 : 0;
  await tx.query(COUNT_UP, [listId, next]);
  const values = [listId, listNo, next, JSON.stringify(one.settings), one.uploadId, one.restored];
  const counts = [rowCount, added, removed, changedSkus, hash];
  const { rows } = await tx.query<{ revision: number; liveFrom: Date }>(INSERT, [
    ...[...values, ...counts, actor.name, one.comment, leadMs, one.liveFromMs ?? 0],
  ]);
  return { listId, listRevision: next, rowCount, added, removed, hash, ...rows[0]! };
}
