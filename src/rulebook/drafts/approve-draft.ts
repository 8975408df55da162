import type pg from 'pg';
import type { Effect } from '../access/change.js';
import { isRefusal, refuse, type Refusal } from '../access/refusal.js';
import type { Actor } from '../access/roles.js';
import { lockDraft } from './draft-row.js';
import type { DraftRef } from './edit-draft.js';

const INSERT = `
INSERT INTO rulebook.draft_approval (draft_id, revision, approved_by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`;

export interface Approval extends DraftRef {
  readonly approvedBy: string;
}

/** Says of one revision that somebody else has read it. Refuses `own_approval` and what `lockDraft` refuses. */
export async function approveDraft(tx: pg.PoolClient, actor: Actor, ref: DraftRef, reason: string): Promise<Effect<Approval> | Refusal> {
  const draft = await lockDraft(tx, ref.draftId, ref.revision);
  if (isRefusal(draft)) return draft;
  if (draft.editors.includes(actor.name))
    return refuse('own_approval', `${actor.name} wrote a part of the draft: somebody else must approve it`);
  const { rowCount } = await tx.query(INSERT, [ref.draftId, ref.revision, actor.name]);
  const facts = { revision: ref.revision };
  return {
    answer: { ...ref, approvedBy: actor.name },
    note: rowCount === 0 ? null : { action: 'draft.approve', subject: ref.draftId, reason, facts },
  };
}
