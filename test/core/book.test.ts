import { NO_COUNTERS } from '../../src/core/member.js';
import { bookReturn, type ReturnTerms } from '../../src/core/journal/book-return.js';
import { bookAuthorize, bookSale } from '../../src/core/journal/book-sale.js';
import { bookCapture } from '../../src/core/journal/book-capture.js';
import { bookVoidHold } from '../../src/core/journal/book-void-hold.js';
import type { Account, Lot } from '../../src/core/points/account.js';
import { beginEntry, closeEntry, openBook, type Book } from '../../src/core/points/book.js';
import { openLot } from '../../src/core/points/lots.js';
import { settle } from '../../src/core/points/settle.js';
import { milli, points, total } from '../../src/core/money.js';
import { isRejection } from '../../src/core/rejection.js';
import { soldQuote } from './sold.js';

const DAY = 86_400_000;
const NOW = 1_763_800_000_000;
const HEAD = { saleId: 'sale', storeId: 's1', purchasedAtMs: NOW, nowMs: NOW };
const TERMS: ReturnTerms = { shortfall: 'negative', giveBack: true, rate: { points: 100, minor: 100 } };
const RETURN = { kind: 'return' as const, saleId: 'sale', storeId: 's1', returnedAtMs: NOW, nowMs: NOW };

/** A book with active lots of [points, days to expiry or null]. */
function bookWith(...lots: readonly [number, number | null][]): Book {
  const account: Account = {
    memberId: 'm',
    bucket: 1,
    version: 0,
    pending: 0,
    active: 0,
    held: 0,
    floor: 0,
    dueAtMs: null,
    counters: NO_COUNTERS,
    lots: [],
    holds: [],
    lotsRead: true,
  };
  const book = openBook(account);
  beginEntry(book, { kind: 'adjust', saleId: null, storeId: null, ruleSetVersion: null, eventAtMs: NOW, createdAtMs: NOW });
  for (const [amount, days] of lots)
    openLot(
      book,
      {
        points: points(amount),
        activatesAtMs: NOW,
        expiresAtMs: days === null ? null : NOW + days * DAY,
        origin: 'adjust',
        ruleId: null,
        saleId: null,
      },
      NOW,
    );
  closeEntry(book);
  return book;
}

const left = (book: Book): number[] => [...book.lots.values()].map((lot) => lot.remaining);
const balances = (book: Book): number[] => [book.pending, book.active, book.held];

function sound(book: Book): void {
  const lots: Lot[] = [...book.lots.values()];
  expect(total(lots.filter((lot) => lot.pending).map((lot) => lot.remaining))).toBe(book.pending);
  expect(total(lots.filter((lot) => !lot.pending).map((lot) => lot.remaining))).toBe(Math.max(0, book.active));
  expect(book.entries.map((entry) => entry.version)).toEqual(book.entries.map((_, k) => k + 1));
}

describe('spending', () => {
  it('takes the earliest expiry first, then the earliest creation, never-expiring last', () => {
    const book = bookWith([100, null], [100, 30], [100, 10], [100, 10]);
    bookSale(book, soldQuote([{ units: 1, regular: 9000, burnMinor: 350, burnPoints: 350 }]), HEAD);
    expect(left(book)).toEqual([50, 0, 0, 0]);
    expect(balances(book)).toEqual([0, 50, 0]);
    sound(book);
  });
});

describe('time', () => {
  it('activates a pending lot at its instant and not before, and expires it at its own', () => {
    const book = bookWith();
    const quote = soldQuote([{ units: 1, regular: 1000 }], [{ byLine: [40], activatesAtMs: NOW + DAY, expiresAtMs: NOW + 3 * DAY }]);
    bookSale(book, quote, HEAD);
    expect(balances(book)).toEqual([40, 0, 0]);
    expect(book.dueAtMs).toBe(NOW + DAY);
    settle(book, NOW + DAY - 1);
    expect(balances(book)).toEqual([40, 0, 0]);
    settle(book, NOW + DAY);
    expect(balances(book)).toEqual([0, 40, 0]);
    settle(book, NOW + 3 * DAY);
    expect(balances(book)).toEqual([0, 0, 0]);
    expect(book.entries.slice(-2).map((entry) => [entry.kind, entry.eventAtMs])).toEqual([
      ['activate', NOW + DAY],
      ['expire', NOW + 3 * DAY],
    ]);
    expect(book.dueAtMs).toBeNull();
    sound(book);
  });

  it('releases a hold that ran out, and what it held expires if its lot has', () => {
    const book = bookWith([100, 2]);
    const state = bookAuthorize(book, soldQuote([{ units: 1, regular: 1000, burnMinor: 60, burnPoints: 60 }]), HEAD);
    expect(balances(book)).toEqual([0, 40, 60]);
    const reserved = { takes: state.takes, usage: [], coupons: [], storeId: 's1' };
    book.holds.push({ holdId: 'sale', points: points(60), reserved, expiresAtMs: NOW + DAY });
    book.dueAtMs = NOW + DAY;
    settle(book, NOW + 5 * DAY);
    expect(balances(book)).toEqual([0, 0, 0]);
    expect(book.entries.map((entry) => entry.kind)).toEqual(['adjust', 'authorize', 'release', 'expire']);
    expect(book.closedHolds).toEqual([{ holdId: 'sale', status: 'expired' }]);
    sound(book);
  });
});

