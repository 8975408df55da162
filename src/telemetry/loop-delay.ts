/**
 * How late the event loop is, as a sign that the process has more to do than it can. Queues and counts look at single parts; this sees
 * whatever takes the processor, also what is not ours.
 */
import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';

const RESOLUTION_MS = 10;
const WINDOW_MS = 250;
/** One late moment is a collection of garbage; only windows in a row are a strain. */
const WINDOWS_OVER = 4;

/** 0 while it keeps up; 1 after some windows over the limit in a row; 2 where they were over twice the limit. One good window ends it. */
export class Strain {
  private overOnce = 0;
  private overTwice = 0;

  constructor(private readonly limitMs: number) {}

  note(delayMs: number): void {
    this.overOnce = delayMs > this.limitMs ? this.overOnce + 1 : 0;
    this.overTwice = delayMs > 2 * this.limitMs ? this.overTwice + 1 : 0;
  }

  get level(): 0 | 1 | 2 {
    return this.overTwice >= WINDOWS_OVER ? 2 : this.overOnce >= WINDOWS_OVER ? 1 : 0;
  }
}

export class LoopDelay {
  private readonly strain: Strain;
  private readonly histogram: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private timer: NodeJS.Timeout | undefined;
  /** Mean of the last window. */
  delayMs = 0;

  constructor(limitMs: number) {
    this.strain = new Strain(limitMs);
  }

  get level(): 0 | 1 | 2 {
    return this.strain.level;
  }

  /** Nest calls this when the process starts, and the other when it ends. */
  onModuleInit(): void {
    this.histogram.enable();
    this.timer = setInterval(() => {
      // It measures from one of its own ticks to the next, so an idle loop shows the resolution.
      const mean = this.histogram.count === 0 ? WINDOW_MS : this.histogram.mean / 1e6 - RESOLUTION_MS;
      this.delayMs = Math.max(0, mean);
      this.histogram.reset();
      this.strain.note(this.delayMs);
    }, WINDOW_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.histogram.disable();
  }
}
