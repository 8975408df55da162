import { SHAPE } from '../../config.js';
import type { SaleCommand, SaleResult } from '../../checkout/commands.js';
import type { CheckoutDeps } from '../../checkout/deps.js';
import { sale as sell, saleAs } from '../../checkout/sale.js';
import { styleOf } from './answer-why.js';
import { receiptHash } from './body-hash.js';
import { checkReceipt } from './check-receipt.js';
import { idempotencyKey, text } from './fields.js';
import type { SaleRequest__Output } from './generated/tallystick/v1/SaleRequest.js';
import type { SaleResponse } from './generated/tallystick/v1/SaleResponse.js';
import type { Operation } from './operation.js';
import { readSaleRequest } from './wire/read-receipt.js';
import { writeBalance, writeQuote } from './wire/write-quote.js';

/** Values of the enum `BookingOutcome`. */
export const OUTCOMES: Readonly<Record<SaleResult['outcome'], number>> = { booked: 1, quote_moved: 2 };

export const sale: Operation<CheckoutDeps, SaleRequest__Output, SaleCommand, SaleResult, SaleResponse> = {
  name: 'Sale',
  read: readSaleRequest,
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
  runAs: saleAs,
  write(to, { outcome, saleId, quote, balance, replayed }, deps) {
    to.flag(5, replayed);
    writeBalance(to, 4, balance);
    writeQuote(to, 3, quote, styleOf(deps));
    to.text(2, saleId);
    to.integer(1, OUTCOMES[outcome]);
  },
};
