import type { Pool } from 'pg';
import { batchFrame } from './batch-frame.js';
import { isKeyTaken, isOutage, isRepeatable, typed } from './outage.js';
import type { PackedItem } from './pack-item.js';
import type { PostOutcome } from './post-item.js';
import { rareParameters } from './post-parameters.js';
import { booksOf, postRows, ROW_TYPES } from './post-rows.js';

const POST = 'SELECT ord, code, detail FROM ledger.post($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)';
const TYPES = `SELECT ${ROW_TYPES.map((name, k) => `'ledger.${name}'::regtype::oid::integer AS t${k}`).join(', ')}`;
const TRIES_MAX = 4;

/**
 * Posts a batch of effects in one call, all in one database transaction; row by row outcomes come back as codes.
 *
 * A batch that Postgres refuses as a whole (a broken constraint) is halved until the bad item is alone, so that it fails alone; one
 * whose key is taken is repeated.
 * Serialization failures and deadlocks are repeated, bounded. An outage rejects the whole batch: nothing is known of it, and the
 * callers repeat with their keys.
 */
export async function postBatch(pool: Pool, items: readonly PackedItem[]): Promise<(PostOutcome | Error)[]> {
  try {
    return await postWhole(pool, items);
  } catch (error) {
    if (items.length === 1 && isKeyTaken(error)) return [{ kind: 'repeated' }];
    if (isOutage(error) || items.length === 1) return items.map(() => typed(error));
    const middle = items.length >> 1;
    const first = await postBatch(pool, items.slice(0, middle));
    return [...first, ...(await postBatch(pool, items.slice(middle)))];
  }
}

async function postWhole(pool: Pool, items: readonly PackedItem[]): Promise<PostOutcome[]> {
  const outcomes = items.map((): PostOutcome => ({ kind: 'posted' }));
  const turns = firstOfEach(items);
  const sent = turns.map((ord) => items[ord]!);
  if (sent.length < items.length) {
    const first = new Set(turns);
    items.forEach((_, ord) => first.has(ord) || (outcomes[ord] = { kind: 'stale' }));
  }
  const { chains, fromMs, toMs } = batchFrame(sent);
  const rows = postRows(sent, await rowTypes(pool));
  try {
    const refused = await send(pool, [...rows.values, ...rareParameters(sent), chains, fromMs, toMs]);
    for (const one of refused) outcomes[turns[one.ord]!] = outcomeOf(one);
    return outcomes;
  } finally {
    rows.release();
  }
}

async function send(pool: Pool, values: unknown[]): Promise<Refused[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await pool.query<Refused>({ name: 'ledger_post', text: POST, values })).rows;
    } catch (error) {
      if (!isRepeatable(error) || attempt === TRIES_MAX) throw error;
    }
  }
}

/** Of two items for one account the first goes: the other was computed from the version that the first one ends. */
function firstOfEach(items: readonly PackedItem[]): number[] {
  const taken = new Set<string>();
  const turns: number[] = [];
  items.forEach((item, ord) => {
    const members = booksOf(item).map(({ memberId }) => memberId);
    if (members.some((memberId) => taken.has(memberId))) return;
    for (const memberId of members) taken.add(memberId);
    turns.push(ord);
  });
  return turns;
}

const typesOf = new WeakMap<Pool, Promise<readonly number[]>>();

/** The oids that this database gave the row types; asked for once. */
function rowTypes(pool: Pool): Promise<readonly number[]> {
  let types = typesOf.get(pool);
  if (types === undefined) {
    types = pool.query<Record<string, number>>(TYPES).then(({ rows }) => ROW_TYPES.map((_, k) => rows[0]![`t${k}`]!));
    types.catch(() => typesOf.delete(pool));
    typesOf.set(pool, types);
  }
  return types;
}

interface Refused {
  readonly ord: number;
  readonly code: number;
  readonly detail: string;
}

function outcomeOf({ code, detail }: Refused): PostOutcome {
  switch (code) {
    case 1:
      return { kind: 'stale' };
    case 2:
      return { kind: 'repeated' };
    case 3:
      return { kind: 'budget_full', key: detail };
    case 4:
      return { kind: 'coupon_used', code: detail };
    default:
      throw new Error(`ledger.post answered an unknown code ${code}`);
  }
}
