/**
 * The requests that carry a receipt, straight from bytes to what the general codec would make of them (a test compares both). It decodes
 * into a message first and copies that into an object with defaults, which costs more than all else the edge does with a request.
 * Numbers are the fields of proto/tallystick/v1/receipt.proto and checkout.proto; a field is known by its number and how it is written.
 */
import type { AuthorizeRequest__Output } from '../generated/tallystick/v1/AuthorizeRequest.js';
import type { Line__Output } from '../generated/tallystick/v1/Line.js';
import type { QuoteRequest__Output } from '../generated/tallystick/v1/QuoteRequest.js';
import type { Receipt__Output } from '../generated/tallystick/v1/Receipt.js';
import type { SaleRequest__Output } from '../generated/tallystick/v1/SaleRequest.js';
import type { Tender__Output } from '../generated/tallystick/v1/Tender.js';
import { BYTES, ForwardReader, VARINT } from './forward-reader.js';

export function readQuoteRequest(bytes: Buffer): QuoteRequest__Output {
  const from = new ForwardReader(bytes);
  const request: QuoteRequest__Output = { receipt: null, explain: false };
  while (from.hasMore) {
    const tag = from.integer();
    if (tag === ((1 << 3) | BYTES)) request.receipt = readReceipt(from);
    else if (tag === ((2 << 3) | VARINT)) request.explain = from.flag();
    else from.skip(tag);
  }
  return request;
}

export function readSaleRequest(bytes: Buffer): SaleRequest__Output {
  const from = new ForwardReader(bytes);
  const request: SaleRequest__Output = { idempotencyKey: '', receipt: null, expectedFingerprint: '' };
  while (from.hasMore) readBookingField(from, from.integer(), request);
  return request;
}

export function readAuthorizeRequest(bytes: Buffer): AuthorizeRequest__Output {
  const from = new ForwardReader(bytes);
  const request: AuthorizeRequest__Output = { idempotencyKey: '', receipt: null, expectedFingerprint: '', holdTtlMs: 0 };
  while (from.hasMore) {
    const tag = from.integer();
    if (tag === ((4 << 3) | VARINT)) request.holdTtlMs = from.integer();
    else readBookingField(from, tag, request);
  }
  return request;
}

/** What a sale and an authorize have in common, under the same numbers. */
function readBookingField(from: ForwardReader, tag: number, request: SaleRequest__Output): void {
  switch (tag) {
    case (1 << 3) | BYTES:
      request.idempotencyKey = from.text();
      return;
    case (2 << 3) | BYTES:
      request.receipt = readReceipt(from);
      return;
    case (3 << 3) | BYTES:
      request.expectedFingerprint = from.text();
      return;
    default:
      from.skip(tag);
  }
}

function readReceipt(from: ForwardReader): Receipt__Output {
  const outer = from.openMessage();
  const receipt: Receipt__Output = {
    storeId: '',
    terminalId: '',
    businessDate: '',
    receiptNumber: '',
    purchasedAtMs: 0,
    currency: '',
    channel: '',
    cardNumber: '',
    lines: [],
    coupons: [],
    tenders: [],
    attributes: {},
  };
  while (from.hasMore) readReceiptField(from, from.integer(), receipt);
  from.closeMessage(outer);
  return receipt;
}

function readReceiptField(from: ForwardReader, tag: number, receipt: Receipt__Output): void {
  switch (tag) {
    case (9 << 3) | BYTES:
      receipt.lines.push(readLine(from));
      return;
    case (1 << 3) | BYTES:
      receipt.storeId = from.text();
      return;
    case (2 << 3) | BYTES:
      receipt.terminalId = from.text();
      return;
    case (3 << 3) | BYTES:
      receipt.businessDate = from.text();
      return;
    case (4 << 3) | BYTES:
      receipt.receiptNumber = from.text();
      return;
    case (5 << 3) | VARINT:
      receipt.purchasedAtMs = from.integer();
      return;
    case (6 << 3) | BYTES:
      receipt.currency = from.text();
      return;
    case (7 << 3) | BYTES:
      receipt.channel = from.text();
      return;
    case (8 << 3) | BYTES:
      // Turns remember which member a card belongs to.
      receipt.cardNumber = from.keptText();
      return;
    case (10 << 3) | BYTES:
      receipt.coupons.push(from.text());
      return;
    case (11 << 3) | BYTES:
      receipt.tenders.push(readTender(from));
      return;
    case (12 << 3) | BYTES:
      readAttribute(from, receipt.attributes);
      return;
    default:
      readBurn(from, tag, receipt);
  }
}

