import type pg from 'pg';
import { bucketOfId, publicId } from '../ledger/ids.js';
import type { Effect } from '../rulebook/access/change.js';
import { refuse, type Refusal } from '../rulebook/access/refusal.js';

export interface MemberPatch {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  /** YYYY-MM-DD, or empty for unknown. */
  readonly birthDate?: string | undefined;
  readonly tier?: string | undefined;
  /** Until when the tier holds whatever is bought; null: until a booking comes to another one. */
  readonly tierUntil?: string | null | undefined;
  readonly segments?: readonly string[] | undefined;
  /** Laid over those that are there; an empty text takes one away. */
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

const WRITE = `
UPDATE member.member SET
  tier = coalesce($3, tier), tier_until = CASE WHEN $4 THEN $5::timestamptz ELSE tier_until END, segments = coalesce($6, segments),
  birth_date = CASE WHEN $7::text IS NULL THEN birth_date ELSE nullif($7, '')::date END,
  attributes = (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(attributes || $8::jsonb) WHERE value <> '""')
WHERE bucket = $1 AND member_id = $2`;
const PERSON = `
INSERT INTO member.person (bucket, member_id, name, email) VALUES ($1, $2, coalesce($3, ''), coalesce($4, ''))
ON CONFLICT (bucket, member_id) DO UPDATE SET name = coalesce($3, person.name), email = coalesce($4, person.email)`;
const LOCK = 'SELECT erased_at, merged_into FROM member.member WHERE bucket = $1 AND member_id = $2 FOR UPDATE';

export const unknownMember = (): Refusal => refuse('unknown_member', 'There is no such member');

/** Refuses `unknown_member`, `member_erased` and `member_merged`: nobody is there to be changed. The row is locked. */
export async function lockMember(tx: pg.PoolClient, memberId: string): Promise<Refusal | null> {
  const { rows } = await tx.query<{ erased_at: Date | null; merged_into: string | null }>(LOCK, [bucketOfId(memberId), memberId]);
  if (rows[0] === undefined) return unknownMember();
  if (rows[0].erased_at !== null) return refuse('member_erased', 'The member was erased');
  const { merged_into: into } = rows[0];
  return into === null ? null : refuse('member_merged', `The member was merged into ${publicId('mbr', into)}: change that one`);
}

export async function writePerson(
  tx: pg.PoolClient,
  memberId: string,
  { name, email }: Pick<MemberPatch, 'name' | 'email'>,
): Promise<void> {
  await tx.query(PERSON, [bucketOfId(memberId), memberId, name ?? null, email ?? null]);
}

/** Changes what is known of a member. The next quote sees it, on every engine. The audit log says which fields, not what they hold. */
export async function changeMember(
  tx: pg.PoolClient,
  memberId: string,
  patch: MemberPatch,
): Promise<Effect<{ memberId: string }> | Refusal> {
  const refused = await lockMember(tx, memberId);
  if (refused !== null) return refused;
  const { name, email, birthDate, tier, tierUntil, segments, attributes } = patch;
  const setsUntil = tier !== undefined || tierUntil !== undefined;
  const values = [tier ?? null, setsUntil, tierUntil ?? null, segments ?? null, birthDate ?? null, JSON.stringify(attributes ?? {})];
  await tx.query(WRITE, [bucketOfId(memberId), memberId, ...values]);
  if (name !== undefined || email !== undefined) await writePerson(tx, memberId, { name, email });
  const id = publicId('mbr', memberId);
  const facts = { fields: Object.keys(patch).filter((field) => patch[field as keyof MemberPatch] !== undefined) };
  return { answer: { memberId: id }, note: { action: 'member.change', subject: `member:${id}`, facts } };
}
