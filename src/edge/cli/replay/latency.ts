/** Latencies in buckets that grow by 2 %, so that any number of calls takes the same memory. */
const GROWTH = Math.log(1.02);

export class Latency {
  private readonly buckets = new Map<number, number>();
  private count = 0;

  add(ms: number): void {
    const bucket = Math.ceil(Math.log(Math.max(ms, 0.001)) / GROWTH);
    this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + 1);
    this.count++;
  }

  /** The latency that `share` (0 to 1) of the calls stayed below, within 2 %; 0 where there was none. */
  quantile(share: number): number {
    let left = Math.ceil(this.count * share);
    for (const [bucket, calls] of [...this.buckets].sort(([a], [b]) => a - b)) {
      left -= calls;
      if (left <= 0) return Math.exp(bucket * GROWTH);
    }
    return 0;
  }
}
