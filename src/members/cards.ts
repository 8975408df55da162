import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { bucketOf } from '../ledger/bucket.js';
import { bucketOfId, publicId } from '../ledger/ids.js';
import type { Effect } from '../rulebook/access/change.js';
import { refuse, type Refusal } from '../rulebook/access/refusal.js';
import { maskNumber, wrongNumber, type CardKind } from './names.js';

export interface NewCard {
  readonly kind: CardKind;
  readonly number: string;
}

const ADD = `
INSERT INTO member.card (card_bucket, card_number, bucket, member_id, kind, card_id) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`;
const FIND = `
SELECT card_bucket AS "cardBucket", card_number AS number, kind, replaced_by AS "replacedBy" FROM member.card
WHERE bucket = $1 AND member_id = $2 AND card_id = $3 AND card_number NOT LIKE 'erased %' FOR UPDATE`;
const REMOVE = 'DELETE FROM member.card WHERE card_bucket = $1 AND card_number = $2';
const REPLACE = `
UPDATE member.card SET blocked_at = coalesce(blocked_at, clock_timestamp()), replaced_by = $3 WHERE card_bucket = $1 AND card_number = $2`;

export interface CardRow {
  readonly cardBucket: number;
  readonly number: string;
  readonly kind: CardKind;
  readonly replacedBy: string | null;
}

/** Null where it was added. Refuses `malformed`, and `card_taken` without telling by whom. */
export async function addCard(
  tx: pg.PoolClient,
  memberId: string,
  { kind, number }: NewCard,
  cardId: string = randomUUID(),
): Promise<Refusal | null> {
  const wrong = wrongNumber(kind, number);
  if (wrong !== null) return refuse('malformed', wrong);
  const { rowCount } = await tx.query(ADD, [bucketOf(number), number, bucketOfId(memberId), memberId, kind, cardId]);
  return rowCount === 1
    ? null
    : refuse('card_taken', `The ${kind} ${maskNumber(number)} leads to a member already: look that one up first`);
}

/** A card of a member by its id; refuses `unknown_card`. The row is locked. */
export async function findCard(tx: pg.PoolClient, memberId: string, cardId: string): Promise<CardRow | Refusal> {
  const { rows } = await tx.query<CardRow>(FIND, [bucketOfId(memberId), memberId, cardId]);
  return rows[0] ?? refuse('unknown_card', 'The member has no such card');
}

/** Takes a card off a member: its number leads to nobody then, and may be given anew. Refuses `unknown_card`. */
export async function removeCard(tx: pg.PoolClient, memberId: string, cardId: string): Promise<Effect<{ cardId: string }> | Refusal> {
  const card = await findCard(tx, memberId, cardId);
  if ('refusal' in card) return card;
  await tx.query(REMOVE, [card.cardBucket, card.number]);
  return { answer: { cardId }, note: note('member.card.remove', memberId, card, '') };
}

/** A card that was lost gives way to another: the old one stays blocked for good. Refuses `unknown_card`, `card_replaced` and `card_taken`. */
export async function replaceCard(
  tx: pg.PoolClient,
  memberId: string,
  cardId: string,
  number: string,
  reason: string,
): Promise<Effect<{ cardId: string }> | Refusal> {
  const old = await findCard(tx, memberId, cardId);
  if ('refusal' in old) return old;
  if (old.replacedBy !== null) return refuse('card_replaced', 'The card was replaced already: replace the one that took its place');
  const newId = randomUUID();
  const refused = await addCard(tx, memberId, { kind: old.kind, number }, newId);
  if (refused !== null) return refused;
  await tx.query(REPLACE, [old.cardBucket, old.number, newId]);
  return { answer: { cardId: newId }, note: note('member.card.replace', memberId, old, reason) };
}

function note(action: string, memberId: string, { kind, number }: NewCard, reason: string) {
  return { action, subject: `member:${publicId('mbr', memberId)}`, reason, facts: { kind, number: maskNumber(number) } };
}

/** Adds one more card to a member that is there. */
export async function giveCard(tx: pg.PoolClient, memberId: string, card: NewCard): Promise<Effect<{ cardId: string }> | Refusal> {
  const cardId = randomUUID();
  const refused = await addCard(tx, memberId, card, cardId);
  return refused ?? { answer: { cardId }, note: note('member.card.add', memberId, card, '') };
}
