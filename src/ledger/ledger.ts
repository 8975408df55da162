import type { Pool } from 'pg';
import { Batcher } from './batcher.js';
import { bucketOf, laneOf } from './bucket.js';
import { bucketOfId } from './ids.js';
import { bookUnreceipted, unreceiptedByKey, type UnreceiptedReturn } from './unreceipted.js';
import { setDue } from './set-due.js';
import { typed } from './outage.js';
import { postBatch } from './post.js';
import { packItem, type PackedItem } from './pack-item.js';
import type { PostItem, PostOutcome } from './post-item.js';
import { createPool } from './pool.js';
import { readBudgets, readCoupons } from './read-coupons.js';
import { countCards, isReplaced, isUndone, memberOperationById, memberOperationByKey, usedKeys } from './read-operations.js';
import { readMembers, type MemberQuery, type MemberSnapshot } from './read-members.js';
import { operationByKey, saleById, saleByIdempotencyKey, saleByReceipt } from './read-sale.js';

export interface LedgerOptions {
  readonly databaseUrl: string;
  /** Batches in flight; more than two lose on a small machine. */
  readonly lanes: number;
  readonly batchMax: number;
  readonly queueMax: number;
  readonly queryTimeoutMs: number;
  readonly connectTimeoutMs: number;
  /** Connections for reads that are not batched. */
  readonly readConnectionsMax: number;
  readonly onBatch?: (what: 'post' | 'read', size: number, waiting: number) => void;
  /** How long a request waited for its answer, with its time in the queue. */
  readonly onAnswer?: (what: 'post' | 'read', ms: number) => void;
  readonly onIdleError?: (error: Error) => void;
}

/**
 * The statements of the lanes are planned once a connection, for any number of items. Left to itself Postgres plans a small batch anew each
 * time, since it knows its size then; that took longer than to run it. Where tables are small, other joins than by index look cheap to
 * such a plan, and would stay in use while the tables grow.
 */
export const LANE_SESSION = {
  plan_cache_mode: 'force_generic_plan',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  enable_seqscan: 'off',
  jit: 'off',
} as const;

/**
 * The ledger as the use cases see it. Owns its connections: one for each lane to post on, one for each lane to read members on,
 * and a few for the rest.
 *
 * Every method rejects with `Outage` when Postgres is away, and `Overload` when too many requests wait already.
 */
export class Ledger {
  readonly pool: Pool;
  private readonly lanePool: Pool;
  private readonly posts: Batcher<PackedItem, PostOutcome>[];
  private readonly reads: Batcher<MemberQuery, MemberSnapshot | null>[];

  constructor(private readonly options: LedgerOptions) {
    const { databaseUrl, queryTimeoutMs, connectTimeoutMs, lanes } = options;
    const shared = { databaseUrl, queryTimeoutMs, connectTimeoutMs, onIdleError: options.onIdleError ?? ignore };
    this.pool = createPool({ ...shared, name: 'read', connectionsMax: options.readConnectionsMax });
    this.lanePool = createPool({ ...shared, name: 'post', connectionsMax: 2 * lanes, session: LANE_SESSION });
    this.posts = Array.from({ length: lanes }, () => this.batcher('post', (items) => postBatch(this.lanePool, items)));
    this.reads = Array.from({ length: lanes }, () => this.batcher('read', (items) => readMembers(this.lanePool, items)));
  }

  /** Posts an effect, together with those that wait; not one whose deadline passes meanwhile. */
  post(item: PostItem, deadlineMs: number | null = null): Promise<PostOutcome> {
    return this.timed('post', this.posts[laneOf(item.bucket, this.options.lanes)]!.submit(packItem(item), deadlineMs));
  }

  /** A snapshot of a member, or null where the card or id is not known. */
  readMember(query: MemberQuery, deadlineMs: number | null = null): Promise<MemberSnapshot | null> {
    const bucket = 'cardNumber' in query.by ? bucketOf(query.by.cardNumber) : bucketOfId(query.by.memberId);
    return this.timed('read', this.reads[laneOf(bucket, this.options.lanes)]!.submit(query, deadlineMs));
  }

  readonly setDue = (memberId: string, version: number, dueAtMs: number | null) => outage(setDue(this.pool, memberId, version, dueAtMs));
  readonly readCoupons = (codes: readonly string[]) => outage(readCoupons(this.pool, codes));
  readonly readBudgets = (keys: readonly string[]) => outage(readBudgets(this.pool, keys));
  readonly saleById = (saleId: string) => outage(saleById(this.pool, saleId));
  readonly saleByReceipt = (receiptKey: string) => outage(saleByReceipt(this.pool, receiptKey));
  readonly saleByIdempotencyKey = (key: string) => outage(saleByIdempotencyKey(this.pool, key));
  readonly operationByKey = (key: string) => outage(operationByKey(this.pool, key));
  readonly isReplaced = (cardNumber: string) => outage(isReplaced(this.pool, cardNumber));
  readonly memberOperationByKey = (key: string) => outage(memberOperationByKey(this.pool, key));
  readonly memberOperationById = (operationId: string) => outage(memberOperationById(this.pool, operationId));
  readonly isUndone = (operationId: string) => outage(isUndone(this.pool, operationId));
  readonly countCards = (memberId: string) => outage(countCards(this.pool, memberId));
  readonly bookUnreceipted = (row: UnreceiptedReturn) => outage(bookUnreceipted(this.pool, row));
  readonly unreceiptedByKey = (key: string) => outage(unreceiptedByKey(this.pool, key));
  readonly usedKeys = (keys: readonly string[]) => outage(usedKeys(this.pool, keys));

  /** Requests that wait to be posted or read. */
  get waiting(): number {
    return [...this.posts, ...this.reads].reduce((sum, batcher) => sum + batcher.waiting, 0);
  }

  /** Connections by state, for the gauges. */
  get connections(): { readonly total: number; readonly idle: number; readonly waiting: number } {
    const pools = [this.pool, this.lanePool];
    const sum = (count: (pool: Pool) => number) => pools.reduce((all, pool) => all + count(pool), 0);
    return { total: sum((p) => p.totalCount), idle: sum((p) => p.idleCount), waiting: sum((p) => p.waitingCount) };
  }

  async close(): Promise<void> {
    await Promise.all([this.pool.end(), this.lanePool.end()]);
  }

  private async timed<T>(what: 'post' | 'read', work: Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      return await work;
    } finally {
      this.options.onAnswer?.(what, performance.now() - began);
    }
  }

  private batcher<I, O>(what: 'post' | 'read', run: (items: readonly I[]) => Promise<readonly (O | Error)[]>): Batcher<I, O> {
    const { batchMax, queueMax, onBatch } = this.options;
    return new Batcher({
      itemsMax: batchMax,
      queueMax,
      run: (items) => outage(run(items)),
      ...(onBatch === undefined ? {} : { onBatch: (size: number, waiting: number) => onBatch(what, size, waiting) }),
    });
  }
}

/** Errors of the driver, typed. */
async function outage<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw typed(error);
  }
}

function ignore(): void {
  // The pool drops the connection; the next query finds out and reports it.
}
