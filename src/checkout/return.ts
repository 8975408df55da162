import { bookReturn } from '../core/journal/book-return.js';
import { isRejection, reject, type Rejection } from '../core/rejection.js';
import { publicId } from '../ledger/ids.js';
import type { ReturnCommand, ReturnResult } from './commands.js';
import type { CheckoutDeps } from './deps.js';
import { operationKeyText, receiptKeyText } from './keys.js';
import { operate, type Subject, type Worked } from './operate.js';
import { returnPolicies } from './return-terms.js';
import { saleIdText, undoUsage } from './undo.js';

type Answer = Omit<ReturnResult, 'balance' | 'replayed'>;

/**
 * Undoes captured lines, wholly or in part: the refund, burned points back to their lots, earned points clawed back. Goods may come
 * back to another store than they were sold in; the return's own receipt is the caller's.
 *
 * Rejects `unknown_sale`, `sale_is_a_hold`, `sale_voided`, `malformed` and `more_than_sold`.
 */
export async function returnSale(deps: CheckoutDeps, command: ReturnCommand): Promise<ReturnResult | Rejection> {
  const { caller, bodyHash, deadlineMs, idempotencyKey, target } = command;
  const key = operationKeyText('return', caller.storeId, idempotencyKey, receiptKeyText(command.receipt));
  const request = { kind: 'return' as const, target, caller, bodyHash, deadlineMs, keyOf: () => key };
  return operate<Answer>(deps, request, (subject) => work(command, subject));
}

function work(command: ReturnCommand, subject: Subject): Worked<Answer> | Rejection {
  const { stored, book, survivor, ruleSet, nowMs, operationId } = subject;
  const { state, saleId, quote } = stored;
  if (state.status === 'held') return reject('sale_is_a_hold', 'The sale is only authorized: void or capture the hold');
  if (state.status === 'voided') return reject('sale_voided', 'The sale was voided: there is nothing to return');
  const policies = returnPolicies(ruleSet);
  const returnedAtMs = command.returnedAtMs === 0 ? nowMs : command.returnedAtMs;
  const head = { kind: 'return' as const, saleId, storeId: command.receipt.storeId, returnedAtMs, nowMs };
  const booked = bookReturn(book, quote, state, command.lines, policies, head, survivor);
  if (isRejection(booked)) return booked;
  const restored = undoUsage(subject, booked.lines, booked.complete);
  const { state: stateAfter, complete: _complete, ...amounts } = booked;
  return {
    answer: { returnId: publicId('ret', operationId), saleId: saleIdText(subject), ...amounts, shortfallPolicy: policies.shortfall },
    row: {
      eventAtMs: returnedAtMs,
      businessDate: command.receipt.businessDate,
      refundMinor: booked.refundMinor,
      request: { receipt: command.receipt, lines: command.lines, reason: command.reason },
      stateAfter,
    },
    changes: { ...restored, closes: [], issues: [] },
  };
}
