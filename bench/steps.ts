/**
 * `npm run bench:steps -- [OTHER TREE]`: what the steps of a quote and of a sale cost that need no database, in this tree and in another
 * one: read the request, check it, normalise, price, write the answer; book it, write out the sale, write the rows of a batch. Both run in this one process in short turns, A B B A, and processor time is
 * counted, so that a busy machine meets both alike. The other tree has to be compiled. Without one only this tree is measured.
 *
 *   --rules N    live rules; default 10,000
 *   --turns N    default 200 turns of 100 receipts a side
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type * as Counters from '../src/checkout/book-counters.js';
import type * as State from '../src/checkout/member-state.js';
import type * as NewSale from '../src/checkout/new-sale.js';
import type * as Journal from '../src/core/journal/book-sale.js';
import type * as Books from '../src/core/points/book.js';
import type { Quote } from '../src/core/quote.js';
import type { Receipt } from '../src/core/receipt.js';
import type * as Ids from '../src/ledger/ids.js';
import type * as Pack from '../src/ledger/pack-item.js';
import type { PostItem } from '../src/ledger/post-item.js';
import type * as Rows from '../src/ledger/post-rows.js';
import type * as Check from '../src/edge/grpc/quote.js';
import type * as Normalise from '../src/core/normalise.js';
import type * as Price from '../src/core/pricing/price.js';
import type * as Prices from '../src/core/price-book.js';
import type * as Protos from '../src/edge/grpc/protos.js';
import type * as Rejections from '../src/core/rejection.js';
import type * as Rules from '../src/core/rules/compile.js';
import type * as Writer from '../src/edge/grpc/wire/backward-writer.js';
import type { QuoteRequest__Output } from '../src/edge/grpc/generated/tallystick/v1/QuoteRequest.js';
import type { Points } from '../src/core/money.js';
import { median } from './measure/statistics.js';
import { benchProgramme, bodies, cardNumber, LINES, STORE } from './load/messages.js';
import { MEMBER } from './rule-mix.js';
import { buildEngine, ROOT } from './shop/engine.js';

const RECEIPTS = 1_000;
const IN_A_TURN = 100;
const WARM_TURNS = 60;
const FRAME_BYTES = 5;
const STEPS = ['read', 'check', 'normalise', 'price', 'write', 'book', 'pack', 'rows'] as const;
/** Any will do: the rows are sent nowhere. */
const OIDS = [1, 2, 3, 4];
const BUCKET = 7;
const HASH = Buffer.alloc(32, 7);
type Micros = Record<(typeof STEPS)[number], number>;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rules: { type: 'string', default: '10000' }, turns: { type: 'string', default: '200' } },
});
const [rules, turns] = [Number(values.rules), Number(values.turns)];
const makeBody = bodies('quote', { rules, otherSkus: 0 });
const requests = Array.from({ length: RECEIPTS }, (_, k) => makeBody(k, k).subarray(FRAME_BYTES));
const caller = { terminalId: 'T1', storeId: STORE, mayEnrol: false };
const limits = { linesMax: 2_000, couponsMax: 20, tendersMax: 10, attributesMax: 32, skusMax: 500, enrolMax: 1_000, holdTtlMsMax: 1 };

