import type pg from 'pg';
import { bucketOf } from '../ledger/bucket.js';
import { publicId, randomBucket, uuidv7 } from '../ledger/ids.js';
import type { Effect } from '../rulebook/access/change.js';
import type { Refusal } from '../rulebook/access/refusal.js';
import { addCard, type NewCard } from './cards.js';
import { writePerson } from './change-member.js';

export interface NewPerson {
  readonly cards: readonly NewCard[];
  readonly name: string;
  readonly email: string;
  /** YYYY-MM-DD, or empty. */
  readonly birthDate: string;
  readonly tier: string;
  readonly tierUntil: string | null;
  readonly segments: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
}

const MEMBER = `
INSERT INTO member.member (bucket, member_id, tier, tier_until, segments, birth_date, attributes) VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb)`;
const ACCOUNT = 'INSERT INTO ledger.account (bucket, member_id) VALUES ($1, $2)';

/** Enrols one member with its cards, or nobody where a card leads to somebody already: refuses `card_taken`, and `malformed`. */
export async function enrolMember(tx: pg.PoolClient, member: NewPerson, nowMs: number): Promise<Effect<{ memberId: string }> | Refusal> {
  const bucket = randomBucket();
  const uuid = uuidv7(nowMs, bucket);
  const { tier, tierUntil, segments, birthDate, attributes, name, email, cards } = member;
  await tx.query(MEMBER, [bucket, uuid, tier, tierUntil, segments, birthDate === '' ? null : birthDate, JSON.stringify(attributes)]);
  await tx.query(ACCOUNT, [bucket, uuid]);
  await writePerson(tx, uuid, { name, email });
  // In the order of the primary key, so that two callers with the same cards wait for each other only one way.
  for (const card of [...cards].sort((a, b) => bucketOf(a.number) - bucketOf(b.number) || (a.number < b.number ? -1 : 1))) {
    const refused = await addCard(tx, uuid, card);
    if (refused !== null) return refused;
  }
  const memberId = publicId('mbr', uuid);
  return { answer: { memberId }, note: { action: 'member.enrol', subject: `member:${memberId}`, facts: { cards: cards.length } } };
}
