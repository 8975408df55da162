import type { QuoteCommand, QuoteResult } from '../../checkout/commands.js';
import type { CheckoutDeps } from '../../checkout/deps.js';
import { quote as price } from '../../checkout/quote.js';
import { styleOf } from './answer-why.js';
import { checkReceipt } from './check-receipt.js';
import type { QuoteRequest__Output } from './generated/tallystick/v1/QuoteRequest.js';
import type { QuoteResponse } from './generated/tallystick/v1/QuoteResponse.js';
import type { Operation } from './operation.js';
import { readQuoteRequest } from './wire/read-receipt.js';
import { writeBalance, writeQuote } from './wire/write-quote.js';

export const quote: Operation<CheckoutDeps, QuoteRequest__Output, QuoteCommand, QuoteResult, QuoteResponse> = {
  name: 'Quote',
  read: readQuoteRequest,
  check: (request, { caller, deadlineMs }, limits) => ({
    caller,
    deadlineMs,
    receipt: checkReceipt(request.receipt, caller, limits, false),
    explain: request.explain,
  }),
  run: price,
  write(to, { quote, balance }, deps) {
    writeBalance(to, 2, balance);
    writeQuote(to, 1, quote, styleOf(deps));
  },
};
