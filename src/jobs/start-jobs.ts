import { LRUCache } from 'lru-cache';
import type { CheckoutDeps } from '../checkout/deps.js';
import { Outage } from '../ledger/outage.js';
import { settleDue, type Settled } from './settle-due.js';

export interface JobsOptions {
  /** Pause between two rounds that found little to do. */
  readonly settleEveryMs?: number;
  readonly onSettled?: (settled: Settled, seconds: number) => void;
  /** `id`: the account or hold that could not be settled; empty where the whole round failed. */
  readonly onError?: (error: unknown, id: string) => void;
}

const SETTLE_EVERY_MS = 2_000;
const PER_BUCKET = 8;
const CONCURRENCY = 32;
const ASIDE_MS = 600_000;
const ASIDE_MAX = 10_000;

/** Starts what runs by itself beside the calls. The returned function stops it, and resolves when nothing is in work any more. */
export function startJobs(deps: CheckoutDeps, options: JobsOptions = {}): () => Promise<void> {
  const { settleEveryMs = SETTLE_EVERY_MS, onSettled, onError = () => undefined } = options;
  const setAside = new LRUCache<string, true>({ max: ASIDE_MAX, ttl: ASIDE_MS });
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let round: Promise<void> = Promise.resolve();

  const run = async (): Promise<void> => {
    const from = performance.now();
    let more = false;
    try {
      const settled = await settleDue(deps, { perBucket: PER_BUCKET, concurrency: CONCURRENCY, setAside, onError });
      if (settled.due > 0) onSettled?.(settled, (performance.now() - from) / 1000);
      more = settled.due >= PER_BUCKET && settled.entries + settled.holds > 0;
    } catch (error) {
      // Postgres away is told by every call already; the next round tries again.
      if (!(error instanceof Outage)) onError(error, '');
    }
    if (!stopped) plan(more ? 0 : settleEveryMs);
  };
  const plan = (afterMs: number): void => {
    timer = setTimeout(() => (round = run()), afterMs);
    timer.unref();
  };

  plan(settleEveryMs);
  return async () => {
    stopped = true;
    if (timer !== null) clearTimeout(timer);
    await round;
  };
}
