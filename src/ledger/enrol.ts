import type { Pool } from 'pg';
import { bucketOf } from './bucket.js';
import { bucketOfId, randomBucket, uuidv7 } from './ids.js';

export interface NewMember {
  readonly cardNumber: string;
  readonly tier?: string;
  readonly segments?: readonly string[];
  /** YYYY-MM-DD, or empty. */
  readonly birthDate?: string;
}

export interface EnrolledMember {
  readonly cardNumber: string;
  readonly memberId: string;
  /** False: the card was known already and is left as it is. */
  readonly created: boolean;
}

const ENROL = `
WITH wanted AS (
  SELECT DISTINCT ON (x.card_number) x.*
  FROM json_to_recordset($1) AS x
    (card_bucket smallint, card_number text, bucket smallint, member_id uuid, tier text, segments text[], birth_date date)
  ORDER BY x.card_number
), card AS (
  INSERT INTO member.card (card_bucket, card_number, bucket, member_id)
  SELECT w.card_bucket, w.card_number, w.bucket, w.member_id FROM wanted w ORDER BY w.card_bucket, w.card_number
  ON CONFLICT DO NOTHING RETURNING card_number, member_id
), member AS (
  INSERT INTO member.member (bucket, member_id, tier, segments, birth_date)
  SELECT w.bucket, w.member_id, w.tier, w.segments, w.birth_date FROM wanted w JOIN card c ON c.member_id = w.member_id
), account AS (
  INSERT INTO ledger.account (bucket, member_id)
  SELECT w.bucket, w.member_id FROM wanted w JOIN card c ON c.member_id = w.member_id
)
SELECT card_number, member_id FROM card`;

const KNOWN = `
SELECT c.card_number, c.member_id FROM member.card c
JOIN unnest($1::smallint[], $2::text[]) AS k (card_bucket, card_number)
  ON k.card_bucket = c.card_bucket AND k.card_number = c.card_number`;

/**
 * Enrols a member for each card that is not known yet, each with an empty account. Members are answered in the order asked; a card
 * that two callers enrol at once is enrolled once.
 */
export async function enrolMembers(db: Pool, members: readonly NewMember[], nowMs = Date.now()): Promise<EnrolledMember[]> {
  const rows = members.map((member) => {
    const memberId = uuidv7(nowMs, randomBucket());
    return {
      card_bucket: bucketOf(member.cardNumber),
      card_number: member.cardNumber,
      bucket: bucketOfId(memberId),
      member_id: memberId,
      tier: member.tier ?? '',
      segments: member.segments ?? [],
      birth_date: member.birthDate === undefined || member.birthDate === '' ? null : member.birthDate,
    };
  });
  const created = await db.query<{ card_number: string; member_id: string }>(ENROL, [JSON.stringify(rows)]);
  const createdCards = new Set(created.rows.map((row) => row.card_number));
  const known = await db.query<{ card_number: string; member_id: string }>(KNOWN, [
    rows.map((row) => row.card_bucket),
    rows.map((row) => row.card_number),
  ]);
  const ids = new Map(known.rows.map((row) => [row.card_number, row.member_id]));
  return members.map(({ cardNumber }) => ({ cardNumber, memberId: ids.get(cardNumber)!, created: createdCards.delete(cardNumber) }));
}
