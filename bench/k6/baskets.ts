/** Receipts as customers fill them. */
import exec from 'k6/execution';
import { basketSize, below, chance, zipf } from './chance.ts';
import { cards, goods } from './shop.ts';

export interface Line {
  readonly lineNumber: number;
  readonly sku: string;
  readonly quantityMilli: number;
  readonly unitPriceMinor: number;
  readonly weighed: boolean;
  readonly categories: readonly string[];
  readonly brand: string;
}

export interface Receipt {
  readonly businessDate?: string;
  readonly receiptNumber?: string;
  readonly channel: string;
  readonly cardNumber: string;
  readonly lines: readonly Line[];
  readonly burnMax?: boolean;
}

const WITH_CARD_PERCENT = 65;
const BURNS_PERCENT = 10;
/** Keeps the receipts of one run apart from those of every other on the same engine. */
const RUN = Date.now().toString(36);

export const someCard = (percent = WITH_CARD_PERCENT): string => (chance(percent) ? cards[zipf(cards.length)]! : '');
export const someSku = (): string => goods[zipf(goods.length)]!.sku;

/** Popular goods come often; most are bought once, one line in ten is weighed. */
export function basket(size = basketSize()): Line[] {
  return Array.from({ length: size }, (_, k) => {
    const { sku, unitPriceMinor, weighed, categories, brand } = goods[zipf(goods.length)]!;
    const quantityMilli = weighed ? 80 + below(2_500) : 1000 * (chance(75) ? 1 : 2 + below(5));
    return { lineNumber: k + 1, sku, quantityMilli, unitPriceMinor, weighed, categories, brand };
  });
}

let receipts = 0;
/** A number that no other till of this or another run gives. */
export const receiptNumber = (): string => `k6-${RUN}-${exec.vu.idInTest}-${++receipts}`;
export const today = (): string => new Date().toISOString().slice(0, 10);

export function tillReceipt(): Receipt {
  const cardNumber = someCard();
  const burn = cardNumber !== '' && chance(BURNS_PERCENT) ? { burnMax: true } : {};
  return { businessDate: today(), receiptNumber: receiptNumber(), channel: 'pos', cardNumber, lines: basket(), ...burn };
}
