import { normalise } from '../core/normalise.js';
import type { EpochMs } from '../core/money.js';
import { openBook, type Book } from '../core/points/book.js';
import { settle } from '../core/points/settle.js';
import type { PriceBook } from '../core/price-book.js';
import { priceReceipt } from '../core/pricing/price.js';
import type { Quote } from '../core/quote.js';
import type { RawReceipt } from '../core/raw-receipt.js';
import type { Receipt } from '../core/receipt.js';
import { isRejection, reject, type Rejection } from '../core/rejection.js';
import { seriesBudgetKeys, storedCodes, uniqueCodes, type CouponState } from '../core/rules/coupons.js';
import type { RuleSet } from '../core/rules/rule-set.js';
import { budgetKeys, type BudgetUsage } from '../core/rules/usage.js';
import type { MemberState } from '../core/member.js';
import { bucketOf } from '../ledger/bucket.js';
import type { MemberSnapshot } from '../ledger/read-members.js';
import type { CheckoutDeps } from './deps.js';
import { memberState } from './member-state.js';

/** A receipt priced from one snapshot, and the book its effect is written into. */
export interface Priced {
  readonly ruleSet: RuleSet;
  readonly receipt: Receipt;
  readonly quote: Quote;
  readonly coupons: readonly CouponState[];
  readonly budgets: BudgetUsage;
  readonly member: MemberState | null;
  /** Settled to now; null for an anonymous receipt. */
  readonly book: Book | null;
  readonly bucket: number;
}

/**
 * Prices a receipt as it stands now: the live rules and price lists from memory (or those of another time), member, coupons and budgets in
 * one snapshot each.
 * Rejects what normalising and pricing reject, and `clock_skew`, `unknown_card`, `card_blocked`, `no_live_rules`.
 */
export async function price(
  deps: CheckoutDeps,
  raw: RawReceipt,
  explain: boolean,
  nowMs: EpochMs,
  ruleSet: RuleSet | null = deps.rulebook.current(),
  deadlineMs: EpochMs | null = null,
  prices: PriceBook = deps.rulebook.prices(),
): Promise<Priced | Rejection> {
  if (ruleSet === null) return reject('no_live_rules', 'No programme is published yet: publish one and repeat the call');
  const timed = raw.purchasedAtMs === 0 ? { ...raw, purchasedAtMs: nowMs } : raw;
  const skew = clockSkew(deps, timed.purchasedAtMs, nowMs);
  if (skew !== null) return skew;
  const typed = normalise(timed, ruleSet, deps.rulebook, prices);
  if (isRejection(typed)) return typed;
  const budgetsWanted = budgetKeys(ruleSet, typed);
  const [snapshot, coupons, ruleBudgets] = await Promise.all([
    readCard(deps, raw, nowMs, deadlineMs),
    typed.coupons.length === 0 ? [] : deps.ledger.readCoupons(uniqueCodes(ruleSet, typed.coupons)),
    budgetsWanted.length === 0 ? {} : deps.ledger.readBudgets(budgetsWanted),
  ]);
  if (isRejection(snapshot)) return snapshot;
  const receipt = coupons.length === 0 ? typed : { ...typed, coupons: storedCodes(typed.coupons, coupons) };
  const budgets = await withSeries(deps, ruleBudgets, coupons);
  const book = snapshot === null ? null : openBook(snapshot.account);
  if (book !== null) settle(book, nowMs);
  const member = snapshot === null || book === null ? null : memberState(snapshot, book, nowMs);
  const began = performance.now();
  const quote = priceReceipt({ receipt, ruleSet, member, explain, coupons, budgets });
  deps.onPriced?.(performance.now() - began);
  if (isRejection(quote)) return quote;
  return { ruleSet, receipt, quote, coupons, budgets, member, book, bucket: book?.bucket ?? bucketOf(receipt.terminalId) };
}

/** The totals of limited series too, which are known once the codes are. */
export async function withSeries(deps: CheckoutDeps, budgets: BudgetUsage, coupons: readonly CouponState[]): Promise<BudgetUsage> {
  const keys = seriesBudgetKeys(coupons);
  return keys.length === 0 ? budgets : { ...budgets, ...(await deps.ledger.readBudgets(keys)) };
}

async function readCard(
  deps: CheckoutDeps,
  raw: RawReceipt,
  nowMs: EpochMs,
  deadlineMs: EpochMs | null,
): Promise<MemberSnapshot | Rejection | null> {
  const { cardNumber } = raw;
  if (cardNumber === '') return null;
  const lots = raw.burn.kind === 'none' ? 'due' : 'open';
  const snapshot = await deps.ledger.readMember({ by: { cardNumber }, lots, nowMs }, deadlineMs);
  if (snapshot === null)
    return reject('unknown_card', 'The card is not known: enrol it, or send the receipt without a card', 'receipt.card_number');
  if (snapshot.blocked) return reject('card_blocked', 'The card is blocked: send the receipt without a card', 'receipt.card_number');
  deps.turns.seen(cardNumber, snapshot.account.memberId);
  return snapshot;
}

function clockSkew(deps: CheckoutDeps, atMs: EpochMs, nowMs: EpochMs): Rejection | null {
  const { clockAheadMsMax, clockBehindMsMax } = deps.limits;
  const field = 'receipt.purchased_at_ms';
  if (atMs > nowMs + clockAheadMsMax)
    return reject(
      'clock_skew',
      `The time of purchase is ${atMs - nowMs} ms ahead of the engine, at most ${clockAheadMsMax} are taken: set the till's clock`,
      field,
    );
  if (clockBehindMsMax > 0 && atMs < nowMs - clockBehindMsMax)
    return reject(
      'clock_skew',
      `The time of purchase is ${nowMs - atMs} ms behind the engine, at most ${clockBehindMsMax} are taken`,
      field,
    );
  return null;
}
