import { bookCapture } from '../core/journal/book-capture.js';
import type { Quote } from '../core/quote.js';
import { isRejection, reject, type Rejection } from '../core/rejection.js';
import { publicId } from '../ledger/ids.js';
import type { StoredSale } from '../ledger/read-sale.js';
import { countersAfterSale } from './book-counters.js';
import type { CaptureCommand, CaptureResult } from './commands.js';
import type { CheckoutDeps } from './deps.js';
import { otherStore } from './find-sale.js';
import { couponsOf } from './issue-coupons.js';
import { operationKeyText } from './keys.js';
import { operate, type Subject, type Worked } from './operate.js';

type Answer = Omit<CaptureResult, 'balance' | 'replayed'>;

/**
 * Makes a hold final, wholly or for fewer units: held points are redeemed, points are earned, what is not captured goes back.
 * Rejects `unknown_hold`, `not_this_store`, `hold_expired`, `hold_captured`, `hold_voided`, `malformed` and `more_than_sold`.
 */
export async function capture(deps: CheckoutDeps, command: CaptureCommand): Promise<CaptureResult | Rejection> {
  const { caller, bodyHash, deadlineMs, idempotencyKey } = command;
  const keyOf = (stored: StoredSale) => operationKeyText('capture', caller.storeId, idempotencyKey, stored.receiptKey);
  const target = { by: 'hold_id' as const, holdId: command.holdId };
  return operate<Answer>(deps, { kind: 'capture', target, caller, bodyHash, deadlineMs, keyOf }, (subject) => work(command, subject));
}

function work(command: CaptureCommand, subject: Subject): Worked<Answer> | Rejection {
  const { stored, book, ruleSet, member, nowMs } = subject;
  const refused = otherStore(stored, command.caller.storeId) ?? notOpen(stored, nowMs);
  if (refused !== null) return refused;
  const { saleId, storeId, purchasedAtMs, quote } = stored;
  const captured = bookCapture(book, quote, stored.state, command.lines, { saleId, storeId, purchasedAtMs, nowMs });
  if (isRejection(captured)) return captured;
  const { state, totals } = captured;
  if (book !== null && member !== null) {
    // Limits were counted when the hold was made.
    const final: Quote = {
      ...quote,
      usage: [],
      totals: { ...quote.totals, payableMinor: totals.payableMinor, earnPoints: totals.earnPoints },
    };
    book.counters = countersAfterSale(book.counters, final, stored.receipt, ruleSet, member, nowMs);
  }
  return {
    answer: { saleId: publicId('rcp', saleId), totals },
    row: {
      eventAtMs: purchasedAtMs,
      businessDate: stored.businessDate,
      refundMinor: 0,
      request: { lines: command.lines },
      stateAfter: state,
    },
    changes: {
      budgets: [],
      coupons: [],
      closes: book === null ? [{ holdId: saleId, status: 'captured' }] : [],
      issues: couponsOf(quote.issues, ruleSet, stored.memberId, saleId, nowMs),
    },
  };
}

/** Why a hold cannot be used any more, or null where it is open. Time alone ends a hold, whether or not a job has noticed. */
export function notOpen(stored: StoredSale, nowMs: number): Rejection | null {
  const { hold, state } = stored;
  if (hold === null) return reject('not_a_hold', 'The sale was not authorized as a hold');
  if (state.status === 'voided') return reject('hold_voided', 'The hold was voided: nothing is reserved any more');
  if (state.status === 'captured') return reject('hold_captured', 'The hold was captured already');
  if (hold.status !== 'open' || hold.expiresAtMs <= nowMs)
    return reject('hold_expired', 'The hold ran out of time: authorize again', '', { expired_at_ms: String(hold.expiresAtMs) });
  return null;
}
