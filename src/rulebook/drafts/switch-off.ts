import type pg from 'pg';
import type { Effect } from '../access/change.js';
import { isRefusal, refuse, type Refusal } from '../access/refusal.js';
import { outOfScope } from './check-scope.js';
import type { Actor } from '../access/roles.js';
import type { Published } from '../schedule.js';
import type { Document } from './draft-row.js';
import { documentOf, lockHead } from './head.js';
import { publishNext } from './publish-draft.js';
import { isDocument, itemsOf } from './rules-of.js';

/** What can be switched off by itself. */
export type Switch = { readonly kind: 'rule' | 'campaign'; readonly id: string };

export interface SwitchedOff {
  /** The versions that were published for it: the live one, and one for each later instant that was planned. Empty: it was off already. */
  readonly published: readonly Published[];
}

const LISTS = { rule: 'rules', campaign: 'campaigns' } as const;

/**
 * Switches one rule or campaign off at once, and nothing else: publishes the live document with that one inactive, and does the same
 * to each version that waits for its instant, else it would come back by itself. Refuses `no_live_rules`, `unknown_rule`,
 * `unknown_campaign` and `out_of_scope`.
 */
export async function switchOff(tx: pg.PoolClient, actor: Actor, what: Switch, reason: string): Promise<Effect<SwitchedOff> | Refusal> {
  const head = await lockHead(tx);
  if (head.live === null) return refuse('no_live_rules', 'No programme is live');
  const published: Published[] = [];
  let known = false;
  for (const version of [head.live, ...head.upcoming]) {
    const document = await documentOf(tx, version.version);
    const found = itemsOf(document, LISTS[what.kind]).find((item) => item['id'] === what.id);
    known ||= found !== undefined;
    if (found === undefined || found['active'] === false) continue;
    const after = inactive(document, what);
    const refusal = outOfScope(actor, document, after);
    if (refusal !== null) return refusal;
    const comment = `${what.kind} ${what.id} switched off: ${reason}`;
    const result = await publishNext(tx, actor, after, comment, version === head.live ? null : version.liveFromMs);
    if (isRefusal(result)) return result;
    published.push(result.published);
  }
  if (!known) return refuse(`unknown_${what.kind}`, `There is no ${what.kind} \`${what.id}\` in what is live or planned`);
  const versions = published.map(({ version }) => version);
  const note = { action: `${what.kind}.switch_off`, subject: `${what.kind}:${what.id}`, reason, facts: { versions } };
  return { answer: { published }, note: published.length === 0 ? null : note };
}

function inactive(document: Document, { kind, id }: Switch): Document {
  const list = document[LISTS[kind]] as readonly unknown[];
  return { ...document, [LISTS[kind]]: list.map((item) => (isDocument(item) && item['id'] === id ? { ...item, active: false } : item)) };
}
