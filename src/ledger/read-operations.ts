import type { Pool } from 'pg';
import { bucketOf } from './bucket.js';
import { bucketOfId } from './ids.js';
import type { MemberOperationKind } from './post-item.js';

/** An operation on a member as it was answered. */
export interface StoredMemberOperation {
  readonly operationId: string;
  readonly kind: MemberOperationKind;
  readonly bodyHash: Buffer;
  readonly memberId: string;
  readonly accountVersion: number | null;
  readonly otherMemberId: string | null;
  readonly reverses: string | null;
  readonly request: object;
  readonly answer: object;
}

const COLUMNS = `SELECT operation_id, kind, body_hash, member_id, account_version, other_member_id, reverses, request, answer FROM ledger.member_operation`;
const BY_KEY = { name: 'member_operation_by_key', text: `${COLUMNS} WHERE key = $1` };
const BY_ID = { name: 'member_operation_by_id', text: `${COLUMNS} WHERE bucket = $1 AND operation_id = $2` };
const UNDONE = {
  name: 'member_operation_undone',
  text: 'SELECT EXISTS (SELECT FROM ledger.member_operation WHERE reverses = $1) AS undone',
};
const USED = { name: 'member_operation_keys', text: 'SELECT key FROM ledger.member_operation WHERE key = ANY ($1)' };

export async function memberOperationByKey(pool: Pool, key: string): Promise<StoredMemberOperation | null> {
  const { rows } = await pool.query<Row>({ ...BY_KEY, values: [key] });
  return rows[0] === undefined ? null : stored(rows[0]);
}

export async function memberOperationById(pool: Pool, operationId: string): Promise<StoredMemberOperation | null> {
  const { rows } = await pool.query<Row>({ ...BY_ID, values: [bucketOfId(operationId), operationId] });
  return rows[0] === undefined ? null : stored(rows[0]);
}

/** Whether another operation has undone this one. */
export async function isUndone(pool: Pool, operationId: string): Promise<boolean> {
  const { rows } = await pool.query<{ undone: boolean }>({ ...UNDONE, values: [operationId] });
  return rows[0]!.undone;
}

/** Which of these keys are taken: what a bulk run has done already. */
export async function usedKeys(pool: Pool, keys: readonly string[]): Promise<Set<string>> {
  const { rows } = await pool.query<{ key: string }>({ ...USED, values: [keys] });
  return new Set(rows.map((row) => row.key));
}

/** Whether a card was lost and another one took its place. */
export async function isReplaced(pool: Pool, cardNumber: string): Promise<boolean> {
  const text = 'SELECT FROM member.card WHERE card_bucket = $1 AND card_number = $2 AND replaced_by IS NOT NULL';
  const { rowCount } = await pool.query({ name: 'card_replaced', text, values: [bucketOf(cardNumber), cardNumber] });
  return rowCount === 1;
}

/** Cards of a member that are not erased. */
export async function countCards(pool: Pool, memberId: string): Promise<number> {
  const text = `SELECT count(*) AS cards FROM member.card WHERE bucket = $1 AND member_id = $2 AND card_number NOT LIKE 'erased %'`;
  const { rows } = await pool.query<{ cards: number }>({ name: 'count_cards', text, values: [bucketOfId(memberId), memberId] });
  return rows[0]!.cards;
}

interface Row {
  readonly operation_id: string;
  readonly kind: MemberOperationKind;
  readonly body_hash: Buffer;
  readonly member_id: string;
  readonly account_version: number | null;
  readonly other_member_id: string | null;
  readonly reverses: string | null;
  readonly request: object;
  readonly answer: object;
}

function stored(row: Row): StoredMemberOperation {
  const { kind, reverses, request, answer } = row;
  return {
    operationId: row.operation_id,
    kind,
    bodyHash: row.body_hash,
    memberId: row.member_id,
    accountVersion: row.account_version,
    otherMemberId: row.other_member_id,
    reverses,
    request,
    answer,
  };
}
