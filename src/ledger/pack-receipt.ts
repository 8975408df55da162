/**
 * A receipt as rows of values by place, without what is usual: a line of a till takes about 45 bytes. What has no place of its own goes,
 * under its name, into the last value, so a new fact of a line or receipt is kept without a change here.
 */
import { ZERO_MINOR } from '../core/money.js';
import type { Line, Receipt } from '../core/receipt.js';
import type { DocumentWriter } from './document-writer.js';

/** Values by place; zeros at the end are left out, and a zero stands for what is usual at its place. */
export type Packed = readonly unknown[];
export type More = Readonly<Record<string, unknown>>;

export function packed(values: unknown[]): Packed {
  let length = values.length;
  while (length > 0 && values[length - 1] === 0) length--;
  values.length = length;
  return values;
}

/** The value at a place, or what is usual there. */
export function at<T>(values: Packed, place: number, usual: T): T {
  const value = values[place];
  return value === undefined || value === 0 ? usual : (value as T);
}

export function isEmpty(value: object): boolean {
  for (const _ in value) return false;
  return true;
}

/** What an object has beside the keys that have a place, or 0. */
export function beside(value: object, placed: ReadonlySet<string>): More | 0 {
  let more: Record<string, unknown> | 0 = 0;
  for (const key in value) {
    if (placed.has(key)) continue;
    more = more === 0 ? {} : more;
    more[key] = (value as Record<string, unknown>)[key];
  }
  return more;
}

const NATURAL = ['storeId', 'terminalId', 'businessDate', 'receiptNumber', 'purchasedAtMs'];
const RECEIPT = new Set([...NATURAL, ...['channel', 'region', 'timeZone', 'zones', 'coupons', 'tenders', 'attributes', 'burn', 'lines']]);

/** The natural key and time of a receipt have columns of their own. */
export type ReceiptColumns = Pick<Receipt, 'storeId' | 'terminalId' | 'businessDate' | 'receiptNumber' | 'purchasedAtMs'>;

export function writeReceipt(to: DocumentWriter, receipt: Receipt): void {
  const { channel, region, timeZone, attributes, burn, lines } = receipt;
  to.open();
  to.open();
  for (let k = 0; k < lines.length; k++) writeLine(to, lines[k]!, k);
  to.closeWhole();
  to.text(channel);
  to.text(timeZone);
  writeName(to, region);
  writeTexts(to, receipt.zones);
  writeTexts(to, receipt.coupons);
  writeList(to, receipt.tenders);
  to.json(isEmpty(attributes) ? 0 : attributes);
  to.json(burn.kind === 'none' ? 0 : burn);
  to.json(beside(receipt, RECEIPT));
  to.close();
}

function writeTexts(to: DocumentWriter, list: readonly string[]): void {
  if (list.length === 0) return to.usual();
  to.open();
  for (const text of list) to.text(text);
  to.closeWhole();
}

/** A list that is usually empty. */
export function writeList(to: DocumentWriter, list: readonly unknown[]): void {
  if (list.length === 0) to.usual();
  else to.json(list);
}

/** A name that is usually empty. */
export function writeName(to: DocumentWriter, name: string): void {
  if (name === '') to.usual();
  else to.text(name);
}

export function unpackReceipt(values: Packed, columns: ReceiptColumns): Receipt {
  return {
    channel: values[1] as string,
    region: at(values, 3, ''),
    timeZone: values[2] as string,
    zones: at(values, 4, []),
    lines: (values[0] as Packed[]).map(unpackLine),
    coupons: at(values, 5, []),
    tenders: at(values, 6, []),
    attributes: at(values, 7, {}),
    burn: at(values, 8, { kind: 'none' }),
    ...columns,
    ...at<More>(values, 9, {}),
  };
}

const PLACED = new Set(['lineNumber', 'sku', 'quantityMilli', 'unitPriceMinor', 'regularMinor', 'categories', 'brand', 'prices']);
const USUAL: Readonly<Record<string, unknown>> = {
  weighed: false,
  minimumMinor: ZERO_MINOR,
  discountable: true,
  burnable: true,
  earning: true,
};

function writeLine(to: DocumentWriter, line: Line, index: number): void {
  const { lineNumber } = line;
  let more: Record<string, unknown> | 0 = 0;
  for (const key in line) {
    if (PLACED.has(key)) continue;
    const fact = line[key as keyof Line];
    if (fact === USUAL[key]) continue;
    if (key === 'tags' || key === 'attributes') if (isEmpty(fact as object)) continue;
    more = more === 0 ? {} : more;
    more[key] = fact;
  }
  to.open();
  to.integer(lineNumber === index + 1 ? 0 : lineNumber);
  to.text(line.sku);
  to.integer(line.quantityMilli);
  to.integer(line.unitPriceMinor);
  to.integer(line.regularMinor);
  writeTexts(to, line.categories);
  writeName(to, line.brand);
  writeList(to, line.prices);
  to.json(more);
  to.close();
}

function unpackLine(values: Packed, index: number): Line {
  const line = {
    lineNumber: at(values, 0, index + 1),
    sku: values[1],
    quantityMilli: values[2],
    weighed: false,
    unitPriceMinor: at(values, 3, 0),
    regularMinor: at(values, 4, 0),
    minimumMinor: ZERO_MINOR,
    categories: at(values, 5, []),
    brand: at(values, 6, ''),
    tags: [],
    attributes: {},
    discountable: true,
    burnable: true,
    earning: true,
    prices: at(values, 7, []),
  } as unknown as Line;
  const more = values[8];
  return more === undefined ? line : { ...line, ...(more as More) };
}
