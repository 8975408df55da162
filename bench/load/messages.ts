/**
 * The requests of the bench: receipts of ten lines as bytes on the wire, a thousand of them with different goods. Card and receipt number
 * are written into a copy for each call, so that a generator pays no encoding and no two sales are the same.
 */
import { method } from '../../src/edge/grpc/protos.js';
import type { CardPricesRequest } from '../../src/edge/grpc/generated/tallystick/v1/CardPricesRequest.js';
import type { CardPricesResponse__Output } from '../../src/edge/grpc/generated/tallystick/v1/CardPricesResponse.js';
import type { QuoteRequest } from '../../src/edge/grpc/generated/tallystick/v1/QuoteRequest.js';
import type { QuoteResponse__Output } from '../../src/edge/grpc/generated/tallystick/v1/QuoteResponse.js';
import type { Receipt } from '../../src/edge/grpc/generated/tallystick/v1/Receipt.js';
import type { SaleRequest } from '../../src/edge/grpc/generated/tallystick/v1/SaleRequest.js';
import type { SaleResponse__Output } from '../../src/edge/grpc/generated/tallystick/v1/SaleResponse.js';
import type { Programme } from '../../src/core/rules/types.js';
import { programmeOf, receiptOf, universeOf } from '../rule-mix.js';
import { namedOf, namedSku, otherSku } from '../shop/stock-prices.js';

export const LINES = 10;
export const STORE = 's0';
const TEMPLATES = 1_000;
/** Where a large table of prices is asked, enough of them that its rows are not in the processor's cache. */
const TEMPLATES_OF_PRICES = 20_000;
export const CARD_PRICES = 100;
const NUMBER_DIGITS = 11;
const CARD_DIGITS = 7;

export type CallName = 'quote' | 'sale' | 'cardPrices';

/** The mix of rules, with the codes and the tier that its rules speak of. */
export function benchProgramme(rules: number): Programme {
  const mix = programmeOf(rules);
  const codes = new Set((mix.rules ?? []).flatMap((rule) => rule.coupon?.codes ?? []));
  return { ...mix, tiers: [{ id: 'gold', rank: 1 }], promoCodes: [...codes].map((code) => ({ code })) };
}

const digits = (value: number, width: number): string => String(value).padStart(width, '0');
export const cardNumber = (k: number): string => `c${digits(k, CARD_DIGITS)}`;
export const receiptNumber = (k: number): string => `r${digits(k, NUMBER_DIGITS)}`;

/** The `seed`-th receipt; every seed beyond the first thousand repeats the goods of an earlier one. */
export function wireReceipt(rules: number, seed: number, card: string, number: string): Receipt {
  const { lines, businessDate, channel } = receiptOf(LINES, seed % TEMPLATES, universeOf(rules));
  return {
    businessDate,
    receiptNumber: number,
    channel,
    cardNumber: card,
    lines: lines.map(({ lineNumber, sku, quantityMilli, unitPriceMinor, categories, brand }) => ({
      ...{ lineNumber, sku, quantityMilli, unitPriceMinor: unitPriceMinor ?? 0 },
      ...{ categories: [...categories], brand },
    })),
  };
}

const QUOTE = method<QuoteRequest, object>('CheckoutService', 'Quote');
const SALE = method<SaleRequest, object>('CheckoutService', 'Sale');
const CARD = method<CardPricesRequest, object>('CheckoutService', 'CardPrices');
export const PATHS = { quote: QUOTE.path, sale: SALE.path, cardPrices: CARD.path } as const;

/** A message in a gRPC frame: not compressed, its length, its bytes. */
function frame(message: Buffer): Buffer {
  const framed = Buffer.allocUnsafe(5 + message.length);
  framed[0] = 0;
  framed.writeUInt32BE(message.length, 1);
  message.copy(framed, 5);
  return framed;
}

/** Makes the bytes of the `k`-th call with the given card. */
export type MakeBody = (k: number, card: number) => Buffer;

