/**
 * The lines of a stored quote and the sale's own columns say the same. Reads the document by itself, not by what the engine reads it with:
 * a mistake there would agree with itself.
 */
import type { Judged } from './check.js';

const SUMS = ['regular', 'net', 'burn', 'payable', 'burnPoints', 'earnPoints'] as const;
type Sums = Record<(typeof SUMS)[number], number>;

interface Line extends Sums {
  readonly lineNumber: number;
  readonly quantityMilli: number;
  readonly discounts: number;
  /** Null: all units alike. */
  readonly portions: { readonly quantityMilli: number; readonly net: number } | null;
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** What is wrong with a row of `SALE_AMOUNTS`. */
export function judgeSaleAmounts(row: Judged): string | null {
  const { document } = row;
  const quote = row['quote'] as Json;
  try {
    if (typeof document === 'string') return wrongOf(row, linesOfDocument(document), null);
    return wrongOf(row, list(at(quote, 'lines')).map(namedLine), namedSums(at(quote, 'totals')));
  } catch (error) {
    if (error instanceof Unreadable || error instanceof SyntaxError) return `its document cannot be read: ${error.message}`;
    throw error;
  }
}

function wrongOf(row: Judged, lines: readonly Line[], totals: Sums | null): string | null {
  const sums: Sums = { regular: 0, net: 0, burn: 0, payable: 0, burnPoints: 0, earnPoints: 0 };
  for (const line of lines) for (const name of SUMS) sums[name] += line[name];
  const differs = (from: Sums): boolean => SUMS.some((name) => String(from[name]) !== row[name]);
  if (differs(sums)) return 'its lines do not sum to its columns';
  if (totals !== null && differs(totals)) return 'the totals of its quote differ from its columns';
  const wrong = lines.filter((line) => !isWhole(line)).map(({ lineNumber }) => lineNumber);
  if (wrong.length > 0) return `line ${Math.min(...wrong)}: discounts or portions do not sum to the line`;
  return sums.net !== sums.burn + sums.payable || sums.regular < sums.net ? 'net is not burn plus payable' : null;
}

function isWhole({ regular, net, burn, payable, quantityMilli, discounts, portions }: Line): boolean {
  if (regular - net !== discounts || net !== burn + payable) return false;
  return portions === null || (portions.net === net && portions.quantityMilli === quantityMilli);
}

/** [format, [lines of the receipt, …], [lines of the quote, …], …]: rows of values by place, of which those at the end may be left out. */
function linesOfDocument(document: string): Line[] {
  const parts = JSON.parse(document) as Json;
  const receipt = list(at(at(parts, 1), 0));
  return list(at(at(parts, 2), 0)).map((priced, k) => placedLine(priced, receipt[k] ?? null, k + 1));
}

/** Priced: [net, earned, [rule, amount, …], card price saving, burned, points burned, [quantity, net, …], what differs from the receipt's line]. */
function placedLine(priced: Json, received: Json, place: number): Line {
  const more = at(priced, 7);
  const net = integer(at(priced, 0));
  const burn = integer(at(priced, 4));
  const [discounts, portions] = [at(priced, 2), at(priced, 6)];
  return {
    lineNumber: integer(at(more, 'lineNumber') ?? at(received, 0)) || place,
    quantityMilli: integer(at(more, 'quantityMilli') ?? at(received, 2)),
    regular: integer(at(more, 'regularMinor') ?? at(received, 4)),
    net,
    burn,
    payable: integer(at(more, 'payableMinor') ?? net - burn),
    burnPoints: integer(at(priced, 5)),
    earnPoints: integer(at(priced, 1)),
    discounts: Array.isArray(discounts) ? everySecond(discounts, 1) : 0,
    portions: Array.isArray(portions) ? { quantityMilli: everySecond(portions, 0), net: everySecond(portions, 1) } : null,
  };
}

function everySecond(values: readonly Json[], from: 0 | 1): number {
  let sum = 0;
  for (let k = from; k < values.length; k += 2) sum += integer(values[k]!);
  return sum;
}

/** Of a sale that was booked before there were documents. */
function namedLine(line: Json): Line {
  const sum = (of: string, name: string): number => list(at(line, of)).reduce((all: number, one) => all + integer(at(one, name)), 0);
  return {
    ...namedSums(line),
    lineNumber: integer(at(line, 'lineNumber')),
    quantityMilli: integer(at(line, 'quantityMilli')),
    discounts: sum('discounts', 'amountMinor'),
    portions:
      list(at(line, 'portions')).length === 0
        ? null
        : { quantityMilli: sum('portions', 'quantityMilli'), net: sum('portions', 'netMinor') },
  };
}

/** Of a line or of the totals. */
function namedSums(of: Json): Sums {
  const value = (name: string): number => integer(at(of, name));
  return {
    regular: value('regularMinor'),
    net: value('netMinor'),
    burn: value('burnMinor'),
    payable: value('payableMinor'),
    burnPoints: value('burnPoints'),
    earnPoints: value('earnPoints'),
  };
}

/** Null where there is no such value. */
function at(value: Json, key: number | string): Json {
  if (typeof value !== 'object' || value === null) return null;
  return (value as Readonly<Record<number | string, Json>>)[key] ?? null;
}

const NONE: readonly Json[] = [];

function list(value: Json): readonly Json[] {
  if (value === null) return NONE;
  if (!Array.isArray(value)) throw new Unreadable(`${JSON.stringify(value)} where a list is expected`);
  return value;
}

function integer(value: Json): number {
  if (value === null) return 0;
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Unreadable(`${JSON.stringify(value)} is not a whole number`);
  return value;
}
