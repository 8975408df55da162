/** Carts of a web shop: listing pages ask for the card prices of their goods, and each change of a cart for a quote. Few buy at once. */
import { check, sleep } from 'k6';
import type { Options } from 'k6/options';
import { checkQuote, type Quote } from './answers.ts';
import { basket, someCard, someSku } from './baskets.ts';
import { below, between, chance } from './chance.ts';
import { byStatus, call } from './checkout.ts';
import { always, day, summaryTrendStats, within } from './plan.ts';

/** Visits a second at the busiest hour; each is a listing page or two and some changes of a cart. */
const PER_SECOND = 10;
/** Eight in the morning to midnight: evenings are busiest. */
const HOURS = [20, 30, 40, 50, 55, 50, 45, 45, 50, 60, 75, 90, 100, 95, 70, 40, 20];
const KNOWN_PERCENT = 40;
const CHANGES_MAX = 4;
const EXPLAINED_PERCENT = 5;
const PAGES = [24, 24, 48, 96];

const plan = day('cart', HOURS, PER_SECOND);

export const options: Options = {
  summaryTrendStats,
  scenarios: { carts: plan.scenario },
  thresholds: {
    ...always('carts', plan),
    ...within('grpc_req_duration', 'carts', { Quote: [100, 250], CardPrices: [100, 250] }),
    ...byStatus,
  },
};

interface CardPrice {
  readonly sku: string;
  readonly special: boolean;
  readonly cardPriceMinor: string;
  readonly listId: string;
}

export function cart(): void {
  const cardNumber = someCard(KNOWN_PERCENT);
  listing(cardNumber);
  const lines = basket();
  for (let changes = Math.min(lines.length, 1 + below(CHANGES_MAX)), k = 1; k <= changes; k++) {
    sleep(between(0.05, 0.3));
    const asked = lines.slice(0, Math.ceil((lines.length * k) / changes));
    const found = call<{ readonly quote: Quote }>('Quote', {
      receipt: { channel: 'web', cardNumber, lines: asked },
      explain: chance(EXPLAINED_PERCENT),
    });
    if (found === null) return;
    checkQuote(found.answer.quote, asked);
  }
}

function listing(cardNumber: string): void {
  const skus = [...new Set(Array.from({ length: PAGES[below(PAGES.length)]! }, someSku))];
  const found = call<{ readonly prices: readonly CardPrice[]; readonly ruleSetVersion: number }>('CardPrices', {
    ...{ skus, cardNumber, channel: 'web' },
  });
  if (found === null) return;
  const { prices, ruleSetVersion } = found.answer;
  check(null, {
    'card prices come for every SKU, in its order': () => prices.length === skus.length && prices.every(({ sku }, k) => sku === skus[k]),
    'a special price has a list, and no other has one': () =>
      prices.every(({ special, listId, cardPriceMinor }) => (special ? listId !== '' : listId === '' && Number(cardPriceMinor) === 0)),
    'a rule set was live': () => ruleSetVersion > 0,
  });
}

export default cart;
