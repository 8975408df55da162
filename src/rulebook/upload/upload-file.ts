import type { Readable } from 'node:stream';
import type pg from 'pg';
import type { Finding } from '../../core/rules/validation/finding.js';
import { changeWithin, inTransaction, type AuditNote, type Changed } from '../access/change.js';
import { isRefusal, type Refusal } from '../access/refusal.js';
import type { Actor } from '../access/roles.js';
import { makeId } from '../make-id.js';
import { receiveRows, type FileLimits, type Received, type RowKind } from './receive-rows.js';

export const UPLOAD_MODES = ['replace', 'upsert', 'delete'] as const;
export type UploadMode = (typeof UPLOAD_MODES)[number];
export const UPLOAD_STATUSES = ['staged', 'published', 'discarded', 'applied', 'refused'] as const;
export type UploadStatus = (typeof UPLOAD_STATUSES)[number];
export type UploadKind = 'prices' | 'products' | 'categories';

export interface Upload extends Omit<Received, 'columns'> {
  readonly uploadId: string;
  readonly kind: UploadKind;
  readonly listId: string | null;
  readonly mode: UploadMode;
  readonly status: UploadStatus;
  readonly uploadedAt: Date;
  readonly uploadedBy: string;
}

/** What the rows changed. */
export interface RowsApplied {
  readonly created: number;
  readonly changed: number;
  /** Ended: no longer sold, or no longer there. */
  readonly retired: number;
}

export interface UploadAnswer extends Upload {
  /** Of rows that are in force at once. */
  readonly applied?: RowsApplied;
  /** The first of the rows that are wrong. */
  readonly problems: readonly Finding[];
}

/** What an upload tells of wrong rows at once; the others are read page by page. */
export const PROBLEMS_TOLD_MAX = 100;

const INSERT = `
INSERT INTO upload.file (upload_id, kind, list_id, mode, status, rows, bad_rows, bytes, sha256, uploaded_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
RETURNING uploaded_at AS "uploadedAt"`;
const KEEP_PROBLEMS = `
INSERT INTO upload.problem (upload_id, line_number, code, sentence)
SELECT $1, line_number, min(code), min(sentence) FROM incoming WHERE code IS NOT NULL GROUP BY line_number`;
const PROBLEMS = `
SELECT '/' || line_number AS pointer, code, sentence FROM upload.problem
WHERE upload_id = $1 AND line_number > $2 ORDER BY line_number LIMIT $3`;

export interface UploadWanted {
  readonly kind: UploadKind;
  readonly listId: string | null;
  readonly mode: UploadMode;
  readonly rows: RowKind;
  readonly limits: FileLimits;
  readonly idempotencyKey: string | null;
  /** Verb and path. */
  readonly operation: string;
  /** Whether the file has a place to go, before it is read. */
  readonly check?: (tx: pg.PoolClient) => Promise<Refusal | null>;
}

/** What is done with rows that are all right, by the connection that holds them in `incoming`. */
export type Take = (tx: pg.PoolClient, uploadId: string, columns: readonly string[]) => Promise<Taken | Refusal>;

export interface Taken {
  readonly status: UploadStatus;
  readonly note: AuditNote;
  readonly applied?: RowsApplied;
}

/**
 * Receives a file, all of it or nothing, in one transaction: a client that is cut and an engine that dies leave nothing behind. Where rows
 * are wrong none is taken, and all of them are kept with what is wrong. The same key with the same file gets the first answer.
 */
export async function uploadFile(
  db: pg.Pool,
  actor: Actor,
  wanted: UploadWanted,
  file: Readable,
  nowMs: number,
  take: Take,
): Promise<Changed<UploadAnswer> | Refusal> {
  return inTransaction(db, async (tx) => {
    const { kind, listId, mode, operation, idempotencyKey } = wanted;
    const refusal = (await wanted.check?.(tx)) ?? null;
    if (refusal !== null) return refusal;
    const { columns, ...received } = await receiveRows(tx, file, wanted.rows, wanted.limits);
    const request = { actor, operation, idempotencyKey, body: { mode, sha256: received.sha256 } };
    return changeWithin<UploadAnswer>(tx, request, async () => {
      const uploadId = makeId('upl', nowMs);
      const insert = async (status: UploadStatus): Promise<Upload> => {
        const { rows, badRows, bytes, sha256 } = received;
        const values = [uploadId, kind, listId, mode, status, rows, badRows, bytes, sha256, actor.name];
        const { uploadedAt } = (await tx.query<{ uploadedAt: Date }>(INSERT, values)).rows[0]!;
        return { uploadId, kind, listId, mode, status, ...received, uploadedAt, uploadedBy: actor.name };
      };
      if (received.badRows > 0) {
        const upload = await insert('refused');
        await tx.query(KEEP_PROBLEMS, [uploadId]);
        const problems = await readProblems(tx, uploadId, 0, PROBLEMS_TOLD_MAX);
        return { answer: { ...upload, problems }, note: null };
      }
      const upload = await insert(kind === 'prices' ? 'staged' : 'applied');
      const taken = await take(tx, uploadId, columns);
      if (isRefusal(taken)) return taken;
      const applied = taken.applied === undefined ? {} : { applied: taken.applied };
      return { answer: { ...upload, status: taken.status, problems: [], ...applied }, note: taken.note };
    });
  });
}

/** Rows of an upload that are wrong, after a line. */
export async function readProblems(
  db: Pick<pg.Pool, 'query'>,
  uploadId: string,
  afterLine: number,
  most: number,
): Promise<readonly Finding[]> {
  return (await db.query<Finding>(PROBLEMS, [uploadId, afterLine, most])).rows;
}
