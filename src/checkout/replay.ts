import { reject, type Rejection } from '../core/rejection.js';
import type { StoredOperation, StoredSale } from '../ledger/read-sale.js';
import type { SaleCommand } from './commands.js';
import type { CheckoutDeps } from './deps.js';
import { clientKeyText, receiptKeyText } from './keys.js';

/** The sale that was booked under the keys of this command before, or null. */
export async function earlierSale(deps: CheckoutDeps, command: SaleCommand): Promise<StoredSale | null> {
  const { storeId } = command.receipt;
  if (command.idempotencyKey !== '') {
    const byKey = await deps.ledger.saleByIdempotencyKey(clientKeyText(storeId, command.idempotencyKey));
    if (byKey !== null) return byKey;
  }
  return deps.ledger.saleByReceipt(receiptKeyText(command.receipt));
}

/** Null where the stored effect is the same call; otherwise `key_reused`. */
export function keyReused(stored: { readonly bodyHash: Buffer; readonly kind: string }, bodyHash: Buffer, kind: string): Rejection | null {
  if (stored.kind === kind && stored.bodyHash.equals(bodyHash)) return null;
  const what = stored.kind === kind ? 'with another body' : `by the operation ${stored.kind}`;
  return reject('key_reused', `The key was used ${what}: send a new receipt number or key for a new effect`, 'idempotency_key');
}

/** The stored answer of an operation under this key: the answer, `key_reused`, or null where the key is free. */
export function earlierAnswer<T>(
  stored: StoredOperation | null,
  bodyHash: Buffer,
  kind: string,
): (T & { replayed: true }) | Rejection | null {
  if (stored === null) return null;
  return keyReused(stored, bodyHash, kind) ?? ({ ...stored.answer, replayed: true } as T & { replayed: true });
}
