import type { Pool } from 'pg';
import { batchFrame } from './batch-frame.js';
import { hasOperations, operationParameters } from './operation-parameters.js';
import { isKeyTaken, isOutage, isRepeatable, typed } from './outage.js';
import type { PostItem, PostOutcome } from './post-item.js';
import { postParameters } from './post-parameters.js';

const POST = 'SELECT ord, code, detail FROM ledger.post($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)';
const POST_OPERATIONS =
  'SELECT ord, code, detail FROM ledger.post_operations($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)';
const TRIES_MAX = 4;

/**
 * Posts a batch of effects in one call, all in one database transaction; row by row outcomes come back as codes.
 *
 * A batch that Postgres refuses as a whole (a broken constraint) is halved until the bad item is alone, so that it fails alone; one
 * whose key is taken is repeated.
 * Serialization failures and deadlocks are repeated, bounded. An outage rejects the whole batch: nothing is known of it, and the
 * callers repeat with their keys.
 */
export async function postBatch(pool: Pool, items: readonly PostItem[]): Promise<(PostOutcome | Error)[]> {
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

async function postWhole(pool: Pool, items: readonly PostItem[]): Promise<PostOutcome[]> {
  const { buckets, fromMs, toMs } = batchFrame(items);
  const values = [...postParameters(items), buckets, fromMs, toMs];
  const statement = hasOperations(items)
    ? { name: 'ledger_post_operations', text: POST_OPERATIONS, values: [...values, ...operationParameters(items)] }
    : { name: 'ledger_post', text: POST, values };
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await pool.query<Refused>(statement);
      const outcomes = items.map((): PostOutcome => ({ kind: 'posted' }));
      for (const refused of result.rows) outcomes[refused.ord] = outcomeOf(refused);
      return outcomes;
    } catch (error) {
      if (!isRepeatable(error) || attempt === TRIES_MAX) throw error;
    }
  }
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
