/**
 * What tells a repeated call from another one under the same key: 16 bytes of SHA-256 over the checked content of the request.
 *
 * The content, not the bytes: a client library may write the same message in another way, and a till that names its own store
 * asks for the same as one that leaves it out. The key itself and the expected fingerprint are left out: a till whose quote moved
 * has booked nothing, and repeats the receipt with the new fingerprint.
 */
import { hash } from 'node:crypto';
import type { RawLine, RawReceipt } from '../../core/raw-receipt.js';
import type { Attributes } from '../../core/receipt.js';

export function bodyHash(operation: string, content: unknown): Buffer {
  return textHash(operation + JSON.stringify(content));
}

/** The hash of a receipt, and of what else a call says about it. */
export function receiptHash(operation: string, receipt: RawReceipt, more: string | number = ''): Buffer {
  return textHash(`${operation}${FIELD}${more}${FIELD}${receiptText(receipt)}`);
}

function textHash(text: string): Buffer {
  return Buffer.from(hash('sha256', text, 'buffer').subarray(0, 16));
}

// The checks let no control character through, so these never occur in a value.
const FIELD = '\u001f';
const ITEM = '\u001e';
const LINE = '\u001d';

/**
 * A receipt as one text, a third of the cost of its JSON. What may be left out is written only where it is there, with a letter of its own,
 * so that a field which a later version adds does not change the hash of receipts without it: the hashes are stored with the sales.
 */
function receiptText(receipt: RawReceipt): string {
  const { storeId, terminalId, businessDate, receiptNumber, purchasedAtMs, currency, channel, cardNumber, burn } = receipt;
  let text = storeId + FIELD + terminalId + FIELD + businessDate + FIELD + receiptNumber + FIELD + purchasedAtMs;
  text += FIELD + currency + FIELD + channel + FIELD + cardNumber;
  if (burn.kind !== 'none') text += `${FIELD}b${burn.kind === 'max' ? 'max' : burn.points}`;
  if (receipt.coupons.length > 0) text += `${FIELD}c${receipt.coupons.join(ITEM)}`;
  for (const { type, amountMinor } of receipt.tenders) text += `${FIELD}t${type}${ITEM}${amountMinor}`;
  text += attributesText(receipt.attributes);
  for (const line of receipt.lines) text += lineText(line);
  return text;
}

function lineText(line: RawLine): string {
  let text = LINE + line.lineNumber + FIELD + line.sku + FIELD + line.quantityMilli;
  if (line.unitPriceMinor !== null) text += `${FIELD}u${line.unitPriceMinor}`;
  if (line.amountMinor !== null) text += `${FIELD}a${line.amountMinor}`;
  if (line.minimumMinor !== 0) text += `${FIELD}m${line.minimumMinor}`;
  if (line.categories.length > 0) text += `${FIELD}c${line.categories.join(ITEM)}`;
  if (line.brand !== '') text += `${FIELD}r${line.brand}`;
  if (line.tags.length > 0) text += `${FIELD}t${line.tags.join(ITEM)}`;
  if (line.weighed) text += `${FIELD}w`;
  if (line.notDiscountable) text += `${FIELD}d`;
  if (line.notBurnable) text += `${FIELD}n`;
  if (line.notEarning) text += `${FIELD}e`;
  return text + attributesText(line.attributes);
}

/** Attributes come sorted by name. */
function attributesText(attributes: Attributes): string {
  let text = '';
  for (const name in attributes) text += `${FIELD}x${name}${ITEM}${attributes[name]}`;
  return text;
}
