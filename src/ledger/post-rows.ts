/** The rows that nearly every effect writes (accounts, sales, entries, lots) as the binary parameters of ledger.post. */
import { CHART, type Entry } from '../core/journal/chart.js';
import type { Book, OpenLot } from '../core/points/book.js';
import { packCounters } from './pack-member.js';
import type { PackedItem, SaleRow } from './pack-item.js';
import { RowWriter } from './row-writer.js';

/** The composite types of the parameters, in their order. */
export const ROW_TYPES = ['account_change', 'new_sale', 'new_entry', 'lot_change'] as const;

export interface SentRows {
  /** A parameter for each type; null where there is no row of it. */
  readonly values: readonly (Buffer | null)[];
  /** To be called when the call that sent them has ended: their memory is used again. */
  release(): void;
}

/** Rows are in the order of buckets and members, so that everybody locks accounts in one order. `ords` are the places of the items. */
export function postRows(items: readonly PackedItem[], oids: readonly number[]): SentRows {
  const accounts = new RowWriter(11);
  const sales = new RowWriter(25);
  const entries = new RowWriter(20);
  const lots = new RowWriter(14);
  const books: { ord: number; book: Book }[] = [];
  const sold: { ord: number; item: PackedItem; sale: SaleRow }[] = [];
  items.forEach((item, ord) => {
    for (const book of booksOf(item)) books.push({ ord, book });
    if (item.sale !== null) sold.push({ ord, item, sale: item.sale });
  });
  for (const { ord, book } of books.sort(byMember)) {
    accountRow(accounts, ord, book);
    for (const entry of book.entries) entryRow(entries, ord, book, entry);
    for (const lot of book.opened) lotRow(lots, ord, book, lot, true);
    for (const lotNo of book.changed) if (!isOpened(book, lotNo)) lotRow(lots, ord, book, book.lots.get(lotNo)!, false);
  }
  for (const { ord, item, sale } of sold.sort(byReceipt)) saleRow(sales, ord, item, sale);
  const writers = [accounts, sales, entries, lots];
  return {
    values: writers.map((writer, k) => writer.finish(oids[k]!)),
    release() {
      for (const writer of writers) writer.release();
    },
  };
}

/** The books of an item that something was written into. */
export function booksOf({ book, otherBooks = [] }: PackedItem): Book[] {
  return [book, ...otherBooks].filter((each): each is Book => each !== null && each.entries.length > 0);
}

function byMember({ book: a }: { book: Book }, { book: b }: { book: Book }): number {
  return a.bucket - b.bucket || (a.memberId < b.memberId ? -1 : 1);
}

function byReceipt({ sale: a }: { sale: SaleRow }, { sale: b }: { sale: SaleRow }): number {
  return a.receiptKey < b.receiptKey ? -1 : 1;
}

function isOpened({ opened }: Book, lotNo: number): boolean {
  return opened.some((lot) => lot.lotNo === lotNo);
}

function accountRow(rows: RowWriter, ord: number, book: Book): void {
  rows.row().int4(ord).int2(book.bucket).uuid(book.memberId).int8(book.baseVersion).int8(book.version).int8(book.pending);
  rows
    .int8(book.active)
    .int8(book.held)
    .int8(book.floor)
    .instant(book.dueAtMs)
    .text(JSON.stringify(packCounters(book.counters)))
    .close();
}

function entryRow(rows: RowWriter, ord: number, { bucket, memberId }: Book, entry: Entry): void {
  const { moves } = entry;
  rows.row().int4(ord).int2(bucket).uuid(memberId).int8(entry.version).text(entry.kind).uuid(entry.saleId).text(entry.storeId);
  rows
    .int4(entry.ruleSetVersion)
    .instant(entry.eventAtMs)
    .instant(entry.createdAtMs)
    .texts(moves.map((move) => move.kind));
  rows.int2s(moves.map((move) => CHART[move.debit])).int2s(moves.map((move) => CHART[move.credit]));
  rows
    .int8s(moves.map((move) => move.points))
    .int8s(moves.map((move) => move.lotNo))
    .int8(entry.pendingAfter)
    .int8(entry.activeAfter);
  rows
    .int8(entry.heldAfter)
    .text(entry.reason ?? null)
    .text(entry.author ?? null)
    .close();
}

function lotRow(rows: RowWriter, ord: number, { bucket, memberId }: Book, lot: OpenLot, isNew: boolean): void {
  rows.row().int4(ord).int2(bucket).uuid(memberId).int8(lot.lotNo).int8(lot.points).int8(lot.remaining).int8(lot.expired).bool(lot.pending);
  rows.instant(lot.activatesAtMs).instant(lot.expiresAtMs).text(lot.origin).text(lot.ruleId).uuid(lot.saleId).bool(isNew).close();
}

function saleRow(rows: RowWriter, ord: number, { bucket, book }: PackedItem, sale: SaleRow): void {
  rows.row().int4(ord).int2(bucket).uuid(sale.saleId).text(sale.receiptKey).text(sale.idempotencyKey).bytea(sale.bodyHash).text(sale.kind);
  rows
    .uuid(sale.memberId)
    .int8(book === null ? null : book.version)
    .text(sale.storeId)
    .text(sale.terminalId);
  rows.date(sale.businessDate).text(sale.receiptNumber).instant(sale.purchasedAtMs).instant(sale.bookedAtMs);
  rows.int4(sale.ruleSetVersion).int8(sale.regularMinor).int8(sale.netMinor).int8(sale.burnMinor).int8(sale.payableMinor);
  rows.int8(sale.burnPoints).int8(sale.earnPoints).json(sale.couponStates).json(sale.budgets).text(sale.document).close();
}
