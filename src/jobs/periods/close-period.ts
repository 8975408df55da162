import { LRUCache } from 'lru-cache';
import type { CheckoutDeps } from '../../checkout/deps.js';
import { settleDue } from '../settle-due.js';
import { readPeriods } from './read-periods.js';
import { whenFree } from './when-free.js';

export interface CloseOptions {
  readonly by: string;
  /** How long to wait for readers such as a backup or verify to end. */
  readonly waitMsMax?: number;
}

/** Why a period cannot be closed; a sentence for people. */
export class NotClosable extends Error {
  override readonly name = 'NotClosable';
}

const WAIT_MS_MAX = 600_000;
const SETTLE = { perBucket: 64, concurrency: 32 };

const TOTALS = `
SELECT p.rate_points AS "ratePoints", p.rate_minor AS "rateMinor",
  coalesce((SELECT json_agg(r ORDER BY r.store_id, r.campaign_id) FROM finance.roll_forward r WHERE r.period = p.period), '[]') AS totals
FROM finance.period p WHERE p.period = $1`;

/**
 * Closes an accounting period for good. What time alone did in it is written down first; from then on late items go to the next
 * period; when no batch in flight can reach it any more its roll-forward is kept with it, and the database refuses every further row.
 *
 * Throws `NotClosable` for a period that is not known, not over, closed already, or behind one that is not closed. A close that was
 * interrupted is simply run again.
 */
export async function closePeriod(deps: CheckoutDeps, period: string, options: CloseOptions): Promise<void> {
  const { pool } = deps.ledger;
  const waitMsMax = options.waitMsMax ?? WAIT_MS_MAX;
  await assertClosable(deps, period);
  await settleAll(deps);
  await beginClosing(deps, period, waitMsMax);
  await whenFree(pool, waitMsMax, async (client) => {
    const { rows } = await client.query<{ ratePoints: string | null; rateMinor: string | null; totals: object }>(TOTALS, [period]);
    const { ratePoints, rateMinor, totals } = rows[0]!;
    await client.query('SELECT ledger.close_period($1, $2, $3, $4, $5)', [
      period,
      options.by,
      ratePoints,
      rateMinor,
      JSON.stringify(totals),
    ]);
  });
}

/** Late items of the period go to the next one from now on; it is not closed yet. Rejects as `closePeriod` does. */
export async function beginClosing(deps: CheckoutDeps, period: string, waitMsMax = WAIT_MS_MAX): Promise<void> {
  const known = await assertClosable(deps, period);
  if (known.state === 'closing') return;
  await whenFree(deps.ledger.pool, waitMsMax, (client) => client.query('SELECT ledger.begin_closing($1)', [period]));
}

async function assertClosable(deps: CheckoutDeps, period: string) {
  const periods = await readPeriods(deps.ledger.pool);
  const known = periods.find((each) => each.period === period);
  if (known === undefined) throw new NotClosable(`There is no period ${period}: a period exists from its first booking on`);
  if (known.state === 'closed') throw new NotClosable(`Period ${period} is closed already`);
  if (known.endsAt.getTime() > deps.clock()) throw new NotClosable(`Period ${period} is not over before ${known.endsAt.toISOString()}`);
  const before = periods.find((each) => each.endsAt < known.endsAt && each.state !== 'closed');
  if (before !== undefined) throw new NotClosable(`Period ${before.period} comes first: periods close in order`);
  return known;
}

/** Activations, expiries and holds that are due, so that they count in the period they fell into. */
async function settleAll(deps: CheckoutDeps): Promise<void> {
  const failed: string[] = [];
  const setAside = new LRUCache<string, true>({ max: 10_000 });
  const onError = (_error: unknown, id: string): void => void failed.push(id);
  while ((await settleDue(deps, { ...SETTLE, setAside, onError })).due > 0);
  if (failed.length > 0)
    throw new NotClosable(`${failed.length} accounts cannot be settled, the first is ${failed[0]}: see npm run verify`);
}
