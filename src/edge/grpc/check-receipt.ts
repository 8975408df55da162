/** From the message `Receipt` to the receipt the use cases take. Looks at shape only: what a SKU or card means is not known here. */
import { SHAPE, type Config } from '../../config.js';
import type { Caller, ReceiptKey } from '../../checkout/commands.js';
import { milli, minor, points } from '../../core/money.js';
import type { RawLine, RawReceipt } from '../../core/raw-receipt.js';
import type { Attributes, BurnRequest, Tender } from '../../core/receipt.js';
import { fieldPath, day, present, refuse, text, whole, wordList, words } from './fields.js';
import type { Line__Output } from './generated/tallystick/v1/Line.js';
import type { ReceiptKey__Output } from './generated/tallystick/v1/ReceiptKey.js';
import type { Receipt__Output } from './generated/tallystick/v1/Receipt.js';

export type Limits = Pick<Config, 'linesMax' | 'couponsMax' | 'tendersMax' | 'attributesMax' | 'skusMax' | 'enrolMax' | 'holdTtlMsMax'>;

const LINES = 'receipt.lines';
const { textMax, amountMinorMax, quantityMilliMax } = SHAPE;

/** A quote may be asked before there is a business date or a receipt number: a cart has neither. */
export function checkReceipt(message: Receipt__Output | null, caller: Caller, limits: Limits, booking: boolean): RawReceipt {
  const receipt = present(message, '', -1, 'receipt');
  const { storeId, terminalId } = checkPlace(receipt, caller, 'receipt');
  const { businessDate, receiptNumber, currency } = receipt;
  if (currency !== '' && !/^[A-Z]{3}$/.test(currency)) refuse('receipt', -1, 'currency', 'must be a code of ISO 4217, such as GBP');
  return {
    storeId,
    terminalId,
    businessDate: booking || businessDate !== '' ? day(businessDate, 'receipt', -1, 'business_date') : '',
    receiptNumber: (booking ? words : text)(receiptNumber, textMax, 'receipt', -1, 'receipt_number'),
    purchasedAtMs: whole(receipt.purchasedAtMs, 0, SHAPE.epochMsMax, 'receipt', -1, 'purchased_at_ms'),
    currency,
    channel: receipt.channel === '' ? 'pos' : text(receipt.channel, textMax, 'receipt', -1, 'channel'),
    cardNumber: text(receipt.cardNumber, textMax, 'receipt', -1, 'card_number'),
    lines: checkLines(receipt.lines, limits),
    coupons: wordList(receipt.coupons, limits.couponsMax, 'receipt', -1, 'coupons'),
    tenders: checkTenders(receipt, limits),
    attributes: checkAttributes(receipt.attributes, limits.attributesMax, 'receipt', -1),
    burn: checkBurn(receipt),
  };
}

function checkLines(lines: readonly Line__Output[], limits: Limits): RawLine[] {
  if (lines.length === 0) refuse('receipt', -1, 'lines', 'must have at least one line');
  if (lines.length > limits.linesMax) refuse('receipt', -1, 'lines', `must not have more than ${limits.linesMax} lines`, 'over_limit');
  const checked: RawLine[] = new Array(lines.length);
  let last = 0;
  let ascending = true;
  for (let i = 0; i < lines.length; i++) {
    const line = checkLine(lines[i]!, i, limits);
    checked[i] = line;
    if (line.lineNumber <= last) ascending = false;
    last = line.lineNumber;
  }
  if (!ascending) checkUnique(checked);
  return checked;
}

/** Tills number their lines upwards, so this is for the others. */
function checkUnique(lines: readonly RawLine[]): void {
  const seen = new Set<number>();
  lines.forEach(({ lineNumber }, i) => {
    if (seen.has(lineNumber)) refuse(LINES, i, 'line_number', `repeats line number ${lineNumber}`);
    seen.add(lineNumber);
  });
}

