import type { EpochMs } from '../core/money.js';
import { reject, type Rejection } from '../core/rejection.js';
import { publicId } from '../ledger/ids.js';
import { readExpiring, type ExpiringPoints } from '../ledger/read-expiring.js';
import type { CheckoutDeps } from './deps.js';

/** Members with points that expire from now until an instant, pending ones too, streamed. Rejects `malformed` for an instant that is past. */
export function expiringPoints(deps: CheckoutDeps, untilMs: EpochMs): AsyncGenerator<ExpiringPoints> | Rejection {
  const nowMs = deps.clock();
  if (untilMs <= nowMs) return reject('malformed', 'until_ms must be ahead of now', 'until_ms');
  return named(readExpiring(deps.ledger.pool, nowMs, untilMs));
}

async function* named(found: AsyncGenerator<ExpiringPoints>): AsyncGenerator<ExpiringPoints> {
  for await (const item of found) yield { ...item, memberId: publicId('mbr', item.memberId) };
}
