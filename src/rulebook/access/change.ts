/** One change of administration: the effect, its line in the audit log and its answer for a repetition, in one database transaction. */
import type pg from 'pg';
import { canonicalJson, contentHash } from '../canonical.js';
import { isRefusal, refuse, type Refusal } from './refusal.js';
import type { Actor } from './roles.js';

const CLAIM = `
INSERT INTO access.answered (key_id, idempotency_key, body_hash) VALUES ($1, $2, decode($3, 'hex'))
ON CONFLICT (key_id, idempotency_key) DO NOTHING`;
const FIND = `SELECT encode(body_hash, 'hex') AS hash, answer FROM access.answered WHERE key_id = $1 AND idempotency_key = $2`;
const KEEP = `UPDATE access.answered SET answer = $3::json WHERE key_id = $1 AND idempotency_key = $2`;
const AUDIT = `INSERT INTO access.audit (actor, key_id, action, subject, reason, facts) VALUES ($1, $2, $3, $4, $5, $6::jsonb)`;

export interface Request {
  readonly actor: Actor;
  /** Verb and path: the same key for another operation is refused. */
  readonly operation: string;
  /** Null: a repetition is a new request. */
  readonly idempotencyKey: string | null;
  readonly body: unknown;
}

export interface AuditNote {
  readonly action: string;
  readonly subject: string;
  readonly reason?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

export interface Effect<Answer> {
  readonly answer: Answer;
  /** Null: nothing was changed. */
  readonly note: AuditNote | null;
  /** What a repetition is answered where that must not be the answer itself, for it holds a secret. */
  readonly kept?: Answer;
}

export interface Changed<Answer> {
  readonly answer: Answer;
  readonly replayed: boolean;
}

/**
 * Runs a change. What `work` does through its connection happens wholly or, if it is refused or fails, not at all. The same
 * idempotency key with the same body gets the first answer; with another body it is refused `key_reused`. A refusal is not kept.
 */
export async function change<Answer>(
  db: pg.Pool,
  request: Request,
  work: (tx: pg.PoolClient) => Promise<Effect<Answer> | Refusal>,
): Promise<Changed<Answer> | Refusal> {
  return inTransaction(db, (tx) => changeWithin(tx, request, work));
}

/** The same within a transaction that has begun already, for what is known of a request only when its body was read. */
export async function changeWithin<Answer>(
  tx: pg.PoolClient,
  request: Request,
  work: (tx: pg.PoolClient) => Promise<Effect<Answer> | Refusal>,
): Promise<Changed<Answer> | Refusal> {
  const known = await claim<Answer>(tx, request);
  if (known !== null) return known;
  const effect = await work(tx);
  if (isRefusal(effect)) return effect;
  const { actor, idempotencyKey } = request;
  if (effect.note !== null) await note(tx, actor, effect.note);
  if (idempotencyKey !== null) await tx.query(KEEP, [actor.keyId, idempotencyKey, JSON.stringify(effect.kept ?? effect.answer)]);
  return { answer: effect.answer, replayed: false };
}

/** Writes into the audit log that personal data was looked at. */
export async function recordLook(db: pg.Pool, actor: Actor, look: AuditNote): Promise<void> {
  await note(db, actor, look);
}

async function note(db: Pick<pg.Pool, 'query'>, actor: Actor, { action, subject, reason = '', facts = {} }: AuditNote): Promise<void> {
  await db.query(AUDIT, [actor.name, actor.keyId, action, subject, reason, JSON.stringify(facts)]);
}

/** Null where the request is new. One with the same key that is in work is waited for. */
async function claim<Answer>(
  tx: pg.PoolClient,
  { actor, operation, idempotencyKey, body }: Request,
): Promise<Changed<Answer> | Refusal | null> {
  if (idempotencyKey === null) return null;
  const hash = contentHash(`${operation} ${canonicalJson(body)}`);
  const { rowCount } = await tx.query(CLAIM, [actor.keyId, idempotencyKey, hash]);
  if (rowCount === 1) return null;
  const { rows } = await tx.query<{ hash: string; answer: Answer }>(FIND, [actor.keyId, idempotencyKey]);
  if (rows[0]?.hash !== hash) return refuse('key_reused', 'This idempotency key was used for another request: take a new one');
  return { answer: rows[0].answer, replayed: true };
}

/** Commits what `work` did, unless it is refused or fails. */
export async function inTransaction<Result>(
  db: pg.Pool,
  work: (tx: pg.PoolClient) => Promise<Result | Refusal>,
): Promise<Result | Refusal> {
  const tx = await db.connect();
  let broken: Error | undefined;
  try {
    await tx.query('BEGIN');
    const result = await work(tx);
    await tx.query(isRefusal(result) ? 'ROLLBACK' : 'COMMIT');
    return result;
  } catch (error) {
    await tx.query('ROLLBACK').catch((failed: Error) => (broken = failed));
    throw error;
  } finally {
    tx.release(broken);
  }
}
