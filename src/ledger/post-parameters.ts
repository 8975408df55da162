/** Lays the rarer parts of a batch out as JSON parameters of ledger.post, in the order of its arguments; null for what nobody has. */
import type { Book } from '../core/points/book.js';
import { bucketOf } from './bucket.js';
import { changeRow, memberOperationRow } from './operation-parameters.js';
import type { PackedItem } from './pack-item.js';
import type { NewOperation } from './post-item.js';
import { booksOf } from './post-rows.js';

export function rareParameters(items: readonly PackedItem[]): (string | null)[] {
  const operations: object[] = [];
  const holds: object[] = [];
  const closes: object[] = [];
  const budgets: object[] = [];
  const coupons: object[] = [];
  const issues: object[] = [];
  const memberOperations: object[] = [];
  const memberChanges: object[] = [];
  items.forEach((item, ord) => {
    const { bucket, book } = item;
    for (const each of booksOf(item))
      for (const close of each.closedHolds) closes.push({ ord, bucket: each.bucket, hold_id: close.holdId, status: close.status });
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
    if (item.memberOperation !== undefined) memberOperations.push(memberOperationRow(ord, item.memberOperation));
    for (const change of item.memberChanges ?? []) memberChanges.push(changeRow(ord, change));
  });
  const tables = [operations, holds, closes, budgets, coupons, issues, memberOperations, memberChanges];
  return tables.map((table) => (table.length === 0 ? null : JSON.stringify(table)));
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
