/**
 * Gathers requests that arrive while a call is in flight into the next call: it drains what is queued and waits for no timer,
 * so a lone request goes at once and a crowd shares calls.
 */
import { setImmediate as endOfTurn } from 'node:timers/promises';

export interface BatcherOptions<I, O> {
  /** Items in one call at most. */
  readonly itemsMax: number;
  /** Items waiting at most; one more is refused. */
  readonly queueMax: number;
  /** Answers in the order of the items; an Error answers its item alone. */
  readonly run: (items: readonly I[]) => Promise<readonly (O | Error)[]>;
  readonly onBatch?: (size: number, waiting: number) => void;
}

/** More requests wait than are allowed to: the caller is told to come back later. */
export class Overload extends Error {
  override readonly name = 'Overload';
}

/** The caller stopped waiting before its request was sent: nothing was started for it. */
export class Expired extends Error {
  override readonly name = 'Expired';
}

interface Waiting<I, O> {
  readonly item: I;
  /** The instant after which it must not be started; null for none. */
  readonly deadlineMs: number | null;
  readonly resolve: (answer: O) => void;
  readonly reject: (error: Error) => void;
}

export class Batcher<I, O> {
  private queue: Waiting<I, O>[] = [];
  private inFlight = false;

  constructor(private readonly options: BatcherOptions<I, O>) {}

  get waiting(): number {
    return this.queue.length;
  }

  /** Rejects with `Overload` where too many wait, and with `Expired` where the deadline passes before the item is sent. */
  submit(item: I, deadlineMs: number | null = null): Promise<O> {
    if (this.queue.length >= this.options.queueMax) return Promise.reject(new Overload('too many requests are waiting'));
    return new Promise<O>((resolve, reject) => {
      this.queue.push({ item, deadlineMs, resolve, reject });
      if (!this.inFlight) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.inFlight = true;
    while (this.queue.length > 0) {
      // What other connections sent meanwhile is read in the same turn of the event loop: it shares the call, which has its price whatever
      // is in it. A lone request waits for nobody.
      await endOfTurn();
      const batch = this.inTime(this.queue.splice(0, this.options.itemsMax));
      if (batch.length === 0) continue;
      this.options.onBatch?.(batch.length, this.queue.length);
      await this.call(batch);
    }
    this.inFlight = false;
  }

  /** Those that are still waited for; the others are told. */
  private inTime(batch: readonly Waiting<I, O>[]): readonly Waiting<I, O>[] {
    const now = Date.now();
    const late = batch.filter(({ deadlineMs }) => deadlineMs !== null && now > deadlineMs);
    if (late.length === 0) return batch;
    for (const { reject } of late) reject(new Expired('the deadline passed while the request waited'));
    return batch.filter((waiting) => !late.includes(waiting));
  }

  private async call(batch: readonly Waiting<I, O>[]): Promise<void> {
    try {
      const answers = await this.options.run(batch.map((waiting) => waiting.item));
      batch.forEach((waiting, k) => {
        const answer = answers[k];
        if (answer instanceof Error) waiting.reject(answer);
        else waiting.resolve(answer as O);
      });
    } catch (error) {
      for (const waiting of batch) waiting.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
