/** Card prices of single units by SKU, as a listing page asks for them by the hundred: no basket, no discount, burn or points. */
import { shelfPrice, type Assortment } from '../assortment.js';
import type { MemberState } from '../member.js';
import { milli, minor, ZERO_MINOR } from '../money.js';
import type { EpochMs, Minor } from '../money.js';
import { minimumOf, normalise, specialPrices } from '../normalise.js';
import type { PriceBook } from '../price-book.js';
import type { RawLine, RawReceipt } from '../raw-receipt.js';
import { isRejection, type Rejection } from '../rejection.js';
import type { RuleSet } from '../rules/rule-set.js';
import { listPriceOfUnit } from './card-prices.js';
import { priceCards } from './price-cards.js';

export interface UnitsRequest {
  readonly skus: readonly string[];
  readonly storeId: string;
  readonly terminalId: string;
  readonly channel: string;
  readonly atMs: EpochMs;
  readonly ruleSet: RuleSet;
  readonly assortment: Assortment;
  readonly prices: PriceBook;
  readonly member: MemberState;
}

export interface UnitPrice {
  readonly sku: string;
  /** The shelf price of the catalogue; 0 where it has none. */
  readonly regularMinor: Minor;
  /** The regular price where no list gives less. */
  readonly cardMinor: Minor;
  /** The list or rule that gave it; empty where none did. */
  readonly listId: string;
}

/** Stands for the regular price of a SKU whose catalogue has none: every card price is below it. */
const UNKNOWN_PRICE = minor(1_000_000_000_000);

/** What stage 1 gives for one unit of each SKU, in their order. */
export function priceUnits(request: UnitsRequest): readonly UnitPrice[] | Rejection {
  return areListsAll(request.ruleSet) ? priceByLists(request) : priceByReceipt(request);
}

/** No rule and no list of the programme gives card prices, so that each SKU can be looked at by itself. */
export function areListsAll({ rules, lists }: RuleSet): boolean {
  // Rules are ordered by stage, and card prices are the first one.
  return lists.size === 0 && rules[0]?.stage !== 'card_price';
}

/** By the lists that live apart from the programme: the same answer as by a receipt, in a fraction of its time. */
export function priceByLists(request: UnitsRequest): readonly UnitPrice[] {
  const { skus, storeId, channel, atMs, ruleSet, assortment, member } = request;
  const zones = ruleSet.catalogue.stores.get(storeId)?.zones ?? [];
  const special = specialPrices(request.prices, { storeId, zones, channel }, atMs);
  const units = new Array<UnitPrice>(skus.length);
  for (let i = 0; i < skus.length; i++) {
    const sku = skus[i]!;
    const own = assortment.product(sku);
    const regular = shelfPrice(own) ?? 0;
    const unitMinor = regular === 0 ? UNKNOWN_PRICE : minor(regular);
    const prices = special === null ? [] : special(sku, unitMinor);
    const floor = minimumOf(ZERO_MINOR, own ?? ruleSet.catalogue.products.get(sku), ruleSet, ONE);
    const { cardMinor, listId } = listPriceOfUnit(unitMinor, floor, prices, member);
    units[i] = { sku, regularMinor: minor(regular), cardMinor, listId };
  }
  return units;
}

/** By a receipt made up of one unit of each SKU: for any programme. */
export function priceByReceipt(request: UnitsRequest): readonly UnitPrice[] | Rejection {
  const { skus, ruleSet, assortment, prices, member } = request;
  const regular = skus.map((sku) => shelfPrice(assortment.product(sku)) ?? 0);
  const receipt = normalise(receiptOf(request, regular), ruleSet, assortment, prices);
  if (isRejection(receipt)) return receipt;
  const cards = priceCards({ receipt, ruleSet, member, explain: false, coupons: [], budgets: {} });
  return cards.map(({ sku, cardPriceMinor, ruleId }, i) => ({
    ...{ sku, regularMinor: minor(regular[i]!), cardMinor: cardPriceMinor, listId: ruleId },
  }));
}

function receiptOf({ skus, storeId, terminalId, channel, atMs }: UnitsRequest, regular: readonly number[]): RawReceipt {
  const place = { storeId, terminalId, businessDate: '2000-01-01', receiptNumber: 'prices' };
  const none = { currency: '', cardNumber: '', coupons: [], tenders: [], attributes: {}, burn: { kind: 'none' as const } };
  const lines = skus.map((sku, k) => lineOf(sku, k + 1, regular[k]!));
  return { purchasedAtMs: atMs, channel, lines, ...place, ...none };
}

const ONE = milli(1000);

function lineOf(sku: string, lineNumber: number, regular: number): RawLine {
  return {
    lineNumber,
    sku,
    quantityMilli: ONE,
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
