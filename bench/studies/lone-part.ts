/** One till that sells one receipt after the other, in process: through the batches of the ledger, and with every statement sent directly. */
import pg from 'pg';
import { isRejection } from '../../src/core/rejection.js';
import { sale } from '../../src/checkout/sale.js';
import { LANE_SESSION, Ledger } from '../../src/ledger/ledger.js';
import { packItem } from '../../src/ledger/pack-item.js';
import { postBatch } from '../../src/ledger/post.js';
import type { PostItem } from '../../src/ledger/post-item.js';
import { readMembers, type MemberQuery } from '../../src/ledger/read-members.js';
import { createPool } from '../../src/ledger/pool.js';
import { servePart } from '../child.js';
import { median } from '../measure/statistics.js';
import { checkoutDeps, saleCommand } from './in-process.js';

export interface LoneRequest {
  readonly databaseUrl: string;
  readonly rules: number;
  readonly cards: number;
  readonly path: 'batched' | 'direct';
  readonly sales: number;
  readonly firstCall: number;
}

export interface LoneAnswer {
  readonly p50Ms: number;
  readonly perSecond: number;
  readonly answered: number;
}

interface Paths {
  readonly batched: Ledger;
  readonly direct: Ledger;
}

let opened: Paths | undefined;

function open(databaseUrl: string): Paths {
  const timeouts = { queryTimeoutMs: 30_000, connectTimeoutMs: 5_000 };
  const batched = new Ledger({ databaseUrl, ...timeouts, lanes: 2, batchMax: 128, queueMax: 1_000, readConnectionsMax: 2 });
  const pool: pg.Pool = createPool({
    databaseUrl,
    ...timeouts,
    connectionsMax: 2,
    name: 'lone',
    session: LANE_SESSION,
    onIdleError: () => undefined,
  });
  const first = async <T>(work: Promise<readonly (T | Error)[]>): Promise<T> => {
    const [answer] = await work;
    if (answer instanceof Error) throw answer;
    return answer as T;
  };
  const direct = Object.assign(Object.create(batched) as Ledger, {
    post: (item: PostItem) => first(postBatch(pool, [packItem(item)])),
    readMember: (query: MemberQuery) => first(readMembers(pool, [query])),
  });
  return { batched, direct };
}

servePart(async ({ databaseUrl, rules, cards, path, sales, firstCall }: LoneRequest): Promise<LoneAnswer> => {
  opened ??= open(databaseUrl);
  const deps = checkoutDeps(opened[path], rules);
  const times: number[] = [];
  const from = performance.now();
  for (let k = 0; k < sales; k++) {
    const call = firstCall + k;
    const began = performance.now();
    const sold = await sale(deps, saleCommand(rules, call, (call * 7_919) % cards));
    times.push(performance.now() - began);
    if (isRejection(sold)) throw new Error(sold.message);
  }
  return { p50Ms: median(times), perSecond: (sales * 1000) / (performance.now() - from), answered: sales };
});
