import type { EpochMs } from '../money.js';
import type { Book } from '../points/book.js';
import { beginEntry, closeEntry } from '../points/book.js';
import { openLot } from '../points/lots.js';
import { spend } from '../points/spend.js';
import type { Quote } from '../quote.js';
import type { Take } from '../points/account.js';
import type { SaleState } from './sale-state.js';

export interface SaleHead {
  readonly saleId: string;
  readonly storeId: string;
  readonly purchasedAtMs: EpochMs;
  readonly nowMs: EpochMs;
}

/** The journal entry of a sale: points burned leave their lots, points earned open new ones. One entry, also where no point moved. */
export function bookSale(book: Book | null, quote: Quote, head: SaleHead): SaleState {
  if (book === null) return state('captured', [], []);
  begin(book, 'sale', quote, head);
  const takes = spend(book, quote.burn.points, 'burn');
  const lots = earn(book, quote, head);
  closeEntry(book);
  return state('captured', lots, takes);
}

/** The journal entry of an authorize: points to be burned are held; nothing is earned before capture. */
export function bookAuthorize(book: Book | null, quote: Quote, head: SaleHead): SaleState {
  if (book === null) return state('held', [], []);
  begin(book, 'authorize', quote, head);
  const takes = spend(book, quote.burn.points, 'hold');
  closeEntry(book);
  return state('held', [], takes);
}

/** Opens a lot for each earning rule, less what is not captured. */
export function earn(book: Book, quote: Quote, head: SaleHead, less: readonly number[] = []): number[] {
  return quote.earn.map((item, k) => {
    const points = (item.points - (less[k] ?? 0)) as typeof item.points;
    const { activatesAtMs, expiresAtMs, ruleId } = item;
    return openLot(book, { points, activatesAtMs, expiresAtMs, ruleId, origin: 'sale', saleId: head.saleId }, head.nowMs);
  });
}

function begin(book: Book, kind: 'sale' | 'authorize', quote: Quote, head: SaleHead): void {
  const { saleId, storeId, purchasedAtMs, nowMs } = head;
  beginEntry(book, { kind, saleId, storeId, ruleSetVersion: quote.ruleSetVersion, eventAtMs: purchasedAtMs, createdAtMs: nowMs });
}

function state(status: SaleState['status'], lots: readonly number[], takes: readonly Take[]): SaleState {
  return { status, returned: {}, lots, takes, givenBack: 0, sequence: 0, hasReturns: false };
}
