/**
 * The durable path without a network: `ledger.post` fed in process with effects that were worked out before (P3), and the whole `sale`
 * with its read and its pricing. Sales of ten lines under 300 rules; the figure counts only if `verify` finds nothing at the end.
 *
 * Needs BENCH_DATABASE_URL of a server on which databases may be made. `--quick` runs short rounds, `--only=post|sale` one of the two.
 * `--cards=N --lanes=N --batch=N --flight=N` change the load.
 */
import { createHash } from 'node:crypto';
import type { CheckoutDeps } from '../src/checkout/deps.js';
import { countersAfterSale } from '../src/checkout/book-counters.js';
import type { SaleCommand } from '../src/checkout/commands.js';
import { balanceOf, memberState } from '../src/checkout/member-state.js';
import { newSale } from '../src/checkout/new-sale.js';
import { sale } from '../src/checkout/sale.js';
import { releasedBy, together, usedBy } from '../src/checkout/usage-changes.js';
import { bookSale } from '../src/core/journal/book-sale.js';
import { normalise } from '../src/core/normalise.js';
import type { Account } from '../src/core/points/account.js';
import { openBook } from '../src/core/points/book.js';
import { settle } from '../src/core/points/settle.js';
import { priceReceipt } from '../src/core/pricing/price.js';
import { isRejection } from '../src/core/rejection.js';
import { verifyLedger } from '../src/jobs/verify/verify-ledger.js';
import { uuidv7 } from '../src/ledger/ids.js';
import type { PostItem } from '../src/ledger/post-item.js';
import type { MemberSnapshot } from '../src/ledger/read-members.js';
import { costOf, medianCost, openSide, readMeter, type Cost, type DurableSide } from './durable-side.js';
import { receiptOf, universeOf } from './rule-mix.js';

const QUICK = process.argv.includes('--quick');
const option = (name: string, usual: number): number =>
  Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1] ?? usual);
const ONLY = process.argv.find((argument) => argument.startsWith('--only='))?.split('=')[1];
const ROUNDS = option('rounds', QUICK ? 3 : 7);
const PER_ROUND = option('per-round', QUICK ? 5_000 : 20_000);
const IN_FLIGHT = option('flight', 256);
const CARDS = option('cards', 20_000);
const RULES = option('rules', 300);
const LINES = 10;

const server = process.env['BENCH_DATABASE_URL'];
if (server === undefined) throw new Error('Set BENCH_DATABASE_URL to a Postgres on which databases may be made');

const universe = universeOf(RULES);
let counter = 0;

function nextCommand(): SaleCommand {
  const number = ++counter;
  const receipt = {
    ...receiptOf(LINES, number % 1000, universe),
    cardNumber: `c${number % CARDS}`,
    receiptNumber: `r${number}`,
    purchasedAtMs: Date.now(),
    burn: { kind: 'none' as const },
  };
  const caller = { terminalId: receipt.terminalId, storeId: receipt.storeId, mayEnrol: false };
  const bodyHash = createHash('sha256').update(String(number)).digest().subarray(0, 16);
  return { caller, deadlineMs: null, idempotencyKey: '', bodyHash, receipt, expectedFingerprint: '' };
}

