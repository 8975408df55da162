import type { EpochMs } from '../core/money.js';
import { bookSale } from '../core/journal/book-sale.js';
import type { PriceBook } from '../core/price-book.js';
import { isRejection, type Rejection } from '../core/rejection.js';
import type { RuleSet } from '../core/rules/rule-set.js';
import { publicId, uuidv7 } from '../ledger/ids.js';
import type { PostOutcome } from '../ledger/post-item.js';
import type { StoredSale } from '../ledger/read-sale.js';
import { attempt, STALE } from './attempt.js';
import { countersAfterSale } from './book-counters.js';
import type { SaleCommand, SaleResult } from './commands.js';
import { couponsOf } from './issue-coupons.js';
import { assertInTime } from './deadline.js';
import type { CheckoutDeps } from './deps.js';
import { balanceOf } from './member-state.js';
import { newSale } from './new-sale.js';
import { price, type Priced } from './price.js';
import { earlierSale, keyReused } from './replay.js';
import { releasedBy, together, usedBy } from './usage-changes.js';
import { receiptKeyText } from './keys.js';

/**
 * Prices a receipt and books it at once: points burned, points earned, coupons and limits used, in one database transaction.
 *
 * The same key and body gets the stored answer. Where the quote is not the expected one, nothing is booked and the answer holds
 * the fresh quote. Rejects what `price` rejects, `key_reused` and `concurrent_update`.
 */
export async function sale(deps: CheckoutDeps, command: SaleCommand): Promise<SaleResult | Rejection> {
  return saleAs(deps, command, asIs);
}

/**
 * The same, with the result in a form of the caller's own. It is made before the effect waits to be posted, so that the quote and all it was
 * worked out from need not live meanwhile: with hundreds of sales in work that is most of what a collection of garbage has to copy.
 */
export async function saleAs<A extends object>(deps: CheckoutDeps, command: SaleCommand, form: Form<A>): Promise<A | Rejection> {
  return deps.turns.run(turnOf(deps, command), () => attempt(deps, 'sale', () => bookOnce(deps, command, deps.clock(), form)));
}

export type Form<A> = (result: SaleResult) => A;
export const asIs: Form<SaleResult> = (result) => result;

export function turnOf(deps: CheckoutDeps, command: SaleCommand): string {
  const { cardNumber } = command.receipt;
  return cardNumber === '' ? receiptKeyText(command.receipt) : deps.turns.ofCard(cardNumber);
}

/** One try: priced by the rules that are live, or by those of another time, and posted. */
export async function bookOnce<A extends object>(
  deps: CheckoutDeps,
  command: SaleCommand,
  nowMs: EpochMs,
  form: Form<A>,
  rules: RuleSet | null = deps.rulebook.current(),
  prices: PriceBook = deps.rulebook.prices(),
): Promise<A | Rejection | typeof STALE> {
  const priced = await price(deps, command.receipt, false, nowMs, rules, command.deadlineMs, prices);
  if (isRejection(priced)) return (await replayed(deps, command, form)) ?? priced;
  if (moved(command, priced)) return (await replayed(deps, command, form)) ?? form(quoteMoved(priced));
  return bookPriced(deps, command, priced, nowMs, form);
}

function bookPriced<A extends object>(
  deps: CheckoutDeps,
  command: SaleCommand,
  priced: Priced,
  nowMs: EpochMs,
  form: Form<A>,
): Promise<A | Rejection | typeof STALE> {
  const { quote, receipt, book, ruleSet, member, bucket } = priced;
  const saleId = uuidv7(nowMs, bucket);
  const state = bookSale(book, quote, { saleId, storeId: receipt.storeId, purchasedAtMs: receipt.purchasedAtMs, nowMs });
  if (book !== null && member !== null) book.counters = countersAfterSale(book.counters, quote, receipt, ruleSet, member, nowMs);
  const balance = book === null ? null : balanceOf(book);
  assertInTime(command.deadlineMs, deps.clock());
  // Before it is posted: what cannot be answered is not booked, and nobody is left waiting for a promise that nobody awaits.
  const booked = form({ outcome: 'booked', saleId: publicId('rcp', saleId), quote, balance, replayed: false });
  const posted = deps.ledger.post(
    {
      bucket,
      book,
      sale: newSale('sale', command, priced, saleId, { state, balance, holdExpiresAtMs: 0 }, nowMs),
      operation: null,
      hold: null,
      closes: [],
      issues: couponsOf(quote.issues, ruleSet, book?.memberId ?? null, saleId, nowMs),
      ...together(usedBy(quote, priced.coupons), releasedBy(book)),
    },
    command.deadlineMs,
  );
  return answered(deps, command, posted, booked, form);
}

async function answered<A extends object>(
  deps: CheckoutDeps,
  command: SaleCommand,
  posted: Promise<PostOutcome>,
  booked: A,
  form: Form<A>,
): Promise<A | Rejection | typeof STALE> {
  switch ((await posted).kind) {
    case 'posted':
      return booked;
    case 'repeated':
      return (await replayed(deps, command, form)) ?? STALE;
    case 'stale':
    case 'budget_full':
    case 'coupon_used':
      return STALE;
  }
}

export function moved(command: SaleCommand, priced: Priced): boolean {
  return command.expectedFingerprint !== '' && command.expectedFingerprint !== priced.quote.fingerprint;
}

export function quoteMoved({ quote, book }: Priced): SaleResult {
  return { outcome: 'quote_moved', saleId: '', quote, balance: book === null ? null : balanceOf(book), replayed: false };
}

/** The answer of the sale that was booked under this key before; `key_reused` where it was another one; null where there is none. */
async function replayed<A>(deps: CheckoutDeps, command: SaleCommand, form: Form<A>): Promise<A | Rejection | null> {
  const stored = await earlierSale(deps, command);
  if (stored === null) return null;
  return keyReused(stored, command.bodyHash, 'sale') ?? form(storedAnswer(stored));
}

export function storedAnswer({ saleId, quote, booking }: StoredSale): SaleResult {
  return { outcome: 'booked', saleId: publicId('rcp', saleId), quote, balance: booking.balance, replayed: true };
}
