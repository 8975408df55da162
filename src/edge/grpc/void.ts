import { SHAPE } from '../../config.js';
import type { Caller, SaleTarget, VoidCommand, VoidResult } from '../../checkout/commands.js';
import type { CheckoutDeps } from '../../checkout/deps.js';
import { voidSale as undo } from '../../checkout/void.js';
import { bodyHash } from './body-hash.js';
import { checkReceiptKey } from './check-receipt.js';
import { day, idempotencyKey, refuse, text, words } from './fields.js';
import type { VoidRequest__Output } from './generated/tallystick/v1/VoidRequest.js';
import type { VoidResponse } from './generated/tallystick/v1/VoidResponse.js';
import type { Operation } from './operation.js';

export const voidSale: Operation<CheckoutDeps, VoidRequest__Output, VoidCommand, VoidResult, VoidResponse> = {
  name: 'Void',
  check(request, { caller, deadlineMs }) {
    const target = checkTarget(request, caller);
    const businessDate = day(request.businessDate, '', -1, 'business_date');
    const reason = text(request.reason, SHAPE.reasonMax, '', -1, 'reason');
    return {
      caller,
      deadlineMs,
      idempotencyKey: idempotencyKey(request.idempotencyKey),
      bodyHash: bodyHash('void', [target, businessDate, reason]),
      target,
      businessDate,
      reason,
    };
  },
  run: undo,
  answer: (result) => result,
};

function checkTarget(request: VoidRequest__Output, caller: Caller): SaleTarget {
  switch (request.target) {
    case 'saleId':
      return { by: 'sale_id', saleId: words(request.saleId ?? '', SHAPE.textMax, '', -1, 'sale_id') };
    case 'holdId':
      return { by: 'hold_id', holdId: words(request.holdId ?? '', SHAPE.textMax, '', -1, 'hold_id') };
    case 'receipt':
      return { by: 'receipt', receipt: checkReceiptKey(request.receipt, caller, 'receipt') };
    default:
      return refuse('', -1, 'target', 'is missing: set one of sale_id, hold_id, receipt');
  }
}
