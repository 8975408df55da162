import type pg from 'pg';
import type { Effect } from '../access/change.js';
import { refuse, type Refusal } from '../access/refusal.js';
import type { Actor } from '../access/roles.js';

const INSERT = `
INSERT INTO rulebook.draft_comment (draft_id, author, text) SELECT draft_id, $2, $3 FROM rulebook.draft WHERE draft_id = $1
RETURNING comment_id::text AS "commentId", at, author, text`;

export interface CommentFacts {
  readonly commentId: string;
  readonly at: Date;
  readonly author: string;
  readonly text: string;
}

/** Adds a remark to a draft, also to one that is closed; its revision stays. Refuses `unknown_draft`. */
export async function comment(tx: pg.PoolClient, actor: Actor, draftId: string, text: string): Promise<Effect<CommentFacts> | Refusal> {
  const { rows } = await tx.query<CommentFacts>(INSERT, [draftId, actor.name, text]);
  if (rows[0] === undefined) return refuse('unknown_draft', 'There is no draft with this id');
  return { answer: rows[0], note: { action: 'draft.comment', subject: draftId, facts: { commentId: rows[0].commentId } } };
}
