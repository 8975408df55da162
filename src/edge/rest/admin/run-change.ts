import type pg from 'pg';
import { change, type Effect } from '../../../rulebook/access/change.js';
import type { Refusal } from '../../../rulebook/access/refusal.js';
import type { Actor } from '../../../rulebook/access/roles.js';
import { orProblem } from './check.js';
import type { AdminDeps } from './deps.js';

export interface Call {
  readonly actor: Actor;
  /** Verb and path, with its ids. */
  readonly operation: string;
  readonly idempotencyKey?: string | null;
  readonly body?: unknown;
}

/** Runs a change with its audit note; a refusal becomes a problem. */
export async function runChange<Answer>(
  { db }: AdminDeps,
  { actor, operation, idempotencyKey = null, body = null }: Call,
  work: (tx: pg.PoolClient) => Promise<Effect<Answer> | Refusal>,
): Promise<Answer> {
  return orProblem(await change(db, { actor, operation, idempotencyKey, body }, work)).answer;
}
