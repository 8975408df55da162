import { SHAPE } from '../../config.js';
import type { SaleCommand, SaleResult } from '../../checkout/commands.js';
import type { CheckoutDeps } from '../../checkout/deps.js';
import { sale as sell } from '../../checkout/sale.js';
import { answerQuote } from './answer-quote.js';
import { styleOf } from './answer-why.js';
import { receiptHash } from './body-hash.js';
import { checkReceipt } from './check-receipt.js';
import { idempotencyKey, text } from './fields.js';
import type { BookingOutcome } from './generated/tallystick/v1/BookingOutcome.js';
import type { SaleRequest__Output } from './generated/tallystick/v1/SaleRequest.js';
import type { SaleResponse } from './generated/tallystick/v1/SaleResponse.js';
import type { Operation } from './operation.js';

export const OUTCOMES: Readonly<Record<SaleResult['outcome'], BookingOutcome>> = {
  booked: 'BOOKING_OUTCOME_BOOKED',
  quote_moved: 'BOOKING_OUTCOME_QUOTE_MOVED',
};

export const sale: Operation<CheckoutDeps, SaleRequest__Output, SaleCommand, SaleResult, SaleResponse> = {
  name: 'Sale',
  check(request, { caller, deadlineMs }, limits) {
    const receipt = checkReceipt(request.receipt, caller, limits, true);
    return {
      caller,
      deadlineMs,
      idempotencyKey: idempotencyKey(request.idempotencyKey),
      bodyHash: receiptHash('sale', receipt),
      receipt,
      expectedFingerprint: text(request.expectedFingerprint, SHAPE.keyBytesMax, '', -1, 'expected_fingerprint'),
    };
  },
  run: sell,
  answer: ({ outcome, saleId, quote, balance, replayed }, deps) => ({
    outcome: OUTCOMES[outcome],
    saleId,
    quote: answerQuote(quote, styleOf(deps)),
    balance,
    replayed,
  }),
};