export interface Goods {
  readonly rules: number;
  /** SKUs beside those of the rules, spread over a table of so many; 0 for none. */
  readonly otherSkus: number;
}

export function bodies(call: CallName, goods: Goods): MakeBody {
  const card = cardNumber(0);
  const number = receiptNumber(0);
  const count = goods.otherSkus === 0 ? TEMPLATES : TEMPLATES_OF_PRICES;
  const templates = Array.from({ length: count }, (_, seed) => {
    const bytes = frame(messageOf(call, goods, seed, card, number));
    return { bytes, cardAt: bytes.indexOf(card) + 1, numberAt: bytes.indexOf(number) + 1 };
  });
  return (k, cardOf) => {
    const { bytes, cardAt, numberAt } = templates[k % count]!;
    const body = Buffer.from(bytes);
    body.write(digits(cardOf, CARD_DIGITS), cardAt, 'latin1');
    if (numberAt > 0) body.write(digits(k, NUMBER_DIGITS), numberAt, 'latin1');
    return body;
  };
}

function messageOf(call: CallName, { rules, otherSkus }: Goods, seed: number, card: string, number: string): Buffer {
  const other = (k: number): string => otherSku((seed * 7_919 + k * 104_729) % otherSkus);
  if (call === 'cardPrices') {
    const skus = Array.from({ length: CARD_PRICES }, (_, k) => (otherSkus === 0 ? namedSku((seed + k) % namedOf(rules)) : other(k)));
    return CARD.requestSerialize({ skus, cardNumber: card });
  }
  const receipt = wireReceipt(rules, seed, card, number);
  if (otherSkus > 0) receipt.lines = receipt.lines!.map((line, k) => (k % 2 === 0 ? line : { ...line, sku: other(k) }));
  return (call === 'quote' ? QUOTE : SALE).requestSerialize({ receipt });
}

/** What is wrong with an answer, or null: it is decoded as a till would, and its amounts are added up. */
export function faultOf(call: CallName, framed: Buffer): string | null {
  const message = framed.subarray(5);
  if (message.length !== framed.readUInt32BE(1)) return 'the answer is not one whole message';
  if (call === 'cardPrices') return faultOfPrices(CARD.responseDeserialize(message) as CardPricesResponse__Output);
  if (call === 'quote') return faultOfQuote((QUOTE.responseDeserialize(message) as QuoteResponse__Output).quote);
  const { outcome, saleId, replayed, quote, balance } = SALE.responseDeserialize(message) as SaleResponse__Output;
  if (outcome !== 'BOOKING_OUTCOME_BOOKED' || !saleId.startsWith('rcp_') || replayed) return `not booked anew: ${outcome} ${saleId}`;
  return balance === null ? 'a sale with a card has no balance' : faultOfQuote(quote);
}

function faultOfPrices({ prices, ruleSetVersion }: CardPricesResponse__Output): string | null {
  if (prices.length !== CARD_PRICES) return `${prices.length} prices`;
  const without = prices.find(({ special, cardPriceMinor }) => !special || Number(cardPriceMinor) === 0);
  if (without !== undefined) return `no card price for ${without.sku}`;
  return ruleSetVersion > 0 ? null : 'no rule set was used';
}

function faultOfQuote(quote: QuoteResponse__Output['quote']): string | null {
  if (quote === null || quote.totals === null) return 'there is no quote';
  if (quote.lines.length !== LINES) return `${quote.lines.length} lines`;
  const sum = (name: 'netMinor' | 'regularMinor'): number => quote.lines.reduce((all, line) => all + Number(line[name]), 0);
  if (sum('netMinor') !== Number(quote.totals.netMinor)) return 'the lines do not add up to the total';
  if (sum('regularMinor') !== Number(quote.totals.regularMinor)) return 'the regular amounts do not add up';
  return quote.ruleSetVersion > 0 ? null : 'no rule set was used';
}
