import type pg from 'pg';
import { publicId } from '../ledger/ids.js';
import type { Effect } from '../rulebook/access/change.js';
import { refuse, type Refusal } from '../rulebook/access/refusal.js';
import { findCard } from './cards.js';
import { maskNumber } from './names.js';

const SET = `
UPDATE member.card SET blocked_at = CASE WHEN $3 THEN coalesce(blocked_at, clock_timestamp()) END WHERE card_bucket = $1 AND card_number = $2`;

/** Blocks a card at tills from the next receipt on, or lets it go. Refuses `unknown_card`, and `card_replaced` for letting a lost one go. */
export async function setCardBlocked(
  tx: pg.PoolClient,
  memberId: string,
  cardId: string,
  blocked: boolean,
  reason: string,
): Promise<Effect<{ blocked: boolean }> | Refusal> {
  const card = await findCard(tx, memberId, cardId);
  if ('refusal' in card) return card;
  if (!blocked && card.replacedBy !== null) return refuse('card_replaced', 'The card was lost and replaced: it stays blocked');
  await tx.query(SET, [card.cardBucket, card.number, blocked]);
  const facts = { kind: card.kind, number: maskNumber(card.number) };
  const action = blocked ? 'member.card.block' : 'member.card.unblock';
  return { answer: { blocked }, note: { action, subject: `member:${publicId('mbr', memberId)}`, reason, facts } };
}
