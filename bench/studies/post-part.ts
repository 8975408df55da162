/**
 * The ledger fed in process: what the engine would post for sales of different members, made beforehand and caught on its way; then posted
 * with many in flight, through the batches of the ledger. Nothing else touches these members meanwhile, so that none is stale.
 */
import { sale } from '../../src/checkout/sale.js';
import { isRejection } from '../../src/core/rejection.js';
import { Ledger } from '../../src/ledger/ledger.js';
import type { PostItem } from '../../src/ledger/post-item.js';
import { servePart } from '../child.js';
import { checkoutDeps, saleCommand } from './in-process.js';

export interface PostRequest {
  readonly databaseUrl: string;
  readonly rules: number;
  readonly sales: number;
  readonly inFlight: number;
  readonly firstCall: number;
  readonly action: 'prepare' | 'post';
}

export interface PostAnswer {
  readonly perSecond: number;
  readonly answered: number;
}

const PREPARED_AT_ONCE = 512;
let ledger: Ledger | undefined;
let items: PostItem[] = [];

async function prepare(through: Ledger, { rules, sales, firstCall }: PostRequest): Promise<void> {
  items = [];
  const caught = Object.assign(Object.create(through) as Ledger, {
    post: (item: PostItem) => {
      items.push(item);
      return Promise.resolve({ kind: 'posted' as const });
    },
  });
  const deps = checkoutDeps(caught, rules);
  let next = 0;
  const one = async (): Promise<void> => {
    for (let k = next++; k < sales; k = next++) {
      const sold = await sale(deps, saleCommand(rules, firstCall + k, k));
      if (isRejection(sold)) throw new Error(sold.message);
    }
  };
  await Promise.all(Array.from({ length: PREPARED_AT_ONCE }, one));
}

async function post(through: Ledger, { inFlight }: PostRequest): Promise<PostAnswer> {
  let next = 0;
  const one = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) {
      const { kind } = await through.post(item);
      if (kind !== 'posted') throw new Error(`an item was not posted: ${kind}`);
    }
  };
  const from = performance.now();
  await Promise.all(Array.from({ length: inFlight }, one));
  return { perSecond: (items.length * 1000) / (performance.now() - from), answered: items.length };
}

servePart(async (request: PostRequest): Promise<PostAnswer> => {
  const limits = { lanes: 2, batchMax: 128, queueMax: 10_000, readConnectionsMax: 2 };
  ledger ??= new Ledger({ databaseUrl: request.databaseUrl, ...limits, queryTimeoutMs: 30_000, connectTimeoutMs: 5_000 });
  if (request.action === 'post') return post(ledger, request);
  await prepare(ledger, request);
  return { perSecond: 0, answered: items.length };
});
