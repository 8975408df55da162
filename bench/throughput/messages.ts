/** The requests of the bench: receipts of ten lines, as bytes on the wire. */
import { method } from '../../src/edge/grpc/protos.js';
import type { QuoteRequest } from '../../src/edge/grpc/generated/tallystick/v1/QuoteRequest.js';
import type { Receipt } from '../../src/edge/grpc/generated/tallystick/v1/Receipt.js';
import type { SaleRequest } from '../../src/edge/grpc/generated/tallystick/v1/SaleRequest.js';
import type { Programme } from '../../src/core/rules/types.js';
import { programmeOf, receiptOf, universeOf } from '../rule-mix.js';

export const RULES = 300;
export const LINES = 10;
export const STORE = 's0';
export const CARDS = 20_000;

const universe = universeOf(RULES);

/** The mix of rules, with the codes and the tier that its rules speak of. */
export function benchProgramme(): Programme {
  const mix = programmeOf(RULES);
  const codes = new Set((mix.rules ?? []).flatMap((rule) => rule.coupon?.codes ?? []));
  return { ...mix, tiers: [{ id: 'gold', rank: 1 }], promoCodes: [...codes].map((code) => ({ code })) };
}

export const cardNumber = (k: number): string => `c${String(k).padStart(6, '0')}`;

/** The `seed`-th receipt; every seed beyond the first thousand repeats the goods of an earlier one. */
export function wireReceipt(seed: number, card: string, receiptNumber: string): Receipt {
  const { lines, businessDate, channel } = receiptOf(LINES, seed % 1000, universe);
  return {
    businessDate,
    receiptNumber,
    channel,
    cardNumber: card,
    lines: lines.map(({ lineNumber, sku, quantityMilli, unitPriceMinor, categories, brand }) => ({
      ...{ lineNumber, sku, quantityMilli, unitPriceMinor: unitPriceMinor ?? 0 },
      ...{ categories: [...categories], brand },
    })),
  };
}

/** A message in a gRPC frame: not compressed, its length, its bytes. */
function frame(message: Buffer): Buffer {
  const framed = Buffer.allocUnsafe(5 + message.length);
  framed[0] = 0;
  framed.writeUInt32BE(message.length, 1);
  message.copy(framed, 5);
  return framed;
}

const QUOTE = method<QuoteRequest, object>('CheckoutService', 'Quote');
const SALE = method<SaleRequest, object>('CheckoutService', 'Sale');

export const PATHS = { quote: QUOTE.path, sale: SALE.path } as const;

export const quoteFrame = (seed: number): Buffer =>
  frame(QUOTE.requestSerialize({ receipt: wireReceipt(seed, cardNumber(seed % CARDS), `q${seed}`) }));

export const saleFrame = (seed: number, receiptNumber: string): Buffer =>
  frame(SALE.requestSerialize({ receipt: wireReceipt(seed, cardNumber(seed % CARDS), receiptNumber) }));