/** Of the two ways to ask for points the last one counts. */
function readBurn(from: ForwardReader, tag: number, receipt: Receipt__Output): void {
  if (tag === ((13 << 3) | VARINT)) {
    receipt.burnPoints = from.integer();
    receipt.burn = 'burnPoints';
    delete receipt.burnMax;
  } else if (tag === ((14 << 3) | VARINT)) {
    receipt.burnMax = from.flag();
    receipt.burn = 'burnMax';
    delete receipt.burnPoints;
  } else from.skip(tag);
}

function readLine(from: ForwardReader): Line__Output {
  const outer = from.openMessage();
  const line: Line__Output = {
    lineNumber: 0,
    sku: '',
    quantityMilli: 0,
    weighed: false,
    minimumMinor: 0,
    categories: [],
    brand: '',
    tags: [],
    attributes: {},
    notDiscountable: false,
    notBurnable: false,
    notEarning: false,
  };
  while (from.hasMore) readLineField(from, from.integer(), line);
  from.closeMessage(outer);
  return line;
}

function readLineField(from: ForwardReader, tag: number, line: Line__Output): void {
  switch (tag) {
    case (1 << 3) | VARINT:
      line.lineNumber = from.integer() | 0;
      return;
    case (2 << 3) | BYTES:
      line.sku = from.text();
      return;
    case (3 << 3) | VARINT:
      line.quantityMilli = from.integer();
      return;
    case (4 << 3) | VARINT:
      line.unitPriceMinor = from.integer();
      line._unitPriceMinor = 'unitPriceMinor';
      return;
    case (5 << 3) | VARINT:
      line.amountMinor = from.integer();
      line._amountMinor = 'amountMinor';
      return;
    case (6 << 3) | VARINT:
      line.weighed = from.flag();
      return;
    case (7 << 3) | VARINT:
      line.minimumMinor = from.integer();
      return;
    case (8 << 3) | BYTES:
      line.categories.push(from.text());
      return;
    case (9 << 3) | BYTES:
      line.brand = from.text();
      return;
    case (10 << 3) | BYTES:
      line.tags.push(from.text());
      return;
    case (11 << 3) | BYTES:
      readAttribute(from, line.attributes);
      return;
    case (12 << 3) | VARINT:
      line.notDiscountable = from.flag();
      return;
    case (13 << 3) | VARINT:
      line.notBurnable = from.flag();
      return;
    case (14 << 3) | VARINT:
      line.notEarning = from.flag();
      return;
    default:
      from.skip(tag);
  }
}

function readTender(from: ForwardReader): Tender__Output {
  const outer = from.openMessage();
  const tender: Tender__Output = { type: '', amountMinor: 0 };
  while (from.hasMore) {
    const tag = from.integer();
    if (tag === ((1 << 3) | BYTES)) tender.type = from.text();
    else if (tag === ((2 << 3) | VARINT)) tender.amountMinor = from.integer();
    else from.skip(tag);
  }
  from.closeMessage(outer);
  return tender;
}

/** One entry of a map: a message of key and value. */
function readAttribute(from: ForwardReader, attributes: Record<string, string>): void {
  const outer = from.openMessage();
  let key = '';
  let value = '';
  while (from.hasMore) {
    const tag = from.integer();
    if (tag === ((1 << 3) | BYTES)) key = from.text();
    else if (tag === ((2 << 3) | BYTES)) value = from.text();
    else from.skip(tag);
  }
  from.closeMessage(outer);
  // A key named `__proto__` is a key like others, and is refused as such.
  if (key === '__proto__') Object.defineProperty(attributes, key, { value, enumerable: true, configurable: true, writable: true });
  else attributes[key] = value;
}
