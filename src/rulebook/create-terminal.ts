import { announce, type Announcer } from './announce.js';
import type { Db } from './publish.js';
import { hashKey, makeKey } from './terminal-key.js';
import type { Terminal } from './terminals.js';

/** The revision row is locked first by every change of access, so that revisions are committed in their order. */
const CREATE_TERMINAL = `
WITH head AS (
  UPDATE access.revision SET revision = revision + 1 RETURNING revision
), created AS (
  INSERT INTO access.terminal (terminal_id, store_id, name, may_enrol, may_operate, revision)
  SELECT $1, $2, $3, $4, $6, revision FROM head
  ON CONFLICT (terminal_id) DO NOTHING
  RETURNING terminal_id
)
INSERT INTO access.terminal_key (terminal_id, slot, key_hash)
SELECT terminal_id, 1, $5 FROM created`;

/** The key is told once, here; what is stored is its hash. */
export type CreatedTerminal = { readonly outcome: 'created'; readonly key: string } | { readonly outcome: 'exists' };

/** Makes a terminal of a store known, with its first key. Ids are unique over all stores and are not used again after a revocation. */
export async function createTerminal(db: Db, announcer: Announcer | null, terminal: Terminal): Promise<CreatedTerminal> {
  const { terminalId, storeId, name, mayEnrol, mayOperate = false } = terminal;
  const key = makeKey(terminalId);
  const { rowCount } = await db.query(CREATE_TERMINAL, [terminalId, storeId, name, mayEnrol, hashKey(key), mayOperate]);
  if (rowCount !== 1) return { outcome: 'exists' };
  if (announcer !== null) await announce(announcer, 'terminals').catch(() => undefined);
  return { outcome: 'created', key };
}
