import type pg from 'pg';
import { bucketOf } from '../ledger/bucket.js';
import { bucketOfId, publicId } from '../ledger/ids.js';
import { maskDate, maskEmail, maskName, maskNumber, type CardKind } from './names.js';

export interface CardView {
  readonly cardId: string;
  readonly kind: CardKind;
  /** Masked unless all of it was asked for. */
  readonly number: string;
  readonly blocked: boolean;
  readonly replacedBy: string | null;
  readonly createdAt: Date;
}

export interface PersonView {
  readonly memberId: string;
  readonly name: string;
  readonly email: string;
  readonly birthDate: string;
  readonly tier: string;
  readonly tierUntil: Date | null;
  readonly segments: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly enrolledAt: Date;
  readonly blocked: boolean;
  readonly mergedInto: string | null;
  readonly erased: boolean;
  readonly cards: readonly CardView[];
  /** Names, numbers and dates are masked. */
  readonly masked: boolean;
}

const MEMBER = `
SELECT m.member_id AS "memberId", coalesce(p.name, '') AS name, coalesce(p.email, '') AS email, coalesce(m.birth_date::text, '') AS "birthDate",
  m.tier, m.tier_until AS "tierUntil", m.segments, m.attributes, m.enrolled_at AS "enrolledAt", m.blocked_at IS NOT NULL AS blocked,
  m.merged_into AS "mergedInto", m.erased_at IS NOT NULL AS erased
FROM member.member m LEFT JOIN member.person p USING (bucket, member_id) WHERE m.bucket = $1 AND m.member_id = $2`;
const CARDS = `
SELECT card_id AS "cardId", kind, card_number AS number, blocked_at IS NOT NULL AS blocked, replaced_by AS "replacedBy", created_at AS "createdAt"
FROM member.card WHERE bucket = $1 AND member_id = $2 AND card_number NOT LIKE 'erased %' ORDER BY created_at, card_id`;
const FIND = 'SELECT member_id FROM member.card WHERE card_bucket = $1 AND card_number = $2';

/** What is known of a member; null where there is none. `masked` hides who it is. */
export async function readPerson(db: pg.Pool, memberId: string, masked: boolean): Promise<PersonView | null> {
  const key = [bucketOfId(memberId), memberId];
  const [member, cards] = await Promise.all([db.query<Omit<PersonView, 'cards' | 'masked'>>(MEMBER, key), db.query<CardView>(CARDS, key)]);
  const row = member.rows[0];
  if (row === undefined) return null;
  const mergedInto = row.mergedInto === null ? null : publicId('mbr', row.mergedInto);
  const known = { ...row, memberId: publicId('mbr', memberId), mergedInto, cards: cards.rows, masked };
  return masked ? maskPerson(known) : known;
}

function maskPerson(person: PersonView): PersonView {
  const { name, email, birthDate, cards } = person;
  const attributes = Object.fromEntries(Object.keys(person.attributes).map((key) => [key, '•••']));
  return {
    ...person,
    name: maskName(name),
    email: maskEmail(email),
    birthDate: maskDate(birthDate),
    attributes,
    cards: cards.map((card) => ({ ...card, number: maskNumber(card.number) })),
  };
}

/** The UUID of the member that a number of any kind leads to; null where it leads to nobody. */
export async function findMemberId(db: pg.Pool, number: string): Promise<string | null> {
  const { rows } = await db.query<{ member_id: string }>(FIND, [bucketOf(number), number]);
  return rows[0]?.member_id ?? null;
}
