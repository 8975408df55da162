import type { LotTerms } from '../core/journal/book-adjust.js';
import type { EpochMs } from '../core/money.js';
import { termsOf } from '../core/pricing/terms.js';
import { reject, type Rejection } from '../core/rejection.js';
import type { CheckoutDeps } from './deps.js';

/**
 * When points that are added by hand expire: at the instant asked for (null: never), or by the programme's life of points, which is never
 * before a programme is published. They are spendable at once. Rejects `malformed` for an instant that is past.
 */
export function additionTerms(deps: CheckoutDeps, expiresAtMs: EpochMs | null | undefined, nowMs: EpochMs): LotTerms | Rejection {
  if (expiresAtMs === undefined) {
    const programme = deps.rulebook.current()?.programme;
    const life = programme?.settings?.points?.life;
    const terms = programme === undefined || life === undefined ? { expiresAtMs: null } : termsOf({ life }, nowMs, programme.timeZone);
    return { activatesAtMs: nowMs, expiresAtMs: terms.expiresAtMs };
  }
  if (expiresAtMs !== null && expiresAtMs <= nowMs) return reject('malformed', 'The points would be expired already', 'expires_at_ms');
  return { activatesAtMs: nowMs, expiresAtMs };
}
