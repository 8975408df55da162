/** A draft as the verbs of this folder lock and save it. */
import type pg from 'pg';
import { refuse, type Refusal } from '../access/refusal.js';
import type { Actor } from '../access/roles.js';
import type { DraftStatus } from './draft.entity.js';

/** What is told of a draft: all but its document. */
export interface DraftFacts {
  readonly draftId: string;
  readonly revision: number;
  readonly name: string;
  readonly labels: readonly string[];
  readonly baseVersion: number;
  readonly status: DraftStatus;
  readonly publishedVersion: number | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

export interface DraftRow extends DraftFacts {
  readonly editors: readonly string[];
  readonly document: Document;
}

/** A programme in work: an object that may be wrong in any way. */
export type Document = Readonly<Record<string, unknown>>;

const FACTS = `
draft_id AS "draftId", revision, name, labels, base_version AS "baseVersion", status, published_version AS "publishedVersion",
created_at AS "createdAt", created_by AS "createdBy", updated_at AS "updatedAt", updated_by AS "updatedBy"`;

const LOCK = `SELECT ${FACTS}, editors, document FROM rulebook.draft WHERE draft_id = $1 FOR UPDATE`;
const INSERT = `
INSERT INTO rulebook.draft (draft_id, revision, name, labels, base_version, document, status, created_by, updated_by, editors)
VALUES ($1, 1, $2, $3, $4, $5::json, 'open', $6, $6, $7)
RETURNING ${FACTS}`;
const SAVE = `
UPDATE rulebook.draft
SET revision = revision + 1, name = $2, labels = $3, base_version = $4, document = coalesce($5::json, document), updated_at = clock_timestamp(),
  updated_by = $6, editors = CASE WHEN $5::json IS NULL OR $6 = ANY (editors) THEN editors ELSE editors || $6 END
WHERE draft_id = $1
RETURNING ${FACTS}`;
const CLOSE = `
UPDATE rulebook.draft SET status = $2, published_version = $3, revision = revision + 1, updated_at = clock_timestamp(), updated_by = $4
WHERE draft_id = $1
RETURNING ${FACTS}`;

/** Locks a draft until the transaction ends. Refuses `unknown_draft`, `draft_closed` and `stale_draft`. */
export async function lockDraft(tx: pg.PoolClient, draftId: string, revision: number): Promise<DraftRow | Refusal> {
  const { rows } = await tx.query<DraftRow>(LOCK, [draftId]);
  const draft = rows[0];
  if (draft === undefined) return refuse('unknown_draft', 'There is no draft with this id');
  if (draft.status !== 'open') return refuse('draft_closed', `The draft is ${draft.status}: copy it to go on`);
  if (draft.revision !== revision)
    return refuse('stale_draft', `The draft is at revision ${draft.revision}, changed by ${draft.updatedBy}: read it again`);
  return draft;
}

export interface NewDraft {
  readonly draftId: string;
  readonly name: string;
  readonly labels: readonly string[];
  readonly baseVersion: number;
  readonly document: Document;
  /** Who wrote parts of it elsewhere: the editors of the draft it is a copy of. */
  readonly editors: readonly string[];
}

export async function insertDraft(tx: pg.PoolClient, actor: Actor, draft: NewDraft): Promise<DraftFacts> {
  const { draftId, name, labels, baseVersion, document, editors } = draft;
  const values = [draftId, name, labels, baseVersion, JSON.stringify(document), actor.name, editors];
  return (await tx.query<DraftFacts>(INSERT, values)).rows[0]!;
}

export interface DraftEdit {
  readonly name?: string | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly baseVersion?: number | undefined;
  readonly document?: Document;
}

/** Writes a locked draft back as its next revision. */
export async function saveDraft(tx: pg.PoolClient, actor: Actor, draft: DraftRow, edit: DraftEdit): Promise<DraftFacts> {
  const { name = draft.name, labels = draft.labels, baseVersion = draft.baseVersion, document } = edit;
  const text = document === undefined ? null : JSON.stringify(document);
  return (await tx.query<DraftFacts>(SAVE, [draft.draftId, name, labels, baseVersion, text, actor.name])).rows[0]!;
}

/** Ends a locked draft: it stays readable and is not changed again. `version` is what it was published as. */
export async function closeDraft(tx: pg.PoolClient, actor: Actor, draft: DraftRow, version: number | null): Promise<DraftFacts> {
  const values = [draft.draftId, version === null ? 'discarded' : 'published', version, actor.name];
  return (await tx.query<DraftFacts>(CLOSE, values)).rows[0]!;
}
