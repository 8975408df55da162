/** A price list as the verbs of this folder lock and save it. */
import type pg from 'pg';
import { refuse, type Refusal } from '../access/refusal.js';
import type { Actor } from '../access/roles.js';
import type { ListSettings } from './list-settings.js';

export interface PriceListFacts {
  readonly listId: string;
  /** In work: the next publication puts them live. */
  readonly settings: ListSettings;
  /** Counted up by each change of the settings; the ETag. */
  readonly settingsRevision: number;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

export interface PriceListRow extends PriceListFacts {
  readonly listNo: number;
  /** The last number given out; 0 before the first publication. */
  readonly listRevision: number;
  readonly editors: readonly string[];
}

export const LIST_FACTS = `list_id AS "listId", settings, settings_revision AS "settingsRevision", created_at AS "createdAt",
  created_by AS "createdBy", updated_at AS "updatedAt", updated_by AS "updatedBy"`;
const INTERNAL = `list_no AS "listNo", list_revision AS "listRevision", editors`;

const LOCK = `SELECT ${LIST_FACTS}, ${INTERNAL} FROM prices.list WHERE list_id = $1 FOR NO KEY UPDATE`;
const INSERT = `
INSERT INTO prices.list (list_id, settings, settings_revision, editors, created_by, updated_by)
VALUES ($1, $2::json, 1, ARRAY[$3::text], $3, $3) ON CONFLICT (list_id) DO NOTHING RETURNING ${LIST_FACTS}`;
const SAVE = `
UPDATE prices.list SET settings = $2::json, settings_revision = settings_revision + 1, updated_at = clock_timestamp(), updated_by = $3,
  editors = CASE WHEN $3 = ANY (editors) THEN editors ELSE editors || $3::text END
WHERE list_id = $1 RETURNING ${LIST_FACTS}`;

/** Locks a list until the transaction ends. Refuses `unknown_list`. */
export async function lockList(tx: pg.PoolClient, listId: string): Promise<PriceListRow | Refusal> {
  const { rows } = await tx.query<PriceListRow>(LOCK, [listId]);
  return rows[0] ?? refuse('unknown_list', `There is no price list \`${listId}\``);
}

/** Null where there is one of this id. */
export async function insertList(tx: pg.PoolClient, actor: Actor, listId: string, settings: ListSettings): Promise<PriceListFacts | null> {
  return (await tx.query<PriceListFacts>(INSERT, [listId, JSON.stringify(settings), actor.name])).rows[0] ?? null;
}

export async function saveSettings(tx: pg.PoolClient, actor: Actor, listId: string, settings: ListSettings): Promise<PriceListFacts> {
  return (await tx.query<PriceListFacts>(SAVE, [listId, JSON.stringify(settings), actor.name])).rows[0]!;
}
