export const BUCKETS = 1024;

/** The bucket of a text by FNV-1a; the same in every process and version, since rows are filed under it. */
export function bucketOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let k = 0; k < text.length; k++) {
    hash ^= text.charCodeAt(k);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0) % BUCKETS;
}

/** The lane of a bucket: two batches in flight never touch the same member. */
export function laneOf(bucket: number, lanes: number): number {
  return Math.floor((bucket * lanes) / BUCKETS);
}

const FIRST_CHAIN = BUCKETS;
const BUCKETS_PER_CHAIN = 64;

/** The hash chain of a bucket: sixteen chains, numbered after the buckets, so that a batch adds a few links and not one for each sale. */
export function chainOf(bucket: number): number {
  return FIRST_CHAIN + Math.floor(bucket / BUCKETS_PER_CHAIN);
}
