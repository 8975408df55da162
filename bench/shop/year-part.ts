/**
 * Fills a ledger with a year of sales, as legal as any: some members sell for real, through pricing and booking, with the clock where the sale
 * is in the year; what was posted for them is posted again for all others, under their ids and receipt numbers, through the same ledger.post.
 */
import type pg from 'pg';
import { sale } from '../../src/checkout/sale.js';
import { isRejection } from '../../src/core/rejection.js';
import { laneOf } from '../../src/ledger/bucket.js';
import { enrolMembers } from '../../src/ledger/enrol.js';
import { bucketOfId, publicId, uuidv7 } from '../../src/ledger/ids.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { createPool } from '../../src/ledger/pool.js';
import { packItem } from '../../src/ledger/pack-item.js';
import { postBatch } from '../../src/ledger/post.js';
import type { PostItem } from '../../src/ledger/post-item.js';
import { servePart } from '../child.js';
import { cardNumber } from '../load/messages.js';
import { random } from '../rule-mix.js';
import { checkoutDeps, saleCommand } from '../studies/in-process.js';

export interface YearRequest {
  readonly databaseUrl: string;
  readonly rules: number;
  readonly members: number;
  readonly postings: number;
}

export interface YearAnswer {
  readonly sales: number;
  readonly postings: number;
}

const MODELS = 1_000;
const AT_ONCE = 50;
const ENROLLED_AT_ONCE = 1_000;
const POSTED_AT_ONCE = 512;
const LANES = 2;
const DAY_MS = 86_400_000;
const TIMEOUTS = { queryTimeoutMs: 600_000, connectTimeoutMs: 5_000 };

/** What a load that can be made again may do: a commit does not wait for the disk. */
function poolOf(databaseUrl: string): pg.Pool {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', '-c synchronous_commit=off');
  const onIdleError = (): void => undefined;
  return createPool({ databaseUrl: url.href, connectionsMax: LANES, name: 'year', onIdleError, ...TIMEOUTS });
}

async function enrol(pool: pg.Pool, members: number): Promise<string[]> {
  const ids: string[] = [];
  const from = Date.now() - 366 * DAY_MS;
  let next = 0;
  const one = async (): Promise<void> => {
    for (let at = next; at < members; at = next) {
      next += ENROLLED_AT_ONCE;
      const count = Math.min(ENROLLED_AT_ONCE, members - at);
      const cards = Array.from({ length: count }, (_, k) => ({ cardNumber: cardNumber(at + k) }));
      for (const [k, { memberId }] of (await enrolMembers(pool, cards, from)).entries()) ids[at + k] = memberId;
    }
  };
  await Promise.all(Array.from({ length: LANES }, one));
  return ids;
}

const movesOf = ({ book }: PostItem): number => book!.entries.reduce((sum, entry) => sum + entry.moves.length, 0);

/** What was posted for each model, in order. A few of them come often, most seldom. */
async function sellModels(databaseUrl: string, rules: number, models: number, moves: number): Promise<PostItem[][]> {
  const posted = new Map<string, PostItem[]>();
  let moved = 0;
  const ledger = new Ledger({ databaseUrl, lanes: LANES, batchMax: 128, queueMax: 1_000, readConnectionsMax: 1, ...TIMEOUTS });
  const caught = Object.assign(Object.create(ledger) as Ledger, {
    post: (item: PostItem) => {
      const { memberId } = item.book!;
      posted.set(memberId, [...(posted.get(memberId) ?? []), item]);
      moved += movesOf(item);
      return ledger.post(item);
    },
  });
  const from = Date.now() - 365 * DAY_MS;
  const deps = checkoutDeps(caught, rules, () => from + Math.floor((Math.min(moved / moves, 1) * 364 + 0.5) * DAY_MS));
  const next = random(5);
  const sell = async (model: number, number: number): Promise<void> => {
    const command = saleCommand(rules, number, model);
    const receipt = { ...command.receipt, receiptNumber: `y${number}` };
    const sold = await sale(deps, { ...command, receipt });
    if (isRejection(sold)) throw new Error(sold.message);
  };
  for (let number = 0; moved < moves;) {
    const coming = new Set(Array.from({ length: Math.min(AT_ONCE, models) }, () => Math.floor((next(models) * next(models)) / models)));
    await Promise.all([...coming].map((model) => sell(model, number++)));
  }
  await ledger.close();
  return [...posted.values()];
}

/** The same effect for another member. Only sales that earn are made here: one entry, lots that it opened, nothing it changed. */
function copyOf(item: PostItem, memberId: string, copy: number): PostItem {
  const { book, sale: sold } = item;
  if (book === null || sold === null || book.entries.length !== 1 || book.changed.size > 0) throw new Error('this effect cannot be copied');
  const bucket = bucketOfId(memberId);
  const saleId = uuidv7(sold.bookedAtMs, bucket);
  const { balance } = sold.booking;
  return {
    ...item,
    bucket,
    book: {
      ...{ ...book, bucket, memberId },
      entries: book.entries.map((entry) => ({ ...entry, saleId })),
      opened: book.opened.map((lot) => ({ ...lot, saleId })),
    },
    sale: {
      ...{ ...sold, saleId, memberId, receiptKey: `${sold.receiptKey}-${copy}` },
      receipt: { ...sold.receipt, receiptNumber: `${sold.receipt.receiptNumber}-${copy}` },
      memberState: sold.memberState === null ? null : { ...sold.memberState, memberId },
      booking: { ...sold.booking, balance: balance === null ? null : { ...balance, memberId: publicId('mbr', memberId) } },
    },
  };
}

/** Every model's n-th sale for all copies before anybody's next one, so that the rows of a member lie apart as a year leaves them. */
async function postCopies(pool: pg.Pool, models: readonly PostItem[][], ids: readonly string[], lane: number): Promise<void> {
  let batch: PostItem[] = [];
  const flush = async (): Promise<void> => {
    const outcomes = await postBatch(pool, batch.map(packItem));
    for (const outcome of outcomes)
      if (outcome instanceof Error || outcome.kind !== 'posted') throw new Error(`not posted: ${String(outcome)}`);
    batch = [];
  };
  const most = models.reduce((longest, items) => Math.max(longest, items.length), 0);
  for (let n = 0; n < most; n++) {
    for (let member = MODELS; member < ids.length; member++) {
      const item = models[member % MODELS]?.[n];
      const memberId = ids[member]!;
      if (item === undefined || laneOf(bucketOfId(memberId), LANES) !== lane) continue;
      batch.push(copyOf(item, memberId, Math.floor(member / MODELS)));
      if (batch.length === POSTED_AT_ONCE) await flush();
    }
    if (batch.length > 0) await flush();
  }
}

servePart(async ({ databaseUrl, rules, members, postings }: YearRequest): Promise<YearAnswer> => {
  const pool = poolOf(databaseUrl);
  const ids = await enrol(pool, members);
  const models = Math.min(MODELS, members);
  // A move is two postings.
  const items = await sellModels(databaseUrl, rules, models, (postings * models) / members / 2);
  await Promise.all(Array.from({ length: LANES }, (_, lane) => postCopies(pool, items, ids, lane)));
  await pool.query('VACUUM ANALYZE');
  await pool.query('CHECKPOINT');
  const { rows } = await pool.query<YearAnswer>(
    `SELECT (SELECT count(*) FROM ledger.sale) AS sales, (SELECT 2 * sum(cardinality(points)) FROM ledger.entry) AS postings`,
  );
  await pool.end();
  return { sales: Number(rows[0]!.sales), postings: Number(rows[0]!.postings) };
});