function checkLine(line: Line__Output, i: number, limits: Limits): RawLine {
  const lineNumber = whole(line.lineNumber, 1, SHAPE.lineNumberMax, LINES, i, 'line_number');
  const sku = words(line.sku, textMax, LINES, i, 'sku');
  const quantity = whole(line.quantityMilli, 1, quantityMilliMax, LINES, i, 'quantity_milli');
  const { unitPriceMinor } = line;
  const unitPrice = unitPriceMinor === undefined ? null : whole(unitPriceMinor, 0, amountMinorMax, LINES, i, 'unit_price_minor');
  if (unitPrice !== null && unitPrice * quantity > amountMinorMax * 1_000) {
    refuse(LINES, i, 'unit_price_minor', `times the quantity must not be above ${amountMinorMax}`, 'over_limit');
  }
  const amount = line.amountMinor;
  return {
    lineNumber,
    sku,
    quantityMilli: milli(quantity),
    unitPriceMinor: unitPrice === null ? null : minor(unitPrice),
    amountMinor: amount === undefined ? null : minor(whole(amount, 0, amountMinorMax, LINES, i, 'amount_minor')),
    weighed: line.weighed,
    minimumMinor: minor(whole(line.minimumMinor, 0, amountMinorMax, LINES, i, 'minimum_minor')),
    categories: wordList(line.categories, limits.attributesMax, LINES, i, 'categories'),
    brand: text(line.brand, textMax, LINES, i, 'brand'),
    tags: wordList(line.tags, limits.attributesMax, LINES, i, 'tags'),
    attributes: checkAttributes(line.attributes, limits.attributesMax, LINES, i),
    notDiscountable: line.notDiscountable,
    notBurnable: line.notBurnable,
    notEarning: line.notEarning,
  };
}

function checkTenders({ tenders }: Receipt__Output, limits: Limits): Tender[] {
  if (tenders.length > limits.tendersMax)
    refuse('receipt', -1, 'tenders', `must not have more than ${limits.tendersMax} items`, 'over_limit');
  return tenders.map((tender, i) => ({
    type: words(tender.type, textMax, 'receipt.tenders', i, 'type'),
    amountMinor: minor(whole(tender.amountMinor, 0, amountMinorMax, 'receipt.tenders', i, 'amount_minor')),
  }));
}

function checkBurn({ burn, burnPoints, burnMax }: Receipt__Output): BurnRequest {
  if (burn === 'burnMax' && burnMax) return { kind: 'max' };
  if (burn !== 'burnPoints' || burnPoints === 0) return { kind: 'none' };
  return { kind: 'points', points: points(whole(burnPoints ?? NaN, 0, SHAPE.pointsMax, 'receipt', -1, 'burn_points')) };
}

const NO_ATTRIBUTES: Attributes = Object.freeze({});
const ATTRIBUTE_NAME = /^[A-Za-z][\w.-]{0,63}$/;

/** Sorted by name, so that the order of a map on the wire changes nothing; without prototype, so that `constructor` is a name like others. */
function checkAttributes(given: Readonly<Record<string, string>>, countMax: number, parent: string, index: number): Attributes {
  let none = true;
  for (const _name in given) {
    none = false;
    break;
  }
  if (none) return NO_ATTRIBUTES;
  const names = Object.keys(given).sort();
  if (names.length > countMax) refuse(parent, index, 'attributes', `must not have more than ${countMax} items`, 'over_limit');
  const attributes = Object.create(null) as Record<string, string>;
  for (const name of names) {
    if (!ATTRIBUTE_NAME.test(name)) {
      refuse(parent, index, 'attributes', 'must have names of up to 64 letters, digits, `_`, `.` or `-` that begin with a letter');
    }
    attributes[name] = text(given[name]!, SHAPE.attributeMax, fieldPath(parent, index, 'attributes'), -1, name);
  }
  return attributes;
}

/** Store and terminal of a message; empty ones are those of the key. A key is good for the receipts of its own store. */
function checkPlace(
  message: { readonly storeId: string; readonly terminalId: string },
  caller: Caller,
  parent: string,
): { storeId: string; terminalId: string } {
  const storeId = text(message.storeId, textMax, parent, -1, 'store_id') || caller.storeId;
  if (storeId !== caller.storeId) refuse(parent, -1, 'store_id', 'is not the store of this terminal key', 'not_this_store');
  return { storeId, terminalId: text(message.terminalId, textMax, parent, -1, 'terminal_id') || caller.terminalId };
}

/** A receipt key of the caller's own store. */
export function checkReceiptKey(message: ReceiptKey__Output | null | undefined, caller: Caller, name: string): ReceiptKey {
  const key = present(message, '', -1, name);
  return { ...checkPlace(key, caller, name), ...checkNumber(key, name) };
}

/** A receipt key of any store: goods may come back to another one than they were sold in. */
export function checkAnyReceiptKey(message: ReceiptKey__Output | null | undefined, caller: Caller, name: string): ReceiptKey {
  const key = present(message, '', -1, name);
  const storeId = text(key.storeId, textMax, name, -1, 'store_id') || caller.storeId;
  const terminalId = text(key.terminalId, textMax, name, -1, 'terminal_id') || caller.terminalId;
  return { storeId, terminalId, ...checkNumber(key, name) };
}

function checkNumber(key: ReceiptKey__Output, name: string): Pick<ReceiptKey, 'businessDate' | 'receiptNumber'> {
  return {
    businessDate: day(key.businessDate, name, -1, 'business_date'),
    receiptNumber: words(key.receiptNumber, textMax, name, -1, 'receipt_number'),
  };
}
