import type pg from 'pg';
import type { Effect } from '../access/change.js';
import { isRefusal, type Refusal } from '../access/refusal.js';
import type { Actor } from '../access/roles.js';
import { makeId } from '../make-id.js';
import { insertDraft, type Document, type DraftFacts } from './draft-row.js';
import { parseSource, readSource } from './source.js';

const HEAD = `SELECT version FROM rulebook.head`;

/** A programme without rules, to begin with. */
const EMPTY: Document = {
  format: 'tallystick/1',
  id: 'programme',
  name: 'Programme',
  currency: 'EUR',
  minorDigits: 2,
  pointScale: 0,
  timeZone: 'UTC',
  rules: [],
};

export interface DraftWanted {
  readonly name: string;
  readonly labels: readonly string[];
  /** `live`, `version:N`, `draft:ID` or `empty`. */
  readonly from: string;
}

/**
 * Makes a draft with the content of a version or of another draft. Its base is the greatest published version, so that what was
 * published meanwhile is noticed; that of a copy is the base of its original. Refuses what `readSource` refuses.
 */
export async function createDraft(
  tx: pg.PoolClient,
  actor: Actor,
  { name, labels, from }: DraftWanted,
  nowMs: number,
): Promise<Effect<DraftFacts> | Refusal> {
  const head = (await tx.query<{ version: number }>(HEAD)).rows[0]!.version;
  const source = from === 'empty' ? { document: EMPTY, baseVersion: head, editors: [] } : await readSource(tx, parseSource(from));
  if (isRefusal(source)) return source;
  const { document, editors } = source;
  const baseVersion = from.startsWith('draft:') ? source.baseVersion : head;
  const draft = await insertDraft(tx, actor, { draftId: makeId('drf', nowMs), name, labels, baseVersion, document, editors });
  return { answer: draft, note: { action: 'draft.create', subject: draft.draftId, facts: { name, from } } };
}
