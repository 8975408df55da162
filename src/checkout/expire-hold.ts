import { attempt, STALE } from './attempt.js';
import type { CheckoutDeps } from './deps.js';
import { backOf } from './usage-changes.js';

/** Ends an anonymous hold that ran out of time and gives back what it reserved; true where it was this call that ended it. */
export async function expireAnonymousHold(deps: CheckoutDeps, holdId: string): Promise<boolean> {
  const ended = await attempt(deps, 'settle', () => once(deps, holdId));
  return ended === true;
}

async function once(deps: CheckoutDeps, holdId: string): Promise<boolean | typeof STALE> {
  const stored = await deps.ledger.saleById(holdId);
  const hold = stored?.hold;
  if (stored === null || hold === null || hold === undefined) return false;
  if (hold.status !== 'open' || hold.expiresAtMs > deps.clock()) return false;
  const none = { book: null, sale: null, operation: null, hold: null, issues: [] };
  const closes = [{ holdId, status: 'expired' as const }];
  const outcome = await deps.ledger.post({ bucket: stored.bucket, ...none, closes, ...backOf(hold.reserved) });
  return outcome.kind === 'posted' ? true : STALE;
}
