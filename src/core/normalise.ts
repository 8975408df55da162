/** A raw receipt to the one that is priced and stored: facts of catalogue, store and programme filled in, amounts checked. */
import { NO_ASSORTMENT, shelfPrice, type Assortment } from './assortment.js';
import { MILLI_PER_UNIT, greatest, least, lineAmount, minor, mulDivFloor } from './money.js';
import type { EpochMs, Milli, Minor } from './money.js';
import type { RawLine, RawReceipt } from './raw-receipt.js';
import type { Line, ListPrice, Receipt } from './receipt.js';
import { NO_PRICE_BOOK, type PriceBook, type PricePlace, type PricesOf } from './price-book.js';
import { isRejection, reject } from './rejection.js';
import type { Rejection } from './rejection.js';
import { cleanCode } from './rules/coupons.js';
import type { RuleSet } from './rules/rule-set.js';
import type { Product } from './rules/types.js';

/**
 * Fills a raw receipt with the facts of catalogue and programme; the line wins over the catalogue. Lines are sorted by number, codes are
 * trimmed, upper-cased and made unique.
 *
 * Rejects `currency_mismatch`, `malformed` (no lines, a line number twice) and `amount_mismatch` (the till's amount
 * differs from unit price × quantity beyond the tolerance: 3 × 3.33 sent as 10.00 passes a tolerance of 0.01, 10.01 does not).
 */
export function normalise(
  raw: RawReceipt,
  ruleSet: RuleSet,
  assortment: Assortment = NO_ASSORTMENT,
  book: PriceBook = NO_PRICE_BOOK,
): Receipt | Rejection {
  const { programme, catalogue } = ruleSet;
  if (raw.currency !== '' && raw.currency !== programme.currency) {
    return reject('currency_mismatch', `The programme is in ${programme.currency}, the receipt in ${raw.currency}.`, 'receipt.currency', {
      expected: programme.currency,
      sent: raw.currency,
    });
  }
  if (raw.lines.length === 0) return reject('malformed', 'A receipt has at least one line.', 'receipt.lines');
  const store = catalogue.stores.get(raw.storeId);
  const zones = store?.zones ?? NONE;
  const special = specialPrices(book, { storeId: raw.storeId, zones, channel: raw.channel }, raw.purchasedAtMs);
  const lines: Line[] = [];
  for (let i = 0; i < raw.lines.length; i++) {
    const line = normaliseLine(raw.lines[i]!, i, ruleSet, raw.purchasedAtMs, assortment, special);
    if (isRejection(line)) return line;
    lines.push(line);
  }
  if (lines.some((line, i) => i > 0 && line.lineNumber < lines[i - 1]!.lineNumber)) lines.sort((a, b) => a.lineNumber - b.lineNumber);
  const twice = lines.findIndex((line, i) => i > 0 && line.lineNumber === lines[i - 1]!.lineNumber);
  if (twice > 0)
    return reject('malformed', `Line number ${lines[twice]!.lineNumber} is used twice.`, 'receipt.lines', {
      lineNumber: String(lines[twice]!.lineNumber),
    });
  return {
    storeId: raw.storeId,
    terminalId: raw.terminalId,
    businessDate: raw.businessDate,
    receiptNumber: raw.receiptNumber,
    purchasedAtMs: raw.purchasedAtMs,
    channel: raw.channel,
    region: store?.region ?? '',
    timeZone: store?.timeZone ?? programme.timeZone,
    zones,
    lines,
    coupons: raw.coupons.length === 0 ? NONE : cleanCodes(raw.coupons),
    tenders: raw.tenders,
    attributes: raw.attributes,
    burn: raw.burn,
    ...(book.revision === 0 ? {} : { priceRevision: book.revision }),
  };
}

/** Of the lists that live apart from the programme; null where none is in force there and then. */
export function specialPrices(book: PriceBook, place: PricePlace, atMs: EpochMs): PricesOf | null {
  return book.revision === 0 ? null : book.at(place, atMs);
}

const NONE: readonly string[] = [];

