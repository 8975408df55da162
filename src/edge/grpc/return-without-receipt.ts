import { SHAPE } from '../../config.js';
import type { CheckoutDeps } from '../../checkout/deps.js';
import {
  returnWithoutReceipt as takeBack,
  type ReturnWithoutReceiptCommand,
  type ReturnWithoutReceiptResult,
  type UnreceiptedLine,
} from '../../checkout/return-without-receipt.js';
import { milli, minor } from '../../core/money.js';
import { bodyHash } from './body-hash.js';
import { checkReceiptKey } from './check-receipt.js';
import { idempotencyKey, refuse, text, whole, words } from './fields.js';
import type { ReturnWithoutReceiptRequest__Output } from './generated/tallystick/v1/ReturnWithoutReceiptRequest.js';
import type { ReturnWithoutReceiptResponse } from './generated/tallystick/v1/ReturnWithoutReceiptResponse.js';
import type { UnreceiptedLine__Output } from './generated/tallystick/v1/UnreceiptedLine.js';
import type { Operation } from './operation.js';

export const returnWithoutReceipt: Operation<
  CheckoutDeps,
  ReturnWithoutReceiptRequest__Output,
  ReturnWithoutReceiptCommand,
  ReturnWithoutReceiptResult,
  ReturnWithoutReceiptResponse
> = {
  name: 'ReturnWithoutReceipt',
  check(request, { caller, deadlineMs }, limits) {
    const receipt = checkReceiptKey(request.receipt, caller, 'receipt');
    if (request.lines.length === 0) refuse('', -1, 'lines', 'must have at least one line');
    if (request.lines.length > limits.linesMax) refuse('', -1, 'lines', `must not have more than ${limits.linesMax} lines`, 'over_limit');
    const lines = request.lines.map(checkLine);
    const reason = text(request.reason, SHAPE.reasonMax, '', -1, 'reason');
    const key = idempotencyKey(request.idempotencyKey);
    return { caller, deadlineMs, idempotencyKey: key, bodyHash: bodyHash('unreceipted', [receipt, lines, reason]), receipt, lines, reason };
  },
  run: takeBack,
  answer: (result) => ({ ...result, lines: [...result.lines] }),
};

function checkLine(line: UnreceiptedLine__Output, i: number): UnreceiptedLine {
  const { amountMinorMax, quantityMilliMax, lineNumberMax, textMax } = SHAPE;
  const quantity = whole(line.quantityMilli, 1, quantityMilliMax, 'lines', i, 'quantity_milli');
  const price = line.unitPriceMinor === undefined ? null : whole(line.unitPriceMinor, 0, amountMinorMax, 'lines', i, 'unit_price_minor');
  if (price !== null && price * quantity > amountMinorMax * 1_000)
    refuse('lines', i, 'unit_price_minor', `times the quantity must not be above ${amountMinorMax}`, 'over_limit');
  return {
    lineNumber: whole(line.lineNumber, 1, lineNumberMax, 'lines', i, 'line_number'),
    sku: words(line.sku, textMax, 'lines', i, 'sku'),
    quantityMilli: milli(quantity),
    unitPriceMinor: price === null ? null : minor(price),
  };
}
