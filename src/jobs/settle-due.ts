import { LRUCache } from 'lru-cache';
import type { CheckoutDeps } from '../checkout/deps.js';
import { expireAnonymousHold } from '../checkout/expire-hold.js';
import { settleMember } from '../checkout/settle-member.js';
import { Outage } from '../ledger/outage.js';
import { readDue } from './read-due.js';

export interface Settled {
  /** Accounts and holds that were looked at. */
  due: number;
  /** Entries written: activations, expiries, releases. */
  entries: number;
  /** Anonymous holds ended. */
  holds: number;
}

export interface SettleOptions {
  readonly perBucket: number;
  /** Members settled at the same time; they share the ledger's batches. */
  readonly concurrency: number;
  /** One account that cannot be settled must not keep the others waiting: it is left alone for a while. */
  readonly setAside: LRUCache<string, true>;
  readonly onError: (error: unknown, id: string) => void;
}

/**
 * Writes down what time alone has done: lots that became active or expired, holds that ran out. Balances are right without it, for every
 * use of an account settles it first; this keeps reports and liabilities in step with the clock.
 *
 * One round: everything that is due now, a few of each bucket. Safe on several processes and after any stop, since an account is settled
 * against its version. Rejects with `Outage` when Postgres is away.
 */
export async function settleDue(deps: CheckoutDeps, options: SettleOptions): Promise<Settled> {
  const { memberIds, holdIds } = await readDue(deps.ledger.pool, deps.clock(), options.perBucket);
  const settled: Settled = { due: 0, entries: 0, holds: 0 };
  const member = async (id: string): Promise<void> => {
    const entries = await settleMember(deps, id);
    settled.entries += entries;
  };
  const hold = async (id: string): Promise<void> => {
    if (await expireAnonymousHold(deps, id)) settled.holds++;
  };
  const work = [
    ...memberIds.map((id) => ({ id, settle: () => member(id) })),
    ...holdIds.map((id) => ({ id, settle: () => hold(id) })),
  ].filter(({ id }) => !options.setAside.has(id));
  settled.due = work.length;
  const worker = async (): Promise<void> => {
    for (let next = work.pop(); next !== undefined; next = work.pop()) {
      const { id, settle } = next;
      await settle().catch((error: unknown) => {
        if (error instanceof Outage) throw error;
        options.setAside.set(id, true);
        options.onError(error, id);
      });
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, worker));
  return settled;
}
