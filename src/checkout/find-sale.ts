import { reject, type Rejection } from '../core/rejection.js';
import { uuidOf } from '../ledger/ids.js';
import type { StoredSale } from '../ledger/read-sale.js';
import type { SaleTarget } from './commands.js';
import type { CheckoutDeps } from './deps.js';
import { clientKeyText, receiptKeyText } from './keys.js';

/** The sale a command names. Rejects `unknown_sale`, `unknown_hold` and `not_a_hold`. `storeId` is the caller's: client keys are per store. */
export async function findSale(deps: CheckoutDeps, target: SaleTarget, storeId: string): Promise<StoredSale | Rejection> {
  switch (target.by) {
    case 'sale_id':
      return (await byId(deps, uuidOf('rcp', target.saleId))) ?? unknown('sale_id');
    case 'hold_id': {
      const found = await byId(deps, uuidOf('hld', target.holdId));
      if (found !== null && found.kind === 'authorize') return found;
      if (found !== null) return reject('not_a_hold', 'The sale was booked at once: there was never a hold', 'hold_id');
      return reject('unknown_hold', 'There is no hold with this id', 'hold_id');
    }
    case 'receipt':
      return (await deps.ledger.saleByReceipt(receiptKeyText(target.receipt))) ?? unknown('receipt');
    case 'idempotency_key':
      return (await deps.ledger.saleByIdempotencyKey(clientKeyText(storeId, target.idempotencyKey))) ?? unknown('idempotency_key');
  }
}

async function byId(deps: CheckoutDeps, uuid: string | null): Promise<StoredSale | null> {
  return uuid === null ? null : deps.ledger.saleById(uuid);
}

function unknown(field: string): Rejection {
  return reject('unknown_sale', 'There is no sale of that name: nothing was booked under it', field);
}

/** `not_this_store` where the sale belongs to another store than the caller. */
export function otherStore(stored: StoredSale, storeId: string): Rejection | null {
  if (stored.storeId === storeId) return null;
  return reject('not_this_store', "The sale belongs to another store: use that store's terminal");
}
