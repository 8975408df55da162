import type pg from 'pg';
import type { Effect } from '../access/change.js';
import { isRefusal, refuse, type Refusal } from '../access/refusal.js';
import type { Actor } from '../access/roles.js';
import { lockList } from './list-row.js';

const OPEN = 2_147_483_647;
/** Engines hear of it within a second; one that did not must not switch to what was called off. */
const MARGIN_SECONDS = 3;

const CALL_OFF = `
UPDATE prices.revision SET called_off_at = clock_timestamp(), called_off_by = $3
WHERE list_no = $1 AND list_revision = $2 AND called_off_at IS NULL AND live_from > clock_timestamp() + ${MARGIN_SECONDS} * interval '1 second'
RETURNING revision`;
const LAST = `SELECT max(list_revision) AS last FROM prices.revision WHERE list_no = $1 AND called_off_at IS NULL`;
const UNDO = [
  `DELETE FROM prices.price WHERE list_no = $1 AND since = $2`,
  `UPDATE prices.price SET until = ${OPEN} WHERE list_no = $1 AND until = $2`,
  `DELETE FROM prices.changed WHERE list_no = $1 AND list_revision = $2`,
];

export interface CalledOff {
  readonly listId: string;
  readonly listRevision: number;
  readonly calledOffBy: string;
}

/**
 * Calls off the last revision of a list while it waits for its instant: it never goes live, and its number is not used again. Refuses
 * `unknown_list`, `unknown_revision` (it is not the last one that stands) and `revision_is_live`.
 */
export async function callOff(
  tx: pg.PoolClient,
  actor: Actor,
  listId: string,
  listRevision: number,
  reason: string,
): Promise<Effect<CalledOff> | Refusal> {
  const list = await lockList(tx, listId);
  if (isRefusal(list)) return list;
  const { last } = (await tx.query<{ last: number | null }>(LAST, [list.listNo])).rows[0]!;
  if (last !== listRevision)
    return refuse('unknown_revision', `Only the last revision of the list can be called off, which is ${last ?? 'none'}`);
  const { rows } = await tx.query<{ revision: number }>(CALL_OFF, [list.listNo, listRevision, actor.name]);
  if (rows[0] === undefined) return refuse('revision_is_live', 'It is live, or will be in a moment: roll back to the one before it');
  for (const statement of UNDO) await tx.query(statement, [list.listNo, listRevision]);
  const facts = { revision: rows[0].revision, listRevision };
  const note = { action: 'prices.call_off', subject: `list:${listId}`, reason, facts };
  return { answer: { listId, listRevision, calledOffBy: actor.name }, note };
}
