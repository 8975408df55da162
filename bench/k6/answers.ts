/** Answers as k6 shows them (64-bit numbers are text), and what must be true of each. */
import { check } from 'k6';
import type { Line } from './baskets.ts';

type Amount = string;

interface Totals {
  readonly regularMinor: Amount;
  readonly cardPriceSavingMinor: Amount;
  readonly discountMinor: Amount;
  readonly netMinor: Amount;
  readonly burnMinor: Amount;
  readonly payableMinor: Amount;
  readonly earnPoints: Amount;
}

interface QuoteLine extends Omit<Totals, 'cardPriceSavingMinor'> {
  readonly burnPoints: Amount;
  readonly lineNumber: number;
  readonly quantityMilli: Amount;
  readonly cardPriceMinor: Amount;
}

export interface Quote {
  readonly lines: readonly QuoteLine[];
  readonly totals: Totals;
  readonly ruleSetVersion: number;
  readonly fingerprint: string;
}

export interface Authorized {
  readonly outcome: 'BOOKING_OUTCOME_BOOKED' | 'BOOKING_OUTCOME_QUOTE_MOVED';
  readonly saleId: string;
  readonly holdId: string;
  readonly quote: Quote;
  readonly replayed: boolean;
}

export interface Captured {
  readonly saleId: string;
  readonly totals: Pick<Totals, 'netMinor' | 'burnMinor' | 'payableMinor' | 'earnPoints'>;
  readonly replayed: boolean;
}

export interface Returned {
  readonly saleId: string;
  readonly refundMinor: Amount;
  readonly shortfallMinor: Amount;
  readonly lines: readonly {
    readonly lineNumber: number;
    readonly quantityMilli: Amount;
    readonly regularMinor: Amount;
    readonly discountMinor: Amount;
    readonly refundMinor: Amount;
    readonly burnMinor: Amount;
  }[];
  readonly replayed: boolean;
}

export const sum = <Item>(items: readonly Item[], of: (item: Item) => Amount): number =>
  items.reduce((all, item) => all + Number(of(item)), 0);

const UNITS = ['regularMinor', 'discountMinor', 'netMinor', 'burnMinor', 'payableMinor', 'earnPoints'] as const;

/** The quote is of these lines, and adds up: lines to totals, regular to payable. */
export function checkQuote({ lines, totals, ruleSetVersion, fingerprint }: Quote, asked: readonly Line[]): boolean {
  return check(null, {
    'a quote has the lines that were asked for': () =>
      lines.length === asked.length &&
      lines.every(
        ({ lineNumber, quantityMilli }, k) => lineNumber === asked[k]!.lineNumber && Number(quantityMilli) === asked[k]!.quantityMilli,
      ),
    'lines add up to the totals': () => UNITS.every((unit) => sum(lines, (line) => line[unit]) === Number(totals[unit])),
    'regular − card prices − discounts = net': () =>
      Number(totals.regularMinor) - Number(totals.cardPriceSavingMinor) - Number(totals.discountMinor) === Number(totals.netMinor),
    'net − points = payable': () => Number(totals.netMinor) - Number(totals.burnMinor) === Number(totals.payableMinor),
    'nothing costs more than regular': () => lines.every((line) => Number(line.netMinor) <= Number(line.regularMinor)),
    'a rule set was live': () => ruleSetVersion > 0 && fingerprint !== '',
  });
}
