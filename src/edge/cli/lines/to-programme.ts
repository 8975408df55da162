/**
 * One programme for all receipts: a price list for each store, whose entries hold for the second of a purchase, and a rule for each
 * coupon and each match of it by the shop.
 */
import type { PriceItem, PriceList, Product, Programme, PromoCode, Rule, Window } from '../../../core/rules/types.js';
import { isOnePiece, isUnsold } from './quirks.js';
import type { RealLine, RealProduct, RealReceipt } from './real-receipt.js';

/** Coupon rules after those of the shop: the shop's match is part of what the shop books. */
const MATCH_PRIORITY = 2;
const COUPON_PRIORITY = 1;

export const couponCode = (receipt: RealReceipt, lineIndex: number): string => `K${receipt.id.toUpperCase()}-${lineIndex + 1}`;

export function toProgramme(receipts: readonly RealReceipt[], products: readonly RealProduct[]): Programme {
  const items = new Map<string, PriceItem[]>();
  const rules: Rule[] = [];
  const promoCodes: PromoCode[] = [];
  for (const receipt of receipts) {
    for (const [i, line] of receipt.lines.entries()) {
      if (isUnsold(line)) continue;
      if (line.card < line.regular)
        entriesOf(items, receipt.store).push({ sku: line.sku, unitPriceMinor: cardPrice(line), ...secondOf(receipt) });
      if (line.match_disc !== undefined) rules.push(amountOff(receipt, line, i, 'match', line.match_disc));
      if (line.coupon_disc === undefined) continue;
      rules.push(amountOff(receipt, line, i, 'coupon', line.coupon_disc));
      promoCodes.push({ code: couponCode(receipt, i) });
    }
  }
  return {
    format: 'tallystick/1',
    id: 'real-lines',
    name: 'Real lines',
    currency: 'USD',
    minorDigits: 2,
    pointScale: 0,
    timeZone: 'UTC',
    products: products.map(toProduct),
    priceLists: [...items].map(([store, entries]) => toList(store, entries)),
    promoCodes,
    rules,
  };
}

function toProduct({ sku, brand, dept, cat }: RealProduct): Product {
  return { sku, ...(brand !== '' && { brand }), categories: [dept, cat].filter((text) => text !== '') };
}

function toList(store: string, items: readonly PriceItem[]): PriceList {
  return { id: `card-${store}`, when: { kind: 'all', of: [{ kind: 'member' }, { kind: 'store', in: [store] }] }, items };
}

/** The price of a unit with card, or of the line where that is sent as one piece. */
const cardPrice = (line: RealLine): number => (isOnePiece(line) ? line.card : line.unit_card!);

function entriesOf(items: Map<string, PriceItem[]>, store: string): PriceItem[] {
  const known = items.get(store);
  if (known !== undefined) return known;
  const entries: PriceItem[] = [];
  items.set(store, entries);
  return entries;
}

function secondOf({ time }: RealReceipt): Required<Window> {
  const from = Date.parse(`${time}Z`);
  return { from: new Date(from).toISOString(), to: new Date(from + 1000).toISOString() };
}

function amountOff(receipt: RealReceipt, line: RealLine, index: number, kind: 'match' | 'coupon', amountMinor: number): Rule {
  const coupon = kind === 'coupon';
  return {
    id: `${kind}-${receipt.id}-${index + 1}`,
    name: coupon ? 'Coupon of the maker' : 'Matched by the shop',
    stage: 'line',
    priority: coupon ? COUPON_PRIORITY : MATCH_PRIORITY,
    window: secondOf(receipt),
    when: { kind: 'store', in: [receipt.store] },
    lines: { skus: [line.sku] },
    ...(coupon && { coupon: { codes: [couponCode(receipt, index)] } }),
    benefit: { kind: 'amountOff', amountMinor, per: 'line' },
  };
}