describe('authorize', () => {
  const quote = soldQuote([{ units: 4, regular: 4000, burnMinor: 100, burnPoints: 100 }], [{ byLine: [39] }]);

  it('then void leaves the lots as they were', () => {
    const book = bookWith([80, 10], [80, 20]);
    const state = bookAuthorize(book, quote, HEAD);
    expect(left(book)).toEqual([0, 60]);
    bookVoidHold(book, state, HEAD);
    expect(left(book)).toEqual([80, 80]);
    expect(balances(book)).toEqual([0, 160, 0]);
    sound(book);
  });

  it('captured for three of four units burns 75, earns 29 and releases 25 to the lot taken last', () => {
    const book = bookWith([80, 10], [80, 20]);
    const state = bookAuthorize(book, quote, HEAD);
    const captured = bookCapture(book, quote, state, [{ lineNumber: 1, quantityMilli: milli(3000) }], HEAD);
    if (isRejection(captured)) throw new Error(captured.message);
    expect(captured.totals).toEqual({ netMinor: 3000, burnMinor: 75, burnPoints: 75, payableMinor: 2925, earnPoints: 30 });
    expect(left(book)).toEqual([5, 80, 30]);
    expect(balances(book)).toEqual([0, 115, 0]);
    const back = bookReturn(book, quote, captured.state, null, TERMS, RETURN);
    if (isRejection(back)) throw new Error(back.message);
    expect([back.refundMinor, back.giveBackPoints, back.clawbackPoints]).toEqual([2925, 75, 30]);
    expect(left(book)).toEqual([80, 80, 0]);
    sound(book);
  });
});

describe('clawback', () => {
  const quote = soldQuote([{ units: 1, regular: 1000 }], [{ byLine: [50] }]);

  it.each([
    ['negative', 50, 30, -30, -30],
    ['deduct', 20, 30, 0, 0],
    ['forgive', 20, 30, 0, 0],
  ] as const)('of 50 points of which 30 are spent, policy %s: taken %i, shortfall %i', (shortfall, taken, short, active, floor) => {
    const book = bookWith();
    const state = bookSale(book, quote, HEAD);
    bookSale(book, soldQuote([{ units: 1, regular: 30, burnMinor: 30, burnPoints: 30 }]), { ...HEAD, saleId: 'other' });
    const back = bookReturn(book, quote, state, null, { ...TERMS, shortfall }, RETURN);
    if (isRejection(back)) throw new Error(back.message);
    expect([back.clawbackPoints, back.shortfallPoints]).toEqual([taken, short]);
    expect(back.refundMinor).toBe(shortfall === 'deduct' ? 970 : 1000);
    expect([book.active, book.floor]).toEqual([active, floor]);
    sound(book);
  });

  it('that went below zero is paid off by the next points', () => {
    const book = bookWith();
    const state = bookSale(book, quote, HEAD);
    bookSale(book, soldQuote([{ units: 1, regular: 50, burnMinor: 50, burnPoints: 50 }]), { ...HEAD, saleId: 'other' });
    bookReturn(book, quote, state, null, TERMS, RETURN);
    expect(book.active).toBe(-50);
    bookSale(book, soldQuote([{ units: 1, regular: 700 }], [{ byLine: [70] }]), { ...HEAD, saleId: 'third' });
    expect([book.active, book.floor]).toEqual([20, 0]);
    expect(left(book)).toEqual([0, 20]);
    sound(book);
  });

  it('takes other lots by expiry before it calls it a shortfall, and reverses breakage of its own', () => {
    const book = bookWith([20, 50], [20, 40]);
    const expiring = soldQuote([{ units: 1, regular: 1000 }], [{ byLine: [50], expiresAtMs: NOW + DAY }]);
    const state = bookSale(book, expiring, HEAD);
    settle(book, NOW + 2 * DAY);
    expect(balances(book)).toEqual([0, 40, 0]);
    const back = bookReturn(book, expiring, state, null, TERMS, { ...RETURN, nowMs: NOW + 2 * DAY });
    if (isRejection(back)) throw new Error(back.message);
    expect([back.clawbackPoints, back.shortfallPoints, book.active]).toEqual([50, 0, 40]);
    sound(book);
  });
});

it('given-back points of a lot that expired meanwhile come back expired', () => {
  const book = bookWith([100, 1]);
  const quote = soldQuote([{ units: 2, regular: 2000, burnMinor: 80, burnPoints: 80 }]);
  const state = bookSale(book, quote, HEAD);
  settle(book, NOW + 2 * DAY);
  const back = bookReturn(book, quote, state, [{ lineNumber: 1, quantityMilli: milli(1000) }], TERMS, { ...RETURN, nowMs: NOW + 2 * DAY });
  if (isRejection(back)) throw new Error(back.message);
  expect([back.giveBackPoints, back.giveBackExpiredPoints, book.active]).toEqual([40, 40, 0]);
  sound(book);
});
