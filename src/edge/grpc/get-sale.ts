import { SHAPE } from '../../config.js';
import type { Caller, GetSaleQuery, SaleStatus, SaleTarget, SaleView } from '../../checkout/commands.js';
import type { CheckoutDeps } from '../../checkout/deps.js';
import { getSale as find } from '../../checkout/get-sale.js';
import { answerQuote } from './answer-quote.js';
import { styleOf } from './answer-why.js';
import { checkReceiptKey } from './check-receipt.js';
import { idempotencyKey, refuse, words } from './fields.js';
import type { GetSaleRequest__Output } from './generated/tallystick/v1/GetSaleRequest.js';
import type { GetSaleResponse } from './generated/tallystick/v1/GetSaleResponse.js';
import type { SaleStatus as StatusMessage } from './generated/tallystick/v1/SaleStatus.js';
import type { Operation } from './operation.js';

const STATUSES: Readonly<Record<SaleStatus, StatusMessage>> = {
  held: 'SALE_STATUS_HELD',
  captured: 'SALE_STATUS_CAPTURED',
  voided: 'SALE_STATUS_VOIDED',
  expired: 'SALE_STATUS_EXPIRED',
  partly_returned: 'SALE_STATUS_PARTLY_RETURNED',
  returned: 'SALE_STATUS_RETURNED',
};

export const getSale: Operation<CheckoutDeps, GetSaleRequest__Output, GetSaleQuery, SaleView, GetSaleResponse> = {
  name: 'GetSale',
  check: (request, { caller, deadlineMs }) => ({ caller, deadlineMs, target: checkTarget(request, caller) }),
  run: find,
  answer: (view, deps) => ({
    ...view,
    status: STATUSES[view.status],
    quote: answerQuote(view.quote, styleOf(deps)),
    returned: [...view.returned],
  }),
};

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
