import { least, minus, mulDivHalfUp, total, ZERO_MINOR, ZERO_POINTS, type EpochMs, type Minor, type Points } from '../money.js';
import { beginEntry, closeEntry, type Book } from '../points/book.js';
import { clawback, clawOwn, type Wanted } from '../points/clawback.js';
import { giveBack } from '../points/give-back.js';
import { remainingLines, returnLines, type LineQuantity, type ReturnedLine } from '../points/return-lines.js';
import type { Quote } from '../quote.js';
import { isRejection, type Rejection } from '../rejection.js';
import { sweep } from './book-merge.js';
import type { SaleState } from './sale-state.js';

/** How the programme of the sale treats a return; every field resolved from its defaults. */
export interface ReturnTerms {
  readonly shortfall: 'negative' | 'deduct' | 'forgive';
  readonly giveBack: boolean;
  /** Value of points when burned. */
  readonly rate: { readonly points: number; readonly minor: number };
}

export interface ReturnHead {
  readonly kind: 'return' | 'void';
  readonly saleId: string;
  readonly storeId: string;
  readonly returnedAtMs: EpochMs;
  readonly nowMs: EpochMs;
}

export interface BookedReturn {
  readonly state: SaleState;
  readonly lines: readonly ReturnedLine[];
  readonly refundMinor: Minor;
  readonly giveBackPoints: Points;
  readonly giveBackExpiredPoints: Points;
  readonly clawbackPoints: Points;
  readonly shortfallPoints: Points;
  readonly shortfallMinor: Minor;
  /** Nothing of the sale is left. */
  readonly complete: boolean;
}

/**
 * Undoes lines of a captured sale: burned points go back to their lots, earned points are clawed back, a shortfall is handled by
 * the programme's policy. `lines` null: everything that is left.
 *
 * Where the member was merged, its points are with the `survivor`: burned points come back to the lots they were taken from and go on to
 * the survivor, and what was earned is clawed back there, each with an entry of its own.
 *
 * Rejects lines that are not in the sale and more than was sold. Keeps: any split of a full return leaves exactly nothing.
 */
export function bookReturn(
  book: Book | null,
  quote: Quote,
  before: SaleState,
  lines: readonly LineQuantity[] | null,
  terms: ReturnTerms,
  head: ReturnHead,
  survivor: Book | null = null,
): BookedReturn | Rejection {
  const part = returnLines(quote, before.returned, lines ?? remainingLines(quote, before.returned));
  if (isRejection(part)) return part;
  const burned = terms.giveBack ? total(part.lines.map((line) => line.giveBackPoints)) : ZERO_POINTS;
  const refund = total(part.lines.map((line) => line.refundMinor));
  const points = book === null ? NO_POINTS : bookPoints({ book, survivor }, quote, before, burned, part.clawbackByEarn, terms, head);
  const shortfallMinor = terms.shortfall === 'deduct' ? least(refund, valueOf(points.shortfallPoints, terms.rate)) : ZERO_MINOR;
  const state: SaleState = {
    ...before,
    status: head.kind === 'void' ? 'voided' : 'captured',
    returned: part.returned,
    givenBack: before.givenBack + points.giveBackPoints,
    sequence: before.sequence + 1,
    hasReturns: before.hasReturns || head.kind === 'return',
  };
  return { state, lines: part.lines, refundMinor: minus(refund, shortfallMinor), ...points, shortfallMinor, complete: part.complete };
}

const NO_POINTS = {
  giveBackPoints: ZERO_POINTS,
  giveBackExpiredPoints: ZERO_POINTS,
  clawbackPoints: ZERO_POINTS,
  shortfallPoints: ZERO_POINTS,
};

function bookPoints(
  { book, survivor }: { readonly book: Book; readonly survivor: Book | null },
  quote: Quote,
  before: SaleState,
  burned: Points,
  clawbackByEarn: readonly Points[],
  terms: ReturnTerms,
  head: ReturnHead,
): typeof NO_POINTS {
  begin(book, quote, head);
  // Given-back points come first, so that they are there to be clawed back.
  const back = giveBack(book, before.takes, before.givenBack, burned, 'give_back', head.nowMs);
  const wanted = clawbackByEarn.map((points, k) => ({ points, lotNo: before.lots[k] ?? 0 }));
  const asked = total(clawbackByEarn);
  let taken;
  if (survivor === null) {
    taken = clawback(book, wanted, terms.shortfall);
    closeEntry(book);
  } else {
    const left = clawOwn(book, wanted);
    closeEntry(book);
    passOn(book, survivor, head);
    begin(survivor, quote, head);
    taken = clawback(
      survivor,
      left.flatMap((points, k) => wantedOf(survivor, head.saleId, quote.earn[k]!.ruleId, points)),
      terms.shortfall,
    );
    closeEntry(survivor);
    taken = { ...taken, takenPoints: (asked - total(left) + taken.takenPoints) as Points };
  }
  return {
    giveBackPoints: back.points,
    giveBackExpiredPoints: back.expiredPoints,
    clawbackPoints: taken.takenPoints,
    shortfallPoints: taken.shortfallPoints,
  };
}

function begin(book: Book, quote: Quote, { kind, saleId, storeId, returnedAtMs, nowMs }: ReturnHead): void {
  beginEntry(book, { kind, saleId, storeId, ruleSetVersion: quote.ruleSetVersion, eventAtMs: returnedAtMs, createdAtMs: nowMs });
}

/** What came back to a merged member goes on to the survivor. */
function passOn(book: Book, survivor: Book, { nowMs }: ReturnHead): void {
  if (book.active === 0 && book.pending === 0) return;
  sweep(book, survivor, { reason: 'return of a sale of the merged member', author: 'engine', nowMs });
}

/** The lots in which the survivor has what a rule gave on a sale before the merge; what they lack is wanted from no lot in particular. */
function wantedOf(survivor: Book, saleId: string, ruleId: string, points: Points): Wanted[] {
  const wanted: Wanted[] = [];
  let left: number = points;
  const own = [...survivor.lots.values()].filter((lot) => lot.saleId === saleId && lot.ruleId === ruleId);
  for (const lot of own.sort((a, b) => a.lotNo - b.lotNo)) {
    const part = least(left, lot.remaining + lot.expired);
    if (part > 0) wanted.push({ lotNo: lot.lotNo, points: part as Points });
    left -= part;
  }
  return [...wanted, { lotNo: 0, points: left as Points }];
}

/** The money value of points at the burn rate, halves up. */
function valueOf(points: Points, rate: ReturnTerms['rate']): Minor {
  return mulDivHalfUp(points, rate.minor, rate.points) as Minor;
}
