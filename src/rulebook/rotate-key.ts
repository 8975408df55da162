import { announce, type Announcer } from './announce.js';
import type { Db } from './publish.js';
import { hashKey, makeKey } from './terminal-key.js';

/** The new key takes the free slot, or that of the older key, which stops working; the other key goes on. */
const ROTATE_KEY = `
WITH head AS (
  UPDATE access.revision SET revision = revision + 1 RETURNING revision
), changed AS (
  UPDATE access.terminal SET revision = head.revision
  FROM head WHERE terminal_id = $1 AND revoked_at IS NULL
  RETURNING terminal_id
)
INSERT INTO access.terminal_key (terminal_id, slot, key_hash, created_at)
SELECT terminal_id, (
    SELECT free.slot FROM (VALUES (1), (2)) AS free (slot)
    LEFT JOIN access.terminal_key AS k ON k.terminal_id = changed.terminal_id AND k.slot = free.slot
    ORDER BY k.created_at NULLS FIRST, free.slot LIMIT 1
  ), $2, clock_timestamp()
FROM changed
ON CONFLICT (terminal_id, slot) DO UPDATE SET key_hash = excluded.key_hash, created_at = excluded.created_at
RETURNING slot`;

/** Leaves the newest key alone: the end of a rotation, or at once where the older key has leaked. */
const RETIRE_OLDER_KEY = `
WITH head AS (
  UPDATE access.revision SET revision = revision + 1 RETURNING revision
), changed AS (
  UPDATE access.terminal SET revision = head.revision
  FROM head WHERE terminal_id = $1
  RETURNING terminal_id
)
DELETE FROM access.terminal_key AS k USING changed
WHERE k.terminal_id = changed.terminal_id
  AND EXISTS (SELECT FROM access.terminal_key AS newer WHERE newer.terminal_id = k.terminal_id AND newer.created_at > k.created_at)`;

export type RotatedKey =
  { readonly outcome: 'rotated'; readonly key: string; readonly slot: 1 | 2 } | { readonly outcome: 'unknown_terminal' };

/** Gives a terminal a new key beside its newest one. An unknown or revoked terminal gets none. */
export async function rotateKey(db: Db, announcer: Announcer | null, terminalId: string): Promise<RotatedKey> {
  const key = makeKey(terminalId);
  const { rows } = await db.query<{ slot: 1 | 2 }>(ROTATE_KEY, [terminalId, hashKey(key)]);
  if (rows[0] === undefined) return { outcome: 'unknown_terminal' };
  if (announcer !== null) await announce(announcer, 'terminals').catch(() => undefined);
  return { outcome: 'rotated', key, slot: rows[0].slot };
}

/** Takes the older of two keys away; false if there was only one. */
export async function retireOlderKey(db: Db, announcer: Announcer | null, terminalId: string): Promise<boolean> {
  const { rowCount } = await db.query(RETIRE_OLDER_KEY, [terminalId]);
  if (announcer !== null) await announce(announcer, 'terminals').catch(() => undefined);
  return rowCount === 1;
}
