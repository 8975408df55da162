/** What a cashier types, understood. */
import { parseMinor, parseQuantity } from './format.js';

export type Command =
  | { readonly do: 'scan'; readonly sku: string; readonly quantityMilli: number; readonly unitPriceMinor: number | null }
  | { readonly do: 'card'; readonly number: string }
  | { readonly do: 'coupon'; readonly code: string }
  | { readonly do: 'burn'; readonly points: number | 'max' }
  | { readonly do: 'remove'; readonly line: number }
  | { readonly do: 'return'; readonly line: number; readonly quantityMilli: number }
  | { readonly do: 'show'; readonly receiptNumber: string; readonly businessDate: string }
  | { readonly do: 'pay' | 'void' | 'why' | 'balance' | 'list' | 'new' | 'help' | 'quit' | 'nothing' };

/** The command was not understood; the message says how it is written. */
export class NotUnderstood extends Error {}

export const TILL_HELP = `  SKU [QTY] [@PRICE]   scan, e.g. \`TEA-01 2\` or \`APPLES 0.356 @4.99\`
  list                 what can be scanned
  remove LINE          take a line off
  card NUMBER          the customer's card; \`card -\` for none
  coupon CODE          add a coupon or promo code
  burn N | max         pay with points; \`burn 0\` for none
  why                  why rules did not apply
  pay                  book the sale and print the slip
  return LINE QTY      take goods of the finished receipt back
  void                 undo the finished receipt (same day), or drop the open one
  show NUMBER [DATE]   call up an earlier receipt
  balance              points of the card
  quit`;

const LINE = /^[1-9]\d{0,8}$/;

export function parseCommand(text: string): Command {
  const words = text.trim().split(/\s+/).filter(Boolean);
  const [first = '', ...rest] = words;
  switch (first.toLowerCase()) {
    case '':
      return { do: 'nothing' };
    case 'pay':
    case 'void':
    case 'why':
    case 'balance':
    case 'list':
    case 'new':
    case 'help':
    case 'quit':
      return { do: first.toLowerCase() as 'pay' };
    case 'exit':
      return { do: 'quit' };
    case 'card':
      return { do: 'card', number: one(rest, 'card NUMBER').replace(/^-$/, '') };
    case 'coupon':
      return { do: 'coupon', code: one(rest, 'coupon CODE') };
    case 'burn':
      return burn(rest);
    case 'remove':
      return { do: 'remove', line: lineNumber(one(rest, 'remove LINE')) };
    case 'return':
      return takeBack(rest);
    case 'show':
      return show(rest);
    default:
      return scan(first, rest);
  }
}

function one(words: readonly string[], usage: string): string {
  if (words.length !== 1) throw new NotUnderstood(usage);
  return words[0]!;
}

function lineNumber(text: string): number {
  if (!LINE.test(text)) throw new NotUnderstood(`${text} is no line number`);
  return Number(text);
}

function quantity(text: string): number {
  const milli = parseQuantity(text);
  if (milli === null) throw new NotUnderstood(`${text} is no quantity: write 2 or 0.356`);
  return milli;
}

function burn(words: readonly string[]): Command {
  const points = one(words, 'burn N, or burn max');
  if (points === 'max') return { do: 'burn', points };
  if (!/^\d{1,12}$/.test(points)) throw new NotUnderstood('burn N, or burn max');
  return { do: 'burn', points: Number(points) };
}

function takeBack(words: readonly string[]): Command {
  const [line, pieces] = words;
  if (words.length !== 2) throw new NotUnderstood('return LINE QTY');
  return { do: 'return', line: lineNumber(line!), quantityMilli: quantity(pieces!) };
}

function show(words: readonly string[]): Command {
  const [receiptNumber, businessDate = ''] = words;
  if (receiptNumber === undefined || words.length > 2) throw new NotUnderstood('show NUMBER [YYYY-MM-DD]');
  return { do: 'show', receiptNumber, businessDate };
}

function scan(sku: string, words: readonly string[]): Command {
  const price = words.find((word) => word.startsWith('@'));
  const others = words.filter((word) => word !== price);
  if (others.length > 1) throw new NotUnderstood(`not understood: type \`help\`, or scan with SKU [QTY] [@PRICE]`);
  const unitPriceMinor = price === undefined ? null : parseMinor(price.slice(1));
  if (price !== undefined && unitPriceMinor === null) throw new NotUnderstood(`${price} is no price: write @4.99`);
  return { do: 'scan', sku, quantityMilli: others[0] === undefined ? 1000 : quantity(others[0]), unitPriceMinor };
}
