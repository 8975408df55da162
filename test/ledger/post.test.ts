import { bookSale } from '../../src/core/journal/book-sale.js';
import { openBook } from '../../src/core/points/book.js';
import type { Quote } from '../../src/core/quote.js';
import type { Receipt } from '../../src/core/receipt.js';
import { enrolMembers } from '../../src/ledger/enrol.js';
import { uuidv7 } from '../../src/ledger/ids.js';
import { Ledger } from '../../src/ledger/ledger.js';
import type { BudgetChange, PostItem } from '../../src/ledger/post-item.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { soldQuote } from '../core/sold.js';

const NOW = 1_763_800_000_000;
let database: TestDatabase;
let ledger: Ledger;

const open = (url: string): Ledger =>
  new Ledger({
    databaseUrl: url,
    lanes: 2,
    batchMax: 64,
    queueMax: 1000,
    queryTimeoutMs: 5000,
    connectTimeoutMs: 2000,
    readConnectionsMax: 2,
  });

beforeAll(async () => {
  database = await freshDatabase();
  ledger = open(database.url);
});
afterAll(async () => {
  await ledger.close();
  await database.drop();
});

let counter = 0;
const newCard = async (): Promise<string> => (await enrolMembers(ledger.pool, [{ cardNumber: `card-${++counter}` }]))[0]!.cardNumber;
const read = async (cardNumber: string) => (await ledger.readMember({ by: { cardNumber }, lots: 'open', nowMs: NOW }))!;

function receiptOf(receiptNumber: string): Receipt {
  const natural = { storeId: 's1', terminalId: 't1', businessDate: '2026-11-22', receiptNumber, purchasedAtMs: NOW };
  const facts = { channel: 'pos', region: '', timeZone: 'UTC', zones: [], attributes: {}, coupons: [], tenders: [], lines: [] };
  return { ...natural, ...facts, burn: { kind: 'none' } };
}

interface Extra {
  readonly quote?: Quote;
  readonly number?: string;
  readonly budgets?: readonly BudgetChange[];
  readonly coupons?: PostItem['coupons'];
}

/** A sale of 10.00 that earns 10 points, worked out from the member's state now. */
async function item(cardNumber: string, extra: Extra = {}): Promise<PostItem> {
  const book = openBook((await read(cardNumber)).account);
  const saleId = uuidv7(NOW, book.bucket);
  const quote = extra.quote ?? soldQuote([{ units: 1, regular: 1000 }], [{ byLine: [10] }]);
  const receipt = receiptOf(extra.number ?? `r${++counter}`);
  const state = bookSale(book, quote, { saleId, storeId: 's1', purchasedAtMs: NOW, nowMs: NOW });
  const sale = {
    saleId,
    kind: 'sale' as const,
    receiptKey: receipt.receiptNumber,
    idempotencyKey: null,
    bodyHash: Buffer.alloc(16),
    memberId: book.memberId,
    bookedAtMs: NOW,
    receipt,
    memberState: null,
    couponStates: [],
    budgets: {},
    quote,
    booking: { state, balance: null, holdExpiresAtMs: 0 },
  };
  const none = { operation: null, hold: null, closes: [], issues: [] };
  return { bucket: book.bucket, book, sale, ...none, budgets: extra.budgets ?? [], coupons: extra.coupons ?? [] };
}

const kinds = async (items: readonly PostItem[]) =>
  Promise.all(
    items.map((each) =>
      ledger.post(each).then(
        (o) => o.kind,
        (e: Error) => e.name,
      ),
    ),
  );

