import { bookReturn } from '../core/journal/book-return.js';
import { bookVoidHold } from '../core/journal/book-void-hold.js';
import { total, ZERO_POINTS } from '../core/money.js';
import { changeUsage } from '../core/rules/change-usage.js';
import { isRejection, reject, type Rejection } from '../core/rejection.js';
import type { StoredSale } from '../ledger/read-sale.js';
import { notOpen } from './capture.js';
import type { VoidCommand, VoidResult } from './commands.js';
import type { CheckoutDeps } from './deps.js';
import { otherStore } from './find-sale.js';
import { operationKeyText } from './keys.js';
import { operate, type Subject, type Worked } from './operate.js';
import { returnPolicies } from './return-terms.js';
import { saleIdText, undoUsage } from './undo.js';
import { backOf } from './usage-changes.js';

type Answer = Omit<VoidResult, 'balance' | 'replayed'>;

/**
 * Undoes a hold, or a whole sale on its own business day: as if it had never been, but for the entries that say so.
 * Rejects `unknown_sale`, `unknown_hold`, `not_this_store`, `hold_expired`, `hold_voided`, `hold_captured`, `sale_voided`, `sale_has_returns` and
 * `other_business_day`.
 */
export async function voidSale(deps: CheckoutDeps, command: VoidCommand): Promise<VoidResult | Rejection> {
  const { caller, bodyHash, deadlineMs, idempotencyKey, target } = command;
  const keyOf = (stored: StoredSale) => operationKeyText('void', caller.storeId, idempotencyKey, stored.receiptKey);
  return operate<Answer>(deps, { kind: 'void', target, caller, bodyHash, deadlineMs, keyOf }, (subject) => work(command, subject));
}

function work(command: VoidCommand, subject: Subject): Worked<Answer> | Rejection {
  const foreign = otherStore(subject.stored, command.caller.storeId);
  if (foreign !== null) return foreign;
  return subject.stored.state.status === 'held' ? voidHold(command, subject) : voidCaptured(command, subject);
}

function voidHold(command: VoidCommand, subject: Subject): Worked<Answer> | Rejection {
  const { stored, book, nowMs } = subject;
  const refused = notOpen(stored, nowMs);
  if (refused !== null) return refused;
  const { saleId, storeId, purchasedAtMs } = stored;
  const stateAfter = bookVoidHold(book, stored.state, { saleId, storeId, purchasedAtMs, nowMs });
  if (book !== null) {
    book.counters = { ...book.counters, usage: changeUsage(book.counters.usage, stored.quote.usage, -1) };
  }
  const releasedPoints = total(stored.state.takes.map((take) => take.points));
  return {
    answer: { saleId: saleIdText(subject), releasedPoints, clawbackPoints: ZERO_POINTS, giveBackPoints: ZERO_POINTS },
    row: { ...rowOf(command, subject), refundMinor: 0, stateAfter },
    changes: { ...backOf(stored.hold!.reserved), closes: book === null ? [{ holdId: saleId, status: 'voided' }] : [], issues: [] },
  };
}

function voidCaptured(command: VoidCommand, subject: Subject): Worked<Answer> | Rejection {
  const { stored, book, survivor, ruleSet, nowMs } = subject;
  const { state, saleId, storeId, quote } = stored;
  if (command.target.by === 'hold_id') {
    // Who cancels a reservation does not mean to undo a sale that was paid meanwhile.
    if (state.status === 'voided') return reject('hold_voided', 'The hold was voided already');
    return reject('hold_captured', 'The hold was captured: void the sale by its own id');
  }
  if (state.status === 'voided') return reject('sale_voided', 'The sale was voided already');
  if (state.hasReturns) return reject('sale_has_returns', 'Parts of the sale were returned: return the rest instead');
  if (command.businessDate !== stored.businessDate)
    return reject(
      'other_business_day',
      `The sale is of ${stored.businessDate}: after its business day it can only be returned`,
      'business_date',
    );
  const head = { kind: 'void' as const, saleId, storeId, returnedAtMs: nowMs, nowMs };
  const booked = bookReturn(book, quote, state, null, returnPolicies(ruleSet), head, survivor);
  if (isRejection(booked)) return booked;
  const restored = undoUsage(subject, booked.lines, true);
  const { clawbackPoints, giveBackPoints, refundMinor } = booked;
  return {
    answer: { saleId: saleIdText(subject), releasedPoints: ZERO_POINTS, clawbackPoints, giveBackPoints },
    row: { ...rowOf(command, subject), refundMinor, stateAfter: booked.state },
    changes: { ...restored, closes: [], issues: [] },
  };
}

function rowOf(command: VoidCommand, { stored, nowMs }: Subject): Pick<Worked<Answer>['row'], 'eventAtMs' | 'businessDate' | 'request'> {
  return { eventAtMs: nowMs, businessDate: stored.businessDate, request: { reason: command.reason } };
}
