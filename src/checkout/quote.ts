import type { Rejection } from '../core/rejection.js';
import { isRejection } from '../core/rejection.js';
import type { QuoteCommand, QuoteResult } from './commands.js';
import type { CheckoutDeps } from './deps.js';
import { balanceOf } from './member-state.js';
import { price } from './price.js';

/** Prices a receipt; has no effect. Rejects what `price` rejects. */
export async function quote(deps: CheckoutDeps, command: QuoteCommand): Promise<QuoteResult | Rejection> {
  const priced = await price(deps, command.receipt, command.explain, deps.clock(), deps.rulebook.current(), command.deadlineMs);
  if (isRejection(priced)) return priced;
  return { quote: priced.quote, balance: priced.book === null ? null : balanceOf(priced.book) };
}
