/** What is done to an open draft by who has read its present revision. */
import type pg from 'pg';
import type { AuditNote, Effect } from '../access/change.js';
import { isRefusal, refuse, type Refusal } from '../access/refusal.js';
import { outOfScope } from './check-scope.js';
import type { Actor } from '../access/roles.js';
import { closeDraft, lockDraft, saveDraft, type Document, type DraftEdit, type DraftFacts, type DraftRow } from './draft-row.js';
import { documentOf } from './head.js';
import { isOneRule, rulesOf, withRule, withoutRule } from './rules-of.js';

/** The draft and the revision that the caller has read. */
export interface DraftRef {
  readonly draftId: string;
  readonly revision: number;
}

/** Replaces the whole programme. It may be wrong; validation tells. */
export function replaceDocument(tx: pg.PoolClient, actor: Actor, ref: DraftRef, document: Document): Promise<Effect<DraftFacts> | Refusal> {
  return edit(tx, actor, ref, 'draft.replace', () => ({ edit: { document }, facts: {} }));
}

/** Changes name, labels or base version. Bringing the base up says: I have looked at what was published meanwhile. */
export function describeDraft(
  tx: pg.PoolClient,
  actor: Actor,
  ref: DraftRef,
  wanted: Omit<DraftEdit, 'document'>,
): Promise<Effect<DraftFacts> | Refusal> {
  return edit(tx, actor, ref, 'draft.describe', () => ({ edit: wanted, facts: { ...wanted } }));
}

/** Adds a rule, or replaces the one of that id in its place. Refuses `malformed` where the rule is named otherwise. */
export function putRule(
  tx: pg.PoolClient,
  actor: Actor,
  ref: DraftRef,
  ruleId: string,
  rule: Document,
): Promise<Effect<DraftFacts> | Refusal> {
  return edit(tx, actor, ref, 'draft.rule.put', ({ document }) => {
    if (rule['id'] !== ruleId) return refuse('malformed', `The rule must have the id of its path, \`${ruleId}\``);
    if (!isOneRule(document, ruleId)) return refuse('malformed', `The draft has several rules \`${ruleId}\`: replace the whole document`);
    return { edit: { document: withRule(document, rule) }, facts: { ruleId } };
  });
}

/** Takes a rule away. Refuses `unknown_rule`. */
export function deleteRule(tx: pg.PoolClient, actor: Actor, ref: DraftRef, ruleId: string): Promise<Effect<DraftFacts> | Refusal> {
  return edit(tx, actor, ref, 'draft.rule.delete', ({ document }) => {
    if (!rulesOf(document).some((rule) => rule['id'] === ruleId)) return refuse('unknown_rule', `The draft has no rule \`${ruleId}\``);
    return { edit: { document: withoutRule(document, ruleId) }, facts: { ruleId } };
  });
}

/** Ends a draft without publishing it. Refuses `out_of_scope` where that would throw away work on rules that are not the key's. */
export async function discardDraft(tx: pg.PoolClient, actor: Actor, ref: DraftRef): Promise<Effect<DraftFacts> | Refusal> {
  const draft = await lockDraft(tx, ref.draftId, ref.revision);
  if (isRefusal(draft)) return draft;
  if (actor.campaigns !== null) {
    const base = draft.baseVersion === 0 ? {} : await documentOf(tx, draft.baseVersion);
    const refusal = outOfScope(actor, base, draft.document);
    if (refusal !== null) return refusal;
  }
  return { answer: await closeDraft(tx, actor, draft, null), note: { action: 'draft.discard', subject: ref.draftId } };
}

type Plan = { readonly edit: DraftEdit; readonly facts: NonNullable<AuditNote['facts']> };

async function edit(
  tx: pg.PoolClient,
  actor: Actor,
  ref: DraftRef,
  action: string,
  plan: (draft: DraftRow) => Plan | Refusal,
): Promise<Effect<DraftFacts> | Refusal> {
  const draft = await lockDraft(tx, ref.draftId, ref.revision);
  if (isRefusal(draft)) return draft;
  const planned = plan(draft);
  if (isRefusal(planned)) return planned;
  const refusal = planned.edit.document === undefined ? null : outOfScope(actor, draft.document, planned.edit.document);
  if (refusal !== null) return refusal;
  const answer = await saveDraft(tx, actor, draft, planned.edit);
  return { answer, note: { action, subject: ref.draftId, facts: { ...planned.facts, revision: answer.revision } } };
}
