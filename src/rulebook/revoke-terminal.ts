import { announce, type Announcer } from './announce.js';
import type { Db } from './publish.js';

const REVOKE_TERMINAL = `
WITH head AS (
  UPDATE access.revision SET revision = revision + 1 RETURNING revision
)
UPDATE access.terminal SET revoked_at = clock_timestamp(), revision = head.revision
FROM head WHERE terminal_id = $1 AND revoked_at IS NULL`;

/** Ends both keys of a terminal for good. False if it is unknown or revoked already. In force on every engine within a second. */
export async function revokeTerminal(db: Db, announcer: Announcer | null, terminalId: string): Promise<boolean> {
  const { rowCount } = await db.query(REVOKE_TERMINAL, [terminalId]);
  if (announcer !== null) await announce(announcer, 'terminals').catch(() => undefined);
  return rowCount === 1;
}