/** What a till's sale comes to, worked out from the members as this bench remembers them: the engine's own steps, without the ledger. */
function effectOf({ rulebook }: CheckoutDeps, members: Map<string, MemberSnapshot>): PostItem {
  const command = nextCommand();
  const { cardNumber } = command.receipt;
  const snapshot = members.get(cardNumber)!;
  const ruleSet = rulebook.current()!;
  const nowMs = command.receipt.purchasedAtMs;
  const receipt = normalise(command.receipt, ruleSet);
  if (isRejection(receipt)) throw new Error(receipt.message);
  const book = openBook(snapshot.account);
  settle(book, nowMs);
  const member = memberState(snapshot, book, nowMs);
  const quote = priceReceipt({ receipt, ruleSet, member, explain: false, coupons: [], budgets: {} });
  if (isRejection(quote)) throw new Error(quote.message);
  const saleId = uuidv7(nowMs, book.bucket);
  const state = bookSale(book, quote, { saleId, storeId: receipt.storeId, purchasedAtMs: nowMs, nowMs });
  book.counters = countersAfterSale(book.counters, quote, receipt, ruleSet, member, nowMs);
  const { version, pending, active, held, floor, dueAtMs, counters } = book;
  const account: Account = { ...snapshot.account, version, pending, active, held, floor, dueAtMs, counters };
  members.set(cardNumber, { ...snapshot, account });
  const priced = { ruleSet, receipt, quote, coupons: [], budgets: {}, member, book, bucket: book.bucket };
  const booking = { state, balance: balanceOf(book), holdExpiresAtMs: 0 };
  return {
    bucket: book.bucket,
    book,
    sale: newSale('sale', command, priced, saleId, booking, nowMs),
    operation: null,
    hold: null,
    closes: [],
    ...together(usedBy(quote, []), releasedBy(book)),
    issues: [],
  };
}

/** Each of IN_FLIGHT tills sends the next one when its last is answered, until all are done. */
async function drive(count: number, one: () => Promise<void>): Promise<void> {
  let left = count;
  const till = async (): Promise<void> => {
    while (left-- > 0) await one();
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, till));
}

async function postRounds(side: DurableSide): Promise<Cost[]> {
  const members = new Map<string, MemberSnapshot>();
  const read = async (k: number) => {
    const cardNumber = `c${k}`;
    members.set(cardNumber, (await side.ledger.readMember({ by: { cardNumber }, lots: 'due', nowMs: Date.now() }))!);
  };
  await Promise.all(Array.from({ length: CARDS }, (_, k) => read(k)));
  const costs: Cost[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const items = Array.from({ length: PER_ROUND }, () => effectOf(side.deps, members));
    const before = await readMeter(side.db);
    let at = 0;
    await drive(PER_ROUND, async () => {
      const outcome = await side.ledger.post(items[at++]!);
      if (outcome.kind !== 'posted') throw new Error(`an effect was not posted: ${outcome.kind}`);
    });
    if (round > 0) costs.push(costOf(before, await readMeter(side.db), PER_ROUND));
  }
  return costs;
}

async function saleRounds(side: DurableSide): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const commands = Array.from({ length: PER_ROUND }, () => nextCommand());
    const before = await readMeter(side.db);
    let at = 0;
    await drive(PER_ROUND, async () => {
      const result = await sale(side.deps, commands[at++]!);
      if (isRejection(result)) throw new Error(`${result.rejection}: ${result.message}`);
    });
    if (round > 0) costs.push(costOf(before, await readMeter(side.db), PER_ROUND));
  }
  return costs;
}

async function report(name: string, run: (side: DurableSide) => Promise<Cost[]>): Promise<void> {
  const side = await openSide(server!, { cards: CARDS, rules: RULES, lanes: option('lanes', 2), batchMax: option('batch', 128) });
  try {
    const costs = await run(side);
    const { perSecond, nodeMicros, postgresMicros, walBytes } = medianCost(costs);
    const all = costs.map((cost) => Math.floor(cost.perSecond)).join(' ');
    const micros = `µs of processor: Node ${Math.floor(nodeMicros)}, Postgres ${Math.floor(postgresMicros)}`;
    console.log(`${name}  ${Math.floor(perSecond)}/s  ${micros}  WAL ${Math.floor(walBytes)} bytes each  (${all})`);
    const { ok, checks } = await verifyLedger(side.db);
    const wrong = checks.filter((check) => check.wrong > 0).map((check) => `${check.name}: ${check.first[0]?.id} ${check.first[0]?.wrong}`);
    console.log(ok ? 'verify: green' : `verify: RED, the figure does not count\n${wrong.join('\n')}`);
  } finally {
    await side.drop();
  }
}

if (ONLY !== 'sale') await report('ledger.post', postRounds);
if (ONLY !== 'post') await report('sale       ', saleRounds);
