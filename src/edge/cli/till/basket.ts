/** The open receipt of a till. Never changed in place, so that what was priced is what is paid. */
import { randomInt } from 'node:crypto';
import type { Receipt } from '../../grpc/generated/tallystick/v1/Receipt.js';

export interface BasketLine {
  readonly lineNumber: number;
  readonly sku: string;
  readonly quantityMilli: number;
  readonly unitPriceMinor: number;
}

export interface Basket {
  readonly businessDate: string;
  readonly receiptNumber: string;
  readonly card: string;
  readonly coupons: readonly string[];
  readonly burn: number | 'max';
  readonly lines: readonly BasketLine[];
}

/** A receipt number no other receipt of this terminal and day has: the time in base 36, and chance for two tills that share a key. */
export function newBasket(now: Date): Basket {
  const receiptNumber = `${now.getTime().toString(36)}-${randomInt(36 ** 3).toString(36)}`.toUpperCase();
  return { businessDate: localDate(now), receiptNumber, card: '', coupons: [], burn: 0, lines: [] };
}

/** The till's own calendar day. */
export function localDate(now: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

export function addLine(basket: Basket, line: Omit<BasketLine, 'lineNumber'>): Basket {
  const lineNumber = 1 + Math.max(0, ...basket.lines.map((known) => known.lineNumber));
  return { ...basket, lines: [...basket.lines, { ...line, lineNumber }] };
}

export function toReceipt(basket: Basket, nowMs: number): Receipt {
  const burn = basket.burn === 'max' ? { burnMax: true } : basket.burn > 0 ? { burnPoints: basket.burn } : {};
  return {
    businessDate: basket.businessDate,
    receiptNumber: basket.receiptNumber,
    purchasedAtMs: nowMs,
    cardNumber: basket.card,
    coupons: [...basket.coupons],
    lines: basket.lines.map((line) => ({ ...line, weighed: line.quantityMilli % 1000 !== 0 })),
    ...burn,
  };
}
