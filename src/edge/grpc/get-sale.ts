import { SHAPE } from '../../config.js';
import type { Caller, GetSaleQuery, ReceiptKey, SaleStatus, SaleTarget, SaleView } from '../../checkout/commands.js';
import type { CheckoutDeps } from '../../checkout/deps.js';
import { getSale as find } from '../../checkout/get-sale.js';
import { styleOf } from './answer-why.js';
import { checkReceiptKey } from './check-receipt.js';
import { idempotencyKey, refuse, words } from './fields.js';
import type { GetSaleRequest__Output } from './generated/tallystick/v1/GetSaleRequest.js';
import type { GetSaleResponse } from './generated/tallystick/v1/GetSaleResponse.js';
import type { Operation } from './operation.js';
import type { BackwardWriter } from './wire/backward-writer.js';
import { writeQuote } from './wire/write-quote.js';

/** Values of the enum `SaleStatus`. */
const STATUSES: Readonly<Record<SaleStatus, number>> = { held: 1, captured: 2, voided: 3, expired: 4, partly_returned: 5, returned: 6 };

export const getSale: Operation<CheckoutDeps, GetSaleRequest__Output, GetSaleQuery, SaleView, GetSaleResponse> = {
  name: 'GetSale',
  check: (request, { caller, deadlineMs }) => ({ caller, deadlineMs, target: checkTarget(request, caller) }),
  run: find,
  write(to, view, deps) {
    to.integer(10, view.holdExpiresAtMs);
    to.text(9, view.holdId);
    for (let i = view.returned.length - 1; i >= 0; i--) {
      const { lineNumber, quantityMilli } = view.returned[i]!;
      const opened = to.openMessage();
      to.integer(2, quantityMilli);
      to.integer(1, lineNumber);
      to.closeMessage(8, opened);
    }
    writeQuote(to, 7, view.quote, styleOf(deps));
    to.text(6, view.memberId);
    to.integer(5, view.bookedAtMs);
    to.integer(4, view.purchasedAtMs);
    writeReceiptKey(to, view.receipt);
    to.integer(2, STATUSES[view.status]);
    to.text(1, view.saleId);
  },
};

function writeReceiptKey(to: BackwardWriter, { storeId, terminalId, businessDate, receiptNumber }: ReceiptKey): void {
  const opened = to.openMessage();
  to.text(4, receiptNumber);
  to.text(3, businessDate);
  to.text(2, terminalId);
  to.text(1, storeId);
  to.closeMessage(3, opened);
}

function checkTarget(request: GetSaleRequest__Output, caller: Caller): SaleTarget {
  switch (request.by) {
    case 'saleId':
      return { by: 'sale_id', saleId: words(request.saleId ?? '', SHAPE.textMax, '', -1, 'sale_id') };
    case 'receipt':
      return { by: 'receipt', receipt: checkReceiptKey(request.receipt, caller, 'receipt') };
    case 'idempotencyKey':
      if (request.idempotencyKey === '') refuse('', -1, 'idempotency_key', 'is missing');
      return { by: 'idempotency_key', idempotencyKey: idempotencyKey(request.idempotencyKey ?? '') };
    default:
      return refuse('', -1, 'by', 'is missing: set one of sale_id, receipt, idempotency_key');
  }
}
