import type pg from 'pg';
import type { EpochMs } from '../../core/money.js';
import type { Finding } from '../../core/rules/validation/finding.js';
import type { Effect } from '../access/change.js';
import { isRefusal, refuse, type Refusal } from '../access/refusal.js';
import type { Actor } from '../access/roles.js';
import { publish } from '../publish.js';
import type { Published } from '../schedule.js';
import { outOfScope } from './check-scope.js';
import { closeDraft, lockDraft, type Document, type DraftRow } from './draft-row.js';
import type { DraftRef } from './edit-draft.js';
import { documentOf, lockHead, type Head } from './head.js';
import { isDocument } from './rules-of.js';

export interface PublishWanted {
  readonly comment: string;
  /** Null: now. An instant in the past means now. */
  readonly liveFromMs: EpochMs | null;
  /** The version the caller believes to be the greatest; null: the base of the draft. */
  readonly expectedVersion: number | null;
}

export interface PublishedAnswer {
  readonly published: Published;
  readonly warnings: readonly Finding[];
}

const APPROVALS = `SELECT approved_by AS name FROM rulebook.draft_approval WHERE draft_id = $1 AND revision = $2`;

/**
 * Publishes a draft as the next version and closes it. Refuses `unknown_draft`, `draft_closed`, `stale_draft`, `base_moved` where
 * something was published since the draft was based, `out_of_scope`, `approval_needed` and `invalid_programme`; then nothing is written.
 */
export async function publishDraft(
  tx: pg.PoolClient,
  actor: Actor,
  ref: DraftRef,
  wanted: PublishWanted,
): Promise<Effect<PublishedAnswer> | Refusal> {
  const head = await lockHead(tx);
  const draft = await lockDraft(tx, ref.draftId, ref.revision);
  if (isRefusal(draft)) return draft;
  const refusal =
    checkBase(head, wanted.expectedVersion ?? draft.baseVersion) ??
    (await checkScope(tx, actor, head, draft.document, wanted.liveFromMs)) ??
    (await checkApproval(tx, head, draft));
  if (refusal !== null) return refusal;
  const result = await publishNext(tx, actor, draft.document, wanted.comment, wanted.liveFromMs);
  if (isRefusal(result)) return result;
  const { version, hash, liveFromMs } = result.published;
  await closeDraft(tx, actor, draft, version);
  const facts = { draftId: draft.draftId, version, hash, liveFromMs };
  return { answer: result, note: { action: 'rules.publish', subject: `version:${version}`, reason: wanted.comment, facts } };
}

/** Publishes the content of an earlier version as the next one, in one step. Refuses `unknown_version`, `base_moved`, `out_of_scope` and `invalid_programme`. */
export async function rollBack(
  tx: pg.PoolClient,
  actor: Actor,
  version: number,
  wanted: Omit<PublishWanted, 'liveFromMs'>,
): Promise<Effect<PublishedAnswer> | Refusal> {
  const head = await lockHead(tx);
  if (version > head.version) return refuse('unknown_version', `There is no version ${version}`);
  const document = await documentOf(tx, version);
  const refusal = checkBase(head, wanted.expectedVersion ?? head.version) ?? (await checkScope(tx, actor, head, document, null));
  if (refusal !== null) return refusal;
  const result = await publishNext(tx, actor, document, wanted.comment, null);
  if (isRefusal(result)) return result;
  const facts = { from: head.version, to: version, version: result.published.version };
  return { answer: result, note: { action: 'rules.rollback', subject: `version:${version}`, reason: wanted.comment, facts } };
}

/** Publishes a document by the connection of the transaction. Refuses `invalid_programme` with all that is wrong. */
export async function publishNext(
  tx: pg.PoolClient,
  actor: Actor,
  document: unknown,
  comment: string,
  liveFromMs: EpochMs | null,
): Promise<PublishedAnswer | Refusal> {
  const result = await publish(tx, null, document, { by: actor.name, comment, ...(liveFromMs === null ? {} : { liveFromMs }) });
  switch (result.outcome) {
    case 'published':
      return { published: result.published, warnings: result.warnings };
    case 'invalid': {
      const { errors, warnings } = result;
      return refuse('invalid_programme', `The programme has ${errors.length} error(s) and was not published`, { errors, warnings });
    }
    case 'unknown_version':
      return refuse('unknown_version', 'There is no such version');
  }
}

function checkBase(head: Head, expected: number): Refusal | null {
  if (head.version === expected) return null;
  const message = `Version ${head.version} was published since version ${expected}: look at the difference, then set the draft's base_version`;
  return refuse('base_moved', message);
}

/** Compared with what it takes the place of: what is live, or will be at that instant. */
async function checkScope(tx: pg.PoolClient, actor: Actor, { live, upcoming }: Head, document: Document, liveFromMs: EpochMs | null) {
  if (actor.campaigns === null) return null;
  const before = upcoming.filter((version) => version.liveFromMs <= (liveFromMs ?? 0)).at(-1) ?? live;
  return outOfScope(actor, before === null ? {} : await documentOf(tx, before.version), document);
}

/** The live programme asks, not the draft: else a draft could lift the duty by itself. */
async function checkApproval(tx: pg.PoolClient, { live }: Head, draft: DraftRow): Promise<Refusal | null> {
  if (live === null || !asksForSecondPerson(await documentOf(tx, live.version))) return null;
  const { rows } = await tx.query<{ name: string }>(APPROVALS, [draft.draftId, draft.revision]);
  if (rows.some(({ name }) => !draft.editors.includes(name))) return null;
  return refuse('approval_needed', 'Somebody who wrote no part of the draft must approve this revision first');
}

function asksForSecondPerson(document: Readonly<Record<string, unknown>>): boolean {
  const settings = document['settings'];
  return isDocument(settings) && settings['secondPerson'] === true;
}
