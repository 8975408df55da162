/** Keys of administration: made, found and revoked. What is stored is the hash of a secret with 256 random bits. */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { makeId } from '../make-id.js';
import { hashKey } from '../terminal-key.js';
import type { Effect } from './change.js';
import { refuse, type Refusal } from './refusal.js';
import type { Actor, Role, Scope } from './roles.js';

const SECRET_BYTES = 32;
const KEY = /^tsa_[A-Za-z0-9_-]{43}$/;

const CREATE = `
INSERT INTO access.api_key (key_id, name, roles, key_hash, created_by, stores, campaigns) VALUES ($1, $2, $3, $4, $5, $6, $7)`;
const REVOKE = `
UPDATE access.api_key SET revoked_at = clock_timestamp(), revoked_by = $2 WHERE key_id = $1 AND revoked_at IS NULL RETURNING name`;
const IS_THERE = `SELECT FROM access.api_key WHERE key_id = $1`;
const FIND = `SELECT key_id AS "keyId", name, roles, stores, campaigns FROM access.api_key WHERE key_hash = $1 AND revoked_at IS NULL`;

export interface KeyWanted extends Scope {
  readonly name: string;
  readonly roles: readonly Role[];
}

export interface CreatedKey extends KeyWanted {
  readonly keyId: string;
  /** Told once. Null in the answer to a repetition. */
  readonly key: string | null;
}

/** Makes a key for a person or program. */
export async function createKey(
  tx: pg.PoolClient,
  actor: Actor,
  { name, roles, stores, campaigns }: KeyWanted,
  nowMs: number,
): Promise<Effect<CreatedKey>> {
  const keyId = makeId('key', nowMs);
  const key = `tsa_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  await tx.query(CREATE, [keyId, name, roles, hashKey(key), actor.name, stores, campaigns]);
  const wanted = { name, roles, stores, campaigns };
  const note = { action: 'key.create', subject: keyId, facts: wanted };
  return { answer: { keyId, ...wanted, key }, kept: { keyId, ...wanted, key: null }, note };
}

/** Ends a key for good; its next call is refused. Doing it again changes nothing. Refuses `unknown_key`. */
export async function revokeKey(tx: pg.PoolClient, actor: Actor, keyId: string): Promise<Effect<{ readonly keyId: string }> | Refusal> {
  const { rows } = await tx.query<{ name: string }>(REVOKE, [keyId, actor.name]);
  if (rows[0] !== undefined) return { answer: { keyId }, note: { action: 'key.revoke', subject: keyId, facts: { name: rows[0].name } } };
  const { rowCount } = await tx.query(IS_THERE, [keyId]);
  return rowCount === 0 ? refuse('unknown_key', 'There is no key with this id') : { answer: { keyId }, note: null };
}

/** Who holds this key; null where it is unknown or revoked. Asked at each call, so that a revocation holds at once. */
export async function findKey(db: pg.Pool, key: string): Promise<Actor | null> {
  if (!KEY.test(key)) return null;
  const { rows } = await db.query<Actor>({ name: 'access-find-key', text: FIND, values: [hashKey(key)] });
  return rows[0] ?? null;
}
