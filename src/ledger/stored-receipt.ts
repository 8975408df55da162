/**
 * Receipts and quotes as they are stored: what a line has in common with most lines is left out and put back when it is read.
 * A sale of ten lines takes less than half the room, in the write-ahead log too. Reading back gives exactly what was written.
 */
import { ZERO_MINOR, ZERO_POINTS, type Milli, type Minor, type Points } from '../core/money.js';
import type { AppliedRule, Quote, QuoteLine } from '../core/quote.js';
import type { Line, Receipt } from '../core/receipt.js';

type Optional<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;

type UsualLineFacts = Omit<Line, 'lineNumber' | 'sku' | 'quantityMilli' | 'unitPriceMinor' | 'regularMinor'>;
export type StoredLine = Optional<Line, keyof UsualLineFacts>;
export type StoredReceipt = Omit<Receipt, 'lines'> & { readonly lines: readonly StoredLine[] };

const USUAL_LINE: UsualLineFacts = {
  weighed: false,
  minimumMinor: ZERO_MINOR,
  categories: [],
  brand: '',
  tags: [],
  attributes: {},
  discountable: true,
  burnable: true,
  earning: true,
  prices: [],
};

export function packReceipt(receipt: Receipt): StoredReceipt {
  return { ...receipt, lines: receipt.lines.map(packLine) };
}

export function unpackReceipt(stored: StoredReceipt): Receipt {
  return { ...stored, lines: stored.lines.map((line) => ({ ...USUAL_LINE, ...line })) };
}

function packLine(line: Line): StoredLine {
  const { lineNumber, sku, quantityMilli, unitPriceMinor, regularMinor } = line;
  const packed: Record<string, unknown> = { lineNumber, sku, quantityMilli, unitPriceMinor, regularMinor };
  for (const key in USUAL_LINE) {
    const fact = line[key as keyof UsualLineFacts];
    if (!isUsual(fact, USUAL_LINE[key as keyof UsualLineFacts])) packed[key] = fact;
  }
  return packed as unknown as StoredLine;
}

function isUsual(fact: unknown, usual: unknown): boolean {
  if (fact === usual) return true;
  if (Array.isArray(fact)) return fact.length === 0;
  if (typeof fact !== 'object' || fact === null) return false;
  for (const _ in fact) return false;
  return true;
}

type UsualAmounts = 'cardPriceMinor' | 'discountMinor' | 'burnMinor' | 'burnPoints' | 'earnPoints' | 'discounts' | 'portions';
export type StoredQuoteLine = Optional<QuoteLine, UsualAmounts>;
/** Line number, base, money off, points. */
type StoredAppliedLine = readonly [number, Minor, Minor, Points];
export type StoredQuote = Omit<Quote, 'lines' | 'applied'> & {
  readonly lines: readonly StoredQuoteLine[];
  readonly applied: readonly (Omit<AppliedRule, 'lines'> & { readonly lines: readonly StoredAppliedLine[] })[];
};

export function packQuote(quote: Quote): StoredQuote {
  const applied = quote.applied.map((rule) => ({
    ...rule,
    lines: rule.lines.map((line): StoredAppliedLine => [line.lineNumber, line.baseMinor, line.amountMinor, line.points]),
  }));
  return { ...quote, lines: quote.lines.map(packQuoteLine), applied };
}

export function unpackQuote(stored: StoredQuote): Quote {
  const applied = stored.applied.map((rule) => ({
    ...rule,
    lines: rule.lines.map(([lineNumber, baseMinor, amountMinor, points]) => ({ lineNumber, baseMinor, amountMinor, points })),
  }));
  return { ...stored, lines: stored.lines.map(unpackQuoteLine), applied };
}

function packQuoteLine(line: QuoteLine): StoredQuoteLine {
  const { lineNumber, sku, quantityMilli, regularMinor, netMinor, payableMinor } = line;
  const packed: { -readonly [K in keyof StoredQuoteLine]: StoredQuoteLine[K] } = {
    lineNumber,
    sku,
    quantityMilli,
    regularMinor,
    netMinor,
    payableMinor,
  };
  if (line.cardPriceMinor !== regularMinor) packed.cardPriceMinor = line.cardPriceMinor;
  if (line.discountMinor > 0) packed.discountMinor = line.discountMinor;
  if (line.burnMinor > 0) packed.burnMinor = line.burnMinor;
  if (line.burnPoints > 0) packed.burnPoints = line.burnPoints;
  if (line.earnPoints > 0) packed.earnPoints = line.earnPoints;
  if (line.discounts.length > 0) packed.discounts = line.discounts;
  if (!isWhole(line)) packed.portions = line.portions;
  return packed;
}

/** One portion that is the whole line. */
function isWhole({ portions, quantityMilli, netMinor }: QuoteLine): boolean {
  const only = portions[0];
  return portions.length === 1 && only !== undefined && only.quantityMilli === quantityMilli && only.netMinor === netMinor;
}

function unpackQuoteLine(line: StoredQuoteLine): QuoteLine {
  const { quantityMilli, netMinor } = line as { quantityMilli: Milli; netMinor: Minor };
  return {
    cardPriceMinor: line.regularMinor,
    discountMinor: ZERO_MINOR,
    burnMinor: ZERO_MINOR,
    burnPoints: ZERO_POINTS,
    earnPoints: ZERO_POINTS,
    discounts: [],
    portions: [{ quantityMilli, netMinor }],
    ...line,
  };
}
