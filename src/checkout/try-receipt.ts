import type { MemberState } from '../core/member.js';
import type { EpochMs } from '../core/money.js';
import { normalise } from '../core/normalise.js';
import { openBook } from '../core/points/book.js';
import { settle } from '../core/points/settle.js';
import { priceReceipt } from '../core/pricing/price.js';
import type { Quote } from '../core/quote.js';
import { skusOf, type RawReceipt } from '../core/raw-receipt.js';
import { isRejection, reject, type Rejection } from '../core/rejection.js';
import { storedCodes, uniqueCodes } from '../core/rules/coupons.js';
import type { RuleSet } from '../core/rules/rule-set.js';
import { budgetKeys } from '../core/rules/usage.js';
import type { CheckoutDeps } from './deps.js';
import { memberState } from './member-state.js';
import { withSeries } from './price.js';

export interface Tried {
  readonly quote: Quote;
  /** As it was priced for; null for nobody. */
  readonly member: MemberState | null;
}

/**
 * What a receipt would cost by any rule set, with the price lists of any time, with full explanation; nothing is written and no clock is checked. The member
 * is the one of the card with what time does to its points until then, or the one handed in. Codes and budgets are as they are now.
 * Rejects what normalising and pricing reject, `unknown_card` and `card_blocked`.
 */
export async function tryReceipt(
  deps: CheckoutDeps,
  ruleSet: RuleSet,
  raw: RawReceipt,
  imagined: MemberState | null,
): Promise<Tried | Rejection> {
  const book = await deps.rulebook.pricesAt(raw.purchasedAtMs, skusOf(raw));
  const typed = normalise(raw, ruleSet, deps.rulebook, book);
  if (isRejection(typed)) return typed;
  const [found, coupons, ruleBudgets] = await Promise.all([
    imagined ?? readCard(deps, raw.cardNumber, raw.purchasedAtMs),
    deps.ledger.readCoupons(uniqueCodes(ruleSet, typed.coupons)),
    deps.ledger.readBudgets(budgetKeys(ruleSet, typed)),
  ]);
  if (isRejection(found)) return found;
  const receipt = { ...typed, coupons: storedCodes(typed.coupons, coupons) };
  const budgets = await withSeries(deps, ruleBudgets, coupons);
  const quote = priceReceipt({ receipt, ruleSet, member: found, explain: true, coupons, budgets });
  return isRejection(quote) ? quote : { quote, member: found };
}

async function readCard(deps: CheckoutDeps, cardNumber: string, atMs: EpochMs): Promise<MemberState | Rejection | null> {
  if (cardNumber === '') return null;
  const nowMs = Math.max(deps.clock(), atMs);
  const snapshot = await deps.ledger.readMember({ by: { cardNumber }, lots: 'open', nowMs });
  if (snapshot === null) return reject('unknown_card', 'The card is not known', 'receipt.card_number');
  if (snapshot.blocked) return reject('card_blocked', 'The card is blocked', 'receipt.card_number');
  const book = openBook(snapshot.account);
  settle(book, nowMs);
  return memberState(snapshot, book, nowMs);
}
