/** Lays a batch of items out as the ten JSON parameters of ledger.post, in the order of its arguments. */
import { CHART, type Entry } from '../core/journal/chart.js';
import type { Book, OpenLot } from '../core/points/book.js';
import { bucketOf } from './bucket.js';
import type { NewOperation, NewSale, PostItem } from './post-item.js';
import { packQuote, packReceipt } from './stored-receipt.js';

export function postParameters(items: readonly PostItem[]): string[] {
  const accounts: object[] = [];
  const sales: object[] = [];
  const operations: object[] = [];
  const entries: object[] = [];
  const lots: object[] = [];
  const holds: object[] = [];
  const closes: object[] = [];
  const budgets: object[] = [];
  const coupons: object[] = [];
  const issues: object[] = [];
  items.forEach((item, ord) => {
    const { bucket, book } = item;
    for (const each of booksOf(item)) {
      accounts.push(accountRow(ord, each));
      for (const entry of each.entries) entries.push(entryRow(ord, each, entry));
      for (const lotNo of touchedLots(each)) lots.push(lotRow(ord, each, each.lots.get(lotNo)!));
      for (const close of each.closedHolds) closes.push({ ord, bucket: each.bucket, hold_id: close.holdId, status: close.status });
    }
    if (item.sale !== null) sales.push(saleRow(ord, bucket, book, item.sale));
    if (item.operation !== null) operations.push(operationRow(ord, bucket, book, item.operation));
    if (item.hold !== null) {
      const { holdId, memberId, points, reserved, expiresAtMs } = item.hold;
      holds.push({ ord, bucket, hold_id: holdId, member_id: memberId, points, reserved, expires_ms: expiresAtMs });
    }
    for (const close of item.closes) closes.push({ ord, bucket, hold_id: close.holdId, status: close.status });
    for (const { key, times, minor, points, limit } of item.budgets) {
      const max = { times_max: limit.times, minor_max: limit.minor, points_max: limit.points };
      budgets.push({ ord, key, times, minor, points, ...max });
    }
    for (const { code, uses } of item.coupons) coupons.push({ ord, code_bucket: bucketOf(code), code, uses });
    for (const { code, seriesId, memberId, usesMax, fromMs, toMs, saleId } of item.issues) {
      const row = { code, series_id: seriesId, member_id: memberId, uses_max: usesMax, from_ms: fromMs, to_ms: toMs, sale_id: saleId };
      issues.push({ ord, code_bucket: bucketOf(code), ...row });
    }
  });
  const tables = [accounts, sales, operations, entries, lots, holds, closes, budgets, coupons, issues];
  return tables.map((table) => JSON.stringify(table));
}

/** The books of an item that something was written into. */
function booksOf({ book, otherBooks = [] }: PostItem): Book[] {
  return [book, ...otherBooks].filter((each): each is Book => each !== null && each.entries.length > 0);
}

function touchedLots(book: Book): Set<number> {
  return new Set([...book.opened.map((lot) => lot.lotNo), ...book.changed]);
}

function accountRow(ord: number, book: Book): object {
  const { bucket, memberId, baseVersion, version, pending, active, held, floor, dueAtMs, counters } = book;
  return { ord, bucket, member_id: memberId, base_version: baseVersion, version, pending, active, held, floor, due_ms: dueAtMs, counters };
}

function entryRow(ord: number, book: Book, entry: Entry): object {
  const { moves } = entry;
  return {
    ord,
    bucket: book.bucket,
    member_id: book.memberId,
    version: entry.version,
    kind: entry.kind,
    sale_id: entry.saleId,
    store_id: entry.storeId,
    rule_set_version: entry.ruleSetVersion,
    event_ms: entry.eventAtMs,
    created_ms: entry.createdAtMs,
    move_kinds: moves.map((move) => move.kind),
    debits: moves.map((move) => CHART[move.debit]),
    credits: moves.map((move) => CHART[move.credit]),
    points: moves.map((move) => move.points),
    lots: moves.map((move) => move.lotNo),
    pending_after: entry.pendingAfter,
    active_after: entry.activeAfter,
    held_after: entry.heldAfter,
    reason: entry.reason,
    author: entry.author,
  };
}

function lotRow(ord: number, book: Book, lot: OpenLot): object {
  const { lotNo, points, remaining, expired, pending, activatesAtMs, expiresAtMs, origin, ruleId, saleId } = lot;
  const owner = { ord, bucket: book.bucket, member_id: book.memberId };
  const life = { activates_ms: activatesAtMs, expires_ms: expiresAtMs };
  return { ...owner, lot_no: lotNo, points, remaining, expired, pending, ...life, origin, rule_id: ruleId, sale_id: saleId };
}

function saleRow(ord: number, bucket: number, book: Book | null, sale: NewSale): object {
  const { receipt, quote } = sale;
  const { totals } = quote;
  return {
    ord,
    bucket,
    sale_id: sale.saleId,
    receipt_key: sale.receiptKey,
    idempotency_key: sale.idempotencyKey,
    body_hash: sale.bodyHash.toString('hex'),
    kind: sale.kind,
    member_id: sale.memberId,
    account_version: book === null ? null : book.version,
    store_id: receipt.storeId,
    terminal_id: receipt.terminalId,
    business_date: receipt.businessDate,
    receipt_number: receipt.receiptNumber,
    purchased_ms: receipt.purchasedAtMs,
    booked_ms: sale.bookedAtMs,
    rule_set_version: quote.ruleSetVersion,
    regular_minor: totals.regularMinor,
    net_minor: totals.netMinor,
    burn_minor: totals.burnMinor,
    payable_minor: totals.payableMinor,
    burn_points: totals.burnPoints,
    earn_points: totals.earnPoints,
    receipt: packReceipt(receipt),
    member_state: sale.memberState,
    coupon_states: sale.couponStates.length === 0 ? null : sale.couponStates,
    budget_usage: Object.keys(sale.budgets).length === 0 ? null : sale.budgets,
    quote: packQuote(quote),
    booking: sale.booking,
  };
}

/** The version at which the operation's own entry stands; what came back to a merged member is passed on after it. */
function versionOf(book: Book, { kind, saleId }: NewOperation): number {
  return book.entries.findLast((entry) => entry.kind === kind && entry.saleId === saleId)?.version ?? book.version;
}

function operationRow(ord: number, bucket: number, book: Book | null, operation: NewOperation): object {
  return {
    ord,
    bucket,
    sale_id: operation.saleId,
    sequence: operation.sequence,
    operation_id: operation.operationId,
    key: operation.key,
    body_hash: operation.bodyHash.toString('hex'),
    kind: operation.kind,
    member_id: operation.memberId,
    account_version: book === null ? null : versionOf(book, operation),
    store_id: operation.storeId,
    terminal_id: operation.terminalId,
    business_date: operation.businessDate,
    event_ms: operation.eventAtMs,
    created_ms: operation.createdAtMs,
    refund_minor: operation.refundMinor,
    request: operation.request,
    answer: operation.answer,
    state_after: operation.stateAfter,
  };
}
