import { chainOf } from './bucket.js';
import { bucketOfId } from './ids.js';
import type { PackedItem } from './pack-item.js';

/** What a batch touches as a whole: the chains it appends to, and the span of its events. */
export interface BatchFrame {
  /** Sorted, each once. */
  readonly chains: readonly number[];
  /** Null where the batch books nothing that happened at an instant. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

export function batchFrame(items: readonly PackedItem[]): BatchFrame {
  const chains = new Set<number>();
  let fromMs = Infinity;
  let toMs = -Infinity;
  const at = (bucket: number, eventAtMs: number): void => {
    chains.add(chainOf(bucket));
    fromMs = Math.min(fromMs, eventAtMs);
    toMs = Math.max(toMs, eventAtMs);
  };
  for (const { bucket, book, otherBooks = [], sale, operation, memberOperation } of items) {
    for (const each of [book, ...otherBooks]) for (const entry of each?.entries ?? []) at(each!.bucket, entry.eventAtMs);
    if (sale !== null) at(bucket, sale.purchasedAtMs);
    if (operation !== null) at(bucket, operation.eventAtMs);
    if (memberOperation !== undefined) at(bucketOfId(memberOperation.operationId), memberOperation.createdAtMs);
  }
  const isEmpty = chains.size === 0;
  return { chains: [...chains].sort((a, b) => a - b), fromMs: isEmpty ? null : fromMs, toMs: isEmpty ? null : toMs };
}
