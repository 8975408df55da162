import { shelfPrice } from '../core/assortment.js';
import { milli, minor, ZERO_MINOR, ZERO_POINTS } from '../core/money.js';
import { NO_COUNTERS } from '../core/member.js';
import { isRejection, reject, type Rejection } from '../core/rejection.js';
import { openBook } from '../core/points/book.js';
import { normalise } from '../core/normalise.js';
import type { PriceRequest } from '../core/pricing/price.js';
import { priceCards, type CardPrice } from '../core/pricing/price-cards.js';
import type { RawLine, RawReceipt } from '../core/raw-receipt.js';
import type { CardPricesQuery, CardPricesResult, CardPriceView } from './commands.js';
import type { CheckoutDeps } from './deps.js';
import { memberState } from './member-state.js';

/** Stands for the regular price of a SKU whose catalogue has none: every card price is below it. */
const UNKNOWN_PRICE = minor(1_000_000_000_000);

/**
 * The card price of each SKU, as stage 1 would give it for one unit now: for this card, or for any card holder.
 * Rejects `unknown_card`, `card_blocked` and `no_live_rules`.
 */
export async function cardPrices(deps: CheckoutDeps, query: CardPricesQuery): Promise<CardPricesResult | Rejection> {
  const ruleSet = deps.rulebook.current();
  if (ruleSet === null) return reject('no_live_rules', 'No programme is published yet: publish one and repeat the call');
  const nowMs = deps.clock();
  const regular = query.skus.map((sku) => shelfPrice(deps.rulebook.product(sku)) ?? 0);
  const receipt = normalise(receiptOf(query, regular, nowMs), ruleSet, deps.rulebook, deps.rulebook.prices());
  if (isRejection(receipt)) return receipt;
  let member = null;
  if (query.cardNumber !== '') {
    const snapshot = await deps.ledger.readMember({ by: { cardNumber: query.cardNumber }, lots: 'due', nowMs });
    if (snapshot === null) return reject('unknown_card', 'The card is not known', 'card_number');
    if (snapshot.blocked) return reject('card_blocked', 'The card is blocked', 'card_number');
    member = memberState(snapshot, openBook(snapshot.account), nowMs);
  }
  const priced = priceCards({ receipt, ruleSet, member: member ?? anyMember(nowMs), explain: false, coupons: [], budgets: {} });
  return { prices: priced.map((card, k) => viewOf(card, regular[k]!)), ruleSetVersion: ruleSet.version };
}

function receiptOf(query: CardPricesQuery, regular: readonly number[], nowMs: number): RawReceipt {
  const place = { storeId: query.storeId, terminalId: query.caller.terminalId, businessDate: '2000-01-01', receiptNumber: 'prices' };
  const none = { currency: '', cardNumber: '', coupons: [], tenders: [], attributes: {}, burn: { kind: 'none' as const } };
  const lines = query.skus.map((sku, k) => lineOf(sku, k + 1, regular[k]!));
  return { ...place, ...none, purchasedAtMs: nowMs, channel: query.channel, lines };
}

function lineOf(sku: string, lineNumber: number, regular: number): RawLine {
  return {
    lineNumber,
    sku,
    quantityMilli: milli(1000),
    unitPriceMinor: regular === 0 ? UNKNOWN_PRICE : minor(regular),
    amountMinor: null,
    weighed: false,
    minimumMinor: ZERO_MINOR,
    categories: [],
    brand: '',
    tags: [],
    attributes: {},
    notDiscountable: false,
    notBurnable: false,
    notEarning: false,
  };
}

/** A card holder of whom nothing is known. */
function anyMember(nowMs: number): PriceRequest['member'] {
  const nobody = { memberId: '', version: 0, tier: '', segments: [], birthDate: '', enrolledAtMs: nowMs, attributes: {} };
  return { ...nobody, activePoints: ZERO_POINTS, pendingPoints: ZERO_POINTS, counters: NO_COUNTERS };
}

function viewOf({ sku, cardPriceMinor, ruleId }: CardPrice, regular: number): CardPriceView {
  const special = ruleId !== '';
  return { sku, special, cardPriceMinor: special ? cardPriceMinor : ZERO_MINOR, regularPriceMinor: minor(regular), listId: ruleId };
}
