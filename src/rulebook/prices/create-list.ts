import type pg from 'pg';
import type { Effect } from '../access/change.js';
import { refuse, type Refusal } from '../access/refusal.js';
import type { Actor } from '../access/roles.js';
import { insertList, type PriceListFacts } from './list-row.js';
import type { ListSettings } from './list-settings.js';

/** Makes a list without prices; nothing of it is live before it is published. Refuses `list_exists`. */
export async function createList(
  tx: pg.PoolClient,
  actor: Actor,
  listId: string,
  settings: ListSettings,
): Promise<Effect<PriceListFacts> | Refusal> {
  const list = await insertList(tx, actor, listId, settings);
  if (list === null) return refuse('list_exists', `There is a price list \`${listId}\` already`);
  return { answer: list, note: { action: 'prices.create', subject: `list:${listId}`, facts: { settings } } };
}
