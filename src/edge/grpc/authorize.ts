import { SHAPE } from '../../config.js';
import { authorize as hold } from '../../checkout/authorize.js';
import type { AuthorizeCommand, AuthorizeResult } from '../../checkout/commands.js';
import type { CheckoutDeps } from '../../checkout/deps.js';
import { styleOf } from './answer-why.js';
import { receiptHash } from './body-hash.js';
import { checkReceipt } from './check-receipt.js';
import { idempotencyKey, text, whole } from './fields.js';
import type { AuthorizeRequest__Output } from './generated/tallystick/v1/AuthorizeRequest.js';
import type { AuthorizeResponse } from './generated/tallystick/v1/AuthorizeResponse.js';
import type { Operation } from './operation.js';
import { OUTCOMES } from './sale.js';
import { readAuthorizeRequest } from './wire/read-receipt.js';
import { writeBalance, writeQuote } from './wire/write-quote.js';

export const authorize: Operation<CheckoutDeps, AuthorizeRequest__Output, AuthorizeCommand, AuthorizeResult, AuthorizeResponse> = {
  name: 'Authorize',
  read: readAuthorizeRequest,
  check(request, { caller, deadlineMs }, limits) {
    const receipt = checkReceipt(request.receipt, caller, limits, true);
    const holdTtlMs = whole(request.holdTtlMs, 0, limits.holdTtlMsMax, '', -1, 'hold_ttl_ms');
    return {
      caller,
      deadlineMs,
      idempotencyKey: idempotencyKey(request.idempotencyKey),
      bodyHash: receiptHash('authorize', receipt, holdTtlMs),
      receipt,
      expectedFingerprint: text(request.expectedFingerprint, SHAPE.keyBytesMax, '', -1, 'expected_fingerprint'),
      holdTtlMs,
    };
  },
  run: hold,
  write(to, { outcome, saleId, holdId, holdExpiresAtMs, quote, balance, replayed }, deps) {
    to.flag(7, replayed);
    writeBalance(to, 6, balance);
    writeQuote(to, 5, quote, styleOf(deps));
    to.integer(4, holdExpiresAtMs);
    to.text(3, holdId);
    to.text(2, saleId);
    to.integer(1, OUTCOMES[outcome]);
  },
};
