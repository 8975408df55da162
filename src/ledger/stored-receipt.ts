/**
 * Receipts and quotes of sales that were booked before there was a document (sale-document.ts): JSON with names, where a line leaves out
 * what it has in common with most lines. Such sales stay as they are, so this is read for ever and written no more.
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

export function unpackStoredReceipt(stored: StoredReceipt): Receipt {
  return { ...stored, lines: stored.lines.map((line) => ({ ...USUAL_LINE, ...line })) };
}

type UsualAmounts = 'cardPriceMinor' | 'discountMinor' | 'burnMinor' | 'burnPoints' | 'earnPoints' | 'discounts' | 'portions';
export type StoredQuoteLine = Optional<QuoteLine, UsualAmounts>;
/** Line number, base, money off, points. */
type StoredAppliedLine = readonly [number, Minor, Minor, Points];
export type StoredQuote = Omit<Quote, 'lines' | 'applied'> & {
  readonly lines: readonly StoredQuoteLine[];
  readonly applied: readonly (Omit<AppliedRule, 'lines'> & { readonly lines: readonly StoredAppliedLine[] })[];
};

export function unpackStoredQuote(stored: StoredQuote): Quote {
  const applied = stored.applied.map((rule) => ({
    ...rule,
    lines: rule.lines.map(([lineNumber, baseMinor, amountMinor, points]) => ({ lineNumber, baseMinor, amountMinor, points })),
  }));
  return { ...stored, lines: stored.lines.map(unpackQuoteLine), applied };
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