/** One turn of a tree: the processor time of each step over the receipts, step by step, so that the clock is read seldom. */
async function openTree(root: URL): Promise<(from: number) => Micros> {
  const load = <T>(file: string) => import(new URL(`dist/src/${file}`, root).href) as Promise<T>;
  const { compile } = await load<typeof Rules>('core/rules/compile.js');
  const { normalise } = await load<typeof Normalise>('core/normalise.js');
  const { priceReceipt } = await load<typeof Price>('core/pricing/price.js');
  const { isRejection } = await load<typeof Rejections>('core/rejection.js');
  const { method } = await load<typeof Protos>('edge/grpc/protos.js');
  const { quote } = await load<typeof Check>('edge/grpc/quote.js');
  const { written } = await load<typeof Writer>('edge/grpc/wire/backward-writer.js');
  const { NO_PRICE_BOOK } = await load<typeof Prices>('core/price-book.js');
  const { countersAfterSale } = await load<typeof Counters>('checkout/book-counters.js');
  const { balanceOf } = await load<typeof State>('checkout/member-state.js');
  const { newSale } = await load<typeof NewSale>('checkout/new-sale.js');
  const { bookSale } = await load<typeof Journal>('core/journal/book-sale.js');
  const { openBook } = await load<typeof Books>('core/points/book.js');
  const { uuidv7 } = await load<typeof Ids>('ledger/ids.js');
  const { packItem } = await load<typeof Pack>('ledger/pack-item.js');
  const { postRows } = await load<typeof Rows>('ledger/post-rows.js');
  const ruleSet = compile(benchProgramme(rules), 1, 'bench');
  const member = { ...MEMBER, memberId: cardNumber(0), segments: [], activePoints: 500 as Points };
  const balance = { memberId: 'mbr_0', activePoints: 500, pendingPoints: 0 as Points, heldPoints: 0 as Points, version: 1 };
  const decode = quote.read ?? method<QuoteRequest__Output, object>('CheckoutService', 'Quote').requestDeserialize;
  const deps = { rulebook: { current: () => ruleSet } } as unknown as Parameters<typeof quote.run>[0];
  const kept = <T>(value: T): Exclude<T, { rejection: string }> => {
    if (isRejection(value)) throw new Error(value.message);
    return value as Exclude<T, { rejection: string }>;
  };
  const atMs = Date.UTC(2026, 10, 22, 11);
  /** What a sale is to the ledger, of a member of its own with points in no lot yet. */
  const effectOf = (quote: Quote, receipt: Receipt): PostItem => {
    const { storeId, purchasedAtMs } = receipt;
    const { activePoints: active, counters } = member;
    const amounts = { version: 1, pending: 0, active, held: 0, floor: 0, dueAtMs: null, counters, lots: [], holds: [], lotsRead: true };
    const book = openBook({ memberId: uuidv7(atMs, BUCKET), bucket: BUCKET, ...amounts });
    const saleId = uuidv7(atMs, BUCKET);
    const state = bookSale(book, quote, { saleId, storeId, purchasedAtMs, nowMs: atMs });
    book.counters = countersAfterSale(book.counters, quote, receipt, ruleSet, member, atMs);
    const { memberId } = book;
    const priced = { quote, receipt, book, ruleSet, member: { ...member, memberId }, bucket: BUCKET, coupons: [], budgets: {} };
    const sale = newSale(
      'sale',
      { idempotencyKey: saleId, bodyHash: HASH },
      priced,
      saleId,
      { state, balance: balanceOf(book), holdExpiresAtMs: 0 },
      atMs,
    );
    return { bucket: BUCKET, book, sale, operation: null, hold: null, closes: [], issues: [], budgets: [], coupons: [] };
  };
  return (from) => {
    const micros = {} as Micros;
    const step = <A, B>(name: keyof Micros, items: readonly A[], work: (item: A) => B): B[] => {
      const before = process.cpuUsage();
      const done = items.map(work);
      const { user, system } = process.cpuUsage(before);
      micros[name] = (user + system) / items.length;
      return done;
    };
    const messages = step('read', requests.slice(from, from + IN_A_TURN), (bytes) => decode(bytes) as QuoteRequest__Output);
    const checked = step('check', messages, (message) => quote.check(message, { caller, deadlineMs: null }, limits).receipt);
    const receipts = step('normalise', checked, (raw) =>
      kept(normalise({ ...raw, purchasedAtMs: atMs }, ruleSet, undefined, NO_PRICE_BOOK)),
    );
    const quotes = step('price', receipts, (receipt) =>
      kept(priceReceipt({ receipt, ruleSet, member, explain: false, coupons: [], budgets: {} })),
    );
    if (!('write' in quote)) throw new Error('a quote is written by hand');
    const { write } = quote;
    const answers = step('write', quotes, (priced) => written((to) => write(to, { quote: priced, balance }, deps)));
    if (quotes.some(({ lines }) => lines.length !== LINES) || answers.some(({ length }) => length === 0)) throw new Error('a wrong answer');
    const effects = step(
      'book',
      quotes.map((each, k) => [each, receipts[k]!] as const),
      ([each, receipt]) => effectOf(each, receipt),
    );
    const packed = step('pack', effects, (effect) => packItem(effect));
    const before = process.cpuUsage();
    const rows = postRows(packed, OIDS);
    const { user, system } = process.cpuUsage(before);
    micros.rows = (user + system) / packed.length;
    rows.release();
    return micros;
  };
}

buildEngine();
const [tree] = positionals;
const trees = [await openTree(ROOT)];
if (tree !== undefined) trees.push(await openTree(pathToFileURL(`${resolve(tree)}/`)));
const spent = trees.map((): Micros[] => []);
for (let k = 0; k < WARM_TURNS + turns; k++) {
  const order = trees.map((_, at) => at);
  for (const at of k % 2 === 0 ? order : order.reverse()) {
    // Else the garbage of one tree is collected in the turn of the other.
    globalThis.gc?.({ type: 'minor' });
    const micros = trees[at]!((k * IN_A_TURN) % RECEIPTS);
    if (k >= WARM_TURNS) spent[at]!.push(micros);
  }
}
const tenths = (value: number): string => String(Math.floor(value * 10) / 10);
const all = (micros: Micros): number => STEPS.reduce((sum, name) => sum + micros[name], 0);
const report = (name: string, of: (micros: Micros) => number): void => {
  const [mine, theirs] = spent.map((each) => median(each.map(of)));
  const beside = theirs === undefined ? '' : `, other ${tenths(theirs)}: ${String(Math.floor((mine! / theirs) * 1000) / 1000)}`;
  console.log(`${name}: ${tenths(mine!)} µs a receipt${beside}`);
};
for (const name of STEPS) report(name, (micros) => micros[name]);
report('together', all);
