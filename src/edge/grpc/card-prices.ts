import { SHAPE } from '../../config.js';
import { cardPrices as look } from '../../checkout/card-prices.js';
import type { CardPricesQuery, CardPricesResult } from '../../checkout/commands.js';
import type { CheckoutDeps } from '../../checkout/deps.js';
import { refuse, text, wordList } from './fields.js';
import type { CardPricesRequest__Output } from './generated/tallystick/v1/CardPricesRequest.js';
import type { CardPricesResponse } from './generated/tallystick/v1/CardPricesResponse.js';
import type { Operation } from './operation.js';
import { readCardPricesRequest } from './wire/read-card-prices.js';

export const cardPrices: Operation<CheckoutDeps, CardPricesRequest__Output, CardPricesQuery, CardPricesResult, CardPricesResponse> = {
  name: 'CardPrices',
  read: readCardPricesRequest,
  check(request, { caller, deadlineMs }, limits) {
    if (request.skus.length === 0) refuse('', -1, 'skus', 'must have at least one item');
    const storeId = text(request.storeId, SHAPE.textMax, '', -1, 'store_id') || caller.storeId;
    if (storeId !== caller.storeId) refuse('', -1, 'store_id', 'is not the store of this terminal key', 'not_this_store');
    return {
      caller,
      deadlineMs,
      skus: wordList(request.skus, limits.skusMax, '', -1, 'skus'),
      cardNumber: text(request.cardNumber, SHAPE.textMax, '', -1, 'card_number'),
      storeId,
      channel: text(request.channel, SHAPE.textMax, '', -1, 'channel') || 'pos',
    };
  },
  run: look,
  write(to, { prices, ruleSetVersion }) {
    to.integer(2, ruleSetVersion);
    for (let i = prices.length - 1; i >= 0; i--) {
      const { sku, regularMinor, cardMinor, listId } = prices[i]!;
      const isSpecial = listId !== '';
      const opened = to.openMessage();
      to.text(5, listId);
      to.integer(4, regularMinor);
      to.integer(3, isSpecial ? cardMinor : 0);
      to.flag(2, isSpecial);
      to.text(1, sku);
      to.closeMessage(1, opened);
    }
  },
};
