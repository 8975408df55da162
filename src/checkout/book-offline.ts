import { skusOf } from '../core/raw-receipt.js';
import { reject, type Rejection } from '../core/rejection.js';
import { attempt } from './attempt.js';
import type { SaleCommand, SaleResult } from './commands.js';
import type { CheckoutDeps } from './deps.js';
import { asIs, bookOnce, turnOf } from './sale.js';

/**
 * Books a receipt that a till sold while it could not reach the engine: by the rules and prices that were live at the time of purchase, without
 * burning. The natural key is that of a sale, so a receipt that was booked online after all is answered from the store.
 *
 * Rejects `malformed` (no time of purchase), `burn_not_allowed`, `no_live_rules` (no programme was live then) and what `sale` rejects.
 */
export async function bookOffline(deps: CheckoutDeps, command: SaleCommand): Promise<SaleResult | Rejection> {
  const { purchasedAtMs, burn } = command.receipt;
  if (purchasedAtMs === 0) return reject('malformed', 'An offline receipt needs its time of purchase', 'receipt.purchased_at_ms');
  if (burn.kind !== 'none')
    return reject('burn_not_allowed', 'Points cannot be spent offline: nobody knew whether they were still there', 'receipt.burn');
  const ruleSet = await deps.rulebook.liveAt(purchasedAtMs);
  if (ruleSet === null) return reject('no_live_rules', 'No programme was live at the time of purchase', 'receipt.purchased_at_ms');
  const prices = await deps.rulebook.pricesAt(purchasedAtMs, skusOf(command.receipt));
  return deps.turns.run(turnOf(deps, command), () =>
    attempt(deps, 'offline', () => bookOnce(deps, command, deps.clock(), asIs, ruleSet, prices)),
  );
}
