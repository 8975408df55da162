import { SHAPE } from '../../config.js';
import type { Caller, ReturnCommand, ReturnResult, SaleTarget } from '../../checkout/commands.js';
import type { CheckoutDeps } from '../../checkout/deps.js';
import { returnSale as takeBack } from '../../checkout/return.js';
import { bodyHash } from './body-hash.js';
import { checkLines } from './check-lines.js';
import { checkAnyReceiptKey, checkReceiptKey } from './check-receipt.js';
import { idempotencyKey, refuse, text, whole, words } from './fields.js';
import type { ReturnRequest__Output } from './generated/tallystick/v1/ReturnRequest.js';
import type { ReturnResponse } from './generated/tallystick/v1/ReturnResponse.js';
import type { ShortfallPolicy } from './generated/tallystick/v1/ShortfallPolicy.js';
import type { Operation } from './operation.js';

const POLICIES: Readonly<Record<ReturnResult['shortfallPolicy'], ShortfallPolicy>> = {
  negative: 'SHORTFALL_POLICY_NEGATIVE',
  deduct: 'SHORTFALL_POLICY_DEDUCT',
  forgive: 'SHORTFALL_POLICY_FORGIVE',
};

export const returnSale: Operation<CheckoutDeps, ReturnRequest__Output, ReturnCommand, ReturnResult, ReturnResponse> = {
  name: 'Return',
  check(request, { caller, deadlineMs }, limits) {
    const target = checkTarget(request, caller);
    const receipt = checkReceiptKey(request.receipt, caller, 'receipt');
    const returnedAtMs = whole(request.returnedAtMs, 0, SHAPE.epochMsMax, '', -1, 'returned_at_ms');
    if (request.lines.length === 0) refuse('', -1, 'lines', 'must have at least one line');
    const lines = checkLines(request.lines, limits.linesMax);
    const reason = text(request.reason, SHAPE.reasonMax, '', -1, 'reason');
    return {
      caller,
      deadlineMs,
      idempotencyKey: idempotencyKey(request.idempotencyKey),
      bodyHash: bodyHash('return', [target, receipt, returnedAtMs, lines, reason]),
      target,
      receipt,
      returnedAtMs,
      lines,
      reason,
    };
  },
  run: takeBack,
  answer: (result) => ({ ...result, lines: [...result.lines], shortfallPolicy: POLICIES[result.shortfallPolicy] }),
};

function checkTarget(request: ReturnRequest__Output, caller: Caller): SaleTarget {
  switch (request.target) {
    case 'saleId':
      return { by: 'sale_id', saleId: words(request.saleId ?? '', SHAPE.textMax, '', -1, 'sale_id') };
    case 'saleReceipt':
      return { by: 'receipt', receipt: checkAnyReceiptKey(request.saleReceipt, caller, 'sale_receipt') };
    default:
      return refuse('', -1, 'target', 'is missing: set one of sale_id, sale_receipt');
  }
}
