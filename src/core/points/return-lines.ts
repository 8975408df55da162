/**
 * The arithmetic of returns. Every amount of a sold line telescopes: what went back after r of q units depends on r alone, so one return
 * takes the difference to what went back before, and all units together take exactly what was sold. Points go back by quantity,
 * ⌊X · r / q⌋: 31 points over three units, returned one by one, are 10, 10, 11. Money goes back from the regular amount ⌊G · r / q⌋
 * downwards, each discount and the burned part as its share of the amount it was taken off, so that no part is ever below zero:
 * three at 100.00 with 10 % off, two returned: 180.00; three at 9.00 of which 0.20 were paid with points, one returned: 8.94 and 0.06.
 */
import { minus, shareFloor, total, type Milli, type Minor, type Points } from '../money.js';
import type { Quote, QuoteLine } from '../quote.js';
import { reject, type Rejection } from '../rejection.js';

export interface LineQuantity {
  readonly lineNumber: number;
  readonly quantityMilli: Milli;
}

/** Thousandths of each line that went back so far, by line number; lines with none are absent. */
export type Returned = Readonly<Record<string, number>>;

export interface ReturnedLine {
  readonly lineNumber: number;
  readonly quantityMilli: Milli;
  /** regular = discount + refund + burn. */
  readonly regularMinor: Minor;
  readonly discountMinor: Minor;
  readonly refundMinor: Minor;
  readonly burnMinor: Minor;
  readonly giveBackPoints: Points;
  readonly clawbackPoints: Points;
}

export interface ReturnedPart {
  readonly lines: readonly ReturnedLine[];
  /** Points to claw back for each item of `Quote.earn`. */
  readonly clawbackByEarn: readonly Points[];
  readonly returned: Returned;
  /** Nothing of the sale is left. */
  readonly complete: boolean;
}

/**
 * What comes back when these lines go back, after `returned` went back before.
 * Rejects `malformed` (a line not in the sale, or named twice) and `more_than_sold`.
 */
export function returnLines(quote: Quote, returned: Returned, lines: readonly LineQuantity[]): ReturnedPart | Rejection {
  const after: Record<string, number> = { ...returned };
  const parts: ReturnedLine[] = [];
  const byEarn = quote.earn.map(() => 0);
  const seen = new Set<number>();
  for (const [position, { lineNumber, quantityMilli }] of lines.entries()) {
    const index = quote.lines.findIndex((line) => line.lineNumber === lineNumber);
    if (index < 0) return reject('malformed', `Line ${lineNumber} is not a line of the sale`, `lines[${position}].line_number`);
    if (seen.has(lineNumber)) return reject('malformed', `Line ${lineNumber} is named twice`, `lines[${position}].line_number`);
    seen.add(lineNumber);
    const line = quote.lines[index]!;
    const before = returned[lineNumber] ?? 0;
    const now = before + quantityMilli;
    if (now > line.quantityMilli) return moreThanSold(line, before, quantityMilli, position);
    after[lineNumber] = now;
    const clawbacks = quote.earn.map((item) => between(item.byLine[index]!, before, now, line.quantityMilli));
    clawbacks.forEach((points, k) => (byEarn[k]! += points));
    parts.push(part(line, before, now, total(clawbacks)));
  }
  const complete = quote.lines.every((line) => (after[line.lineNumber] ?? 0) === line.quantityMilli);
  return { lines: parts, clawbackByEarn: byEarn as Points[], returned: after, complete };
}

/** Every unit that has not gone back yet. */
export function remainingLines(quote: Quote, returned: Returned): LineQuantity[] {
  return quote.lines
    .map((line) => ({ lineNumber: line.lineNumber, quantityMilli: (line.quantityMilli - (returned[line.lineNumber] ?? 0)) as Milli }))
    .filter((line) => line.quantityMilli > 0);
}

function part(line: QuoteLine, before: number, now: number, clawbackPoints: Points): ReturnedLine {
  const from = moneyBack(line, before);
  const to = moneyBack(line, now);
  return {
    lineNumber: line.lineNumber,
    quantityMilli: (now - before) as Milli,
    regularMinor: minus(to.regular, from.regular),
    discountMinor: minus(to.discount, from.discount),
    refundMinor: minus(to.refund, from.refund),
    burnMinor: minus(to.burn, from.burn),
    giveBackPoints: between(line.burnPoints, before, now, line.quantityMilli),
    clawbackPoints,
  };
}

/** What went back in money once `returned` thousandths of the line did. A share of a share grows no faster than what it is taken off. */
function moneyBack(line: QuoteLine, returned: number): { regular: Minor; discount: Minor; burn: Minor; refund: Minor } {
  const regular = shareFloor(line.regularMinor, returned, line.quantityMilli);
  let running = regular;
  let whole = line.regularMinor;
  for (const { amountMinor } of line.discounts) {
    running = minus(running, shareFloor(amountMinor, running, whole));
    whole = minus(whole, amountMinor);
  }
  const burn = shareFloor(line.burnMinor, running, whole);
  return { regular, discount: minus(regular, running), burn, refund: minus(running, burn) };
}

function between<T extends number>(amount: T, before: number, now: number, whole: number): T {
  return (shareFloor(amount, now, whole) - shareFloor(amount, before, whole)) as T;
}

function moreThanSold(line: QuoteLine, before: number, asked: number, position: number): Rejection {
  const left = line.quantityMilli - before;
  const message = `Line ${line.lineNumber} has ${left} thousandths left to return, ${asked} were asked for`;
  return reject('more_than_sold', message, `lines[${position}].quantity_milli`, { left: String(left), asked: String(asked) });
}
