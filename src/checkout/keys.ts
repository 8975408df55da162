import type { ReceiptKey } from './commands.js';

/** The natural key of a receipt, as stored. Its parts cannot hold the separator: the edge refuses control characters. */
export function receiptKeyText(receipt: ReceiptKey): string {
  return [receipt.storeId, receipt.terminalId, receipt.businessDate, receipt.receiptNumber].join('\u001f');
}

/** A client-made key is unique within its store. */
export function clientKeyText(storeId: string, idempotencyKey: string): string {
  return `${storeId}\u001f${idempotencyKey}`;
}

/** The key of an operation on a sale: the client's own, which no other operation may use again, or the natural key with the operation's name. */
export function operationKeyText(
  kind: 'capture' | 'void' | 'return' | 'unreceipted',
  storeId: string,
  idempotencyKey: string,
  natural: string,
): string {
  return idempotencyKey === '' ? `${kind}\u001f${natural}` : `id\u001f${clientKeyText(storeId, idempotencyKey)}`;
}