function cleanCodes(codes: readonly string[]): readonly string[] {
  return [...new Set(codes.map(cleanCode))].filter((code) => code !== '');
}

function normaliseLine(
  raw: RawLine,
  at: number,
  ruleSet: RuleSet,
  purchasedAtMs: number,
  assortment: Assortment,
  special: PricesOf | null,
): Line | Rejection {
  const product = assortment.product(raw.sku) ?? ruleSet.catalogue.products.get(raw.sku);
  const weighed = raw.weighed || product?.weighed === true;
  const shelf = shelfPrice(product);
  const known = raw.unitPriceMinor ?? (shelf === undefined ? null : minor(shelf));
  if (known === null && raw.amountMinor === null) return noPrice(raw, at);
  const unitPriceMinor = known ?? unitOf(raw.amountMinor!, raw.quantityMilli);
  const computed = lineAmount(unitPriceMinor, raw.quantityMilli);
  const regularMinor = raw.amountMinor ?? computed;
  const apart = regularMinor > computed ? regularMinor - computed : computed - regularMinor;
  if (known !== null && apart > ruleSet.settings.amountToleranceMinor) {
    const detail = { computed: String(computed), sent: String(regularMinor) };
    return reject(
      'amount_mismatch',
      `The amount ${regularMinor} differs from unit price × quantity, ${computed}.`,
      `receipt.lines[${at}].amount_minor`,
      detail,
    );
  }
  return {
    lineNumber: raw.lineNumber,
    sku: raw.sku,
    quantityMilli: raw.quantityMilli,
    weighed,
    unitPriceMinor,
    regularMinor,
    minimumMinor: least(regularMinor, minimumOf(raw.minimumMinor, product, ruleSet, raw.quantityMilli)),
    categories: raw.categories.length > 0 ? assortment.withAbove(raw.categories) : (product?.categories ?? NONE),
    brand: raw.brand !== '' ? raw.brand : (product?.brand ?? ''),
    tags: raw.tags.length > 0 ? raw.tags : (product?.tags ?? NONE),
    attributes: product?.attributes === undefined ? raw.attributes : { ...product.attributes, ...raw.attributes },
    discountable: !raw.notDiscountable && product?.discountable !== false,
    burnable: !raw.notBurnable && product?.burnable !== false,
    earning: !raw.notEarning && product?.earning !== false,
    prices: pricesOf(raw.sku, ruleSet, purchasedAtMs, special === null ? NO_PRICES : special(raw.sku, unitPriceMinor)),
  };
}

function noPrice(raw: RawLine, at: number): Rejection {
  const message = `SKU ${raw.sku} has no price in the catalogue: send unit_price_minor`;
  return reject('malformed', message, `receipt.lines[${at}].unit_price_minor`, { sku: raw.sku });
}

/** Where a till sends only the amount: the price of a unit, rounded down. */
function unitOf(amount: Minor, quantity: Milli): Minor {
  return mulDivFloor(amount, MILLI_PER_UNIT, quantity) as Minor;
}

/** The highest of the till's, the product's and the programme's minimum. */
export function minimumOf(ofTill: Minor, product: Product | undefined, ruleSet: RuleSet, quantityMilli: Milli): Minor {
  const perUnit = greatest(ruleSet.settings.minUnitPriceMinor, minor(product?.minUnitPriceMinor ?? 0));
  return perUnit === 0 ? ofTill : greatest(ofTill, lineAmount(perUnit, quantityMilli));
}

const NO_PRICES: readonly ListPrice[] = [];

/** Every price of the lists in the programme that is valid at an instant, then those of lists that live apart from it. */
export function pricesOf(sku: string, ruleSet: RuleSet, atMs: number, special: readonly ListPrice[] = NO_PRICES): readonly ListPrice[] {
  const known = ruleSet.catalogue.prices.get(sku);
  if (known === undefined) return special;
  const own = known
    .filter(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)
    .map(({ list, unitPriceMinor }): ListPrice => ({ listId: list.id, unitPriceMinor }));
  return special.length === 0 ? own : [...own, ...special];
}