describe('ledger.post', () => {
  it('posts a sale: account, entry, lot and sale row agree', async () => {
    const card = await newCard();
    expect(await kinds([await item(card)])).toEqual(['posted']);
    const { account } = await read(card);
    expect(account).toMatchObject({ version: 1, active: 10, pending: 0, held: 0 });
    expect(account.lots).toMatchObject([{ points: 10, remaining: 10, pending: false }]);
    const entries = await ledger.pool.query('SELECT * FROM ledger.posting WHERE member_id = $1 ORDER BY account', [account.memberId]);
    expect(entries.rows.map((row) => [row.account, row.debit_points, row.credit_points])).toEqual([
      ['active', 0, 10],
      ['issued', 10, 0],
    ]);
  });

  it('of two items from one snapshot posts the first and calls the other stale', async () => {
    const card = await newCard();
    expect(await kinds([await item(card), await item(card)])).toEqual(['posted', 'stale']);
    expect((await read(card)).account.active).toBe(10);
  });

  it('of two items with one receipt key posts one, also for two members', async () => {
    const [a, b] = [await newCard(), await newCard()];
    const outcomes = await kinds([await item(a, { number: 'same' }), await item(b, { number: 'same' })]);
    expect(outcomes.sort()).toEqual(['posted', 'repeated']);
    expect((await read(a)).account.version + (await read(b)).account.version).toBe(1);
  });

  it('lets one bad item fail alone', async () => {
    const cards = await Promise.all(Array.from({ length: 9 }, newCard));
    const items = await Promise.all(cards.map((card) => item(card)));
    const bad = items[4]!;
    bad.book!.pending = -1;
    expect(await kinds(items)).toEqual(['posted', 'posted', 'posted', 'posted', 'error', 'posted', 'posted', 'posted', 'posted']);
    expect((await read(cards[4]!)).account.version).toBe(0);
  });

  it('never lets a budget pass its limit, and says which one is full', async () => {
    const limit = { times: 3, minor: null, points: null };
    const budgets = [{ key: 'rule:B/times', times: 1, minor: 250, points: 0, limit }];
    const cards = await Promise.all(Array.from({ length: 8 }, newCard));
    const outcomes = await kinds(await Promise.all(cards.map((card) => item(card, { budgets }))));
    expect(outcomes.filter((kind) => kind === 'posted')).toHaveLength(3);
    expect(outcomes.filter((kind) => kind === 'budget_full')).toHaveLength(5);
    expect(await ledger.readBudgets(['rule:B/times'])).toEqual({ 'rule:B/times': { times: 3, minor: 750, points: 0 } });
  });

  it('lets a unique coupon be used once', async () => {
    const issue = { code: 'ONCE', seriesId: 'S', memberId: null, usesMax: 1, fromMs: NOW, toMs: null, saleId: uuidv7(NOW, 1) };
    expect(await kinds([{ ...(await item(await newCard())), issues: [issue] }])).toEqual(['posted']);
    const cards = await Promise.all(Array.from({ length: 6 }, newCard));
    const outcomes = await kinds(await Promise.all(cards.map((card) => item(card, { coupons: [{ code: 'ONCE', uses: 1 }] }))));
    expect(outcomes.filter((kind) => kind === 'posted')).toHaveLength(1);
    expect(outcomes.filter((kind) => kind === 'coupon_used')).toHaveLength(5);
    expect(await kinds([await item(await newCard(), { coupons: [{ code: 'NONE', uses: 1 }] })])).toEqual(['coupon_used']);
  });

  it('from two engines at once posts each receipt once', async () => {
    const other = open(database.url);
    try {
      const cards = await Promise.all(Array.from({ length: 20 }, newCard));
      const twice = await Promise.all(
        cards.flatMap((card, k) => [ledger, other].map(async (engine) => engine.post(await item(card, { number: `two-${k}` })))),
      );
      expect(twice.filter((outcome) => outcome.kind === 'posted')).toHaveLength(20);
      for (const card of cards) expect((await read(card)).account).toMatchObject({ version: 1, active: 10 });
    } finally {
      await other.close();
    }
  });

  it('keeps versions gapless and every entry balanced', async () => {
    const gaps = await ledger.pool.query(
      `SELECT a.member_id FROM ledger.account a LEFT JOIN ledger.entry e USING (bucket, member_id)
       GROUP BY a.bucket, a.member_id, a.version HAVING count(e.version) <> a.version OR coalesce(max(e.version), 0) <> a.version`,
    );
    expect(gaps.rows).toEqual([]);
    const trial = await ledger.pool.query('SELECT sum(balance) AS sum FROM ledger.trial_balance');
    expect(Number(trial.rows[0].sum)).toBe(0);
  });
});
