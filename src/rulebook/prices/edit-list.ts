import type pg from 'pg';
import type { Effect } from '../access/change.js';
import { isRefusal, refuse, type Refusal } from '../access/refusal.js';
import type { Actor } from '../access/roles.js';
import { lockList, saveSettings, type PriceListFacts } from './list-row.js';
import type { ListSettings } from './list-settings.js';

/** Changes where, when and for whom a list is; in force when the list is published. Refuses `unknown_list` and `stale_list`. */
export async function editList(
  tx: pg.PoolClient,
  actor: Actor,
  ref: { readonly listId: string; readonly settingsRevision: number },
  settings: ListSettings,
): Promise<Effect<PriceListFacts> | Refusal> {
  const list = await lockList(tx, ref.listId);
  if (isRefusal(list)) return list;
  if (list.settingsRevision !== ref.settingsRevision)
    return refuse('stale_list', `The list is at revision ${list.settingsRevision}, changed by ${list.updatedBy}: read it again`);
  const saved = await saveSettings(tx, actor, ref.listId, settings);
  const facts = { was: list.settings, is: settings };
  return { answer: saved, note: { action: 'prices.edit', subject: `list:${ref.listId}`, facts } };
}
