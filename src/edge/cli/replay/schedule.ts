export interface Item {
  readonly id: string;
  /** Items of one queue are done in the order they were added; null: in no order. */
  readonly queue: string | null;
  /** Ids of earlier items that must be done first, whatever their queue. */
  readonly after: readonly string[];
  readonly work: () => Promise<void>;
}

/**
 * Runs work concurrently, but in order within a queue: what one customer did is done in the order it was done. Holds a bounded
 * number of items, so that a file of any size is read no faster than it is sent.
 */
export class Schedule {
  private readonly tails = new Map<string, Promise<void>>();
  private readonly inFlight = new Map<string, Promise<void>>();
  private readonly slotWaiters: (() => void)[] = [];
  private roomWaiter: (() => void) | null = null;
  private held = 0;
  private running = 0;
  private failure: { readonly error: unknown } | null = null;

  constructor(
    private readonly concurrency: number,
    private readonly heldMax = concurrency * 16,
  ) {}

  /** Takes the item, and resolves when there is room for more. Throws what any earlier work threw. */
  async add({ id, queue, after, work }: Item): Promise<void> {
    this.rethrow();
    this.held++;
    const tail = queue === null ? undefined : this.tails.get(queue);
    const before = [tail, ...after.map((earlier) => this.inFlight.get(earlier))].filter((earlier) => earlier !== undefined);
    const done = Promise.all(before).then(() => this.run(work));
    this.inFlight.set(id, done);
    if (queue !== null) this.tails.set(queue, done);
    void done.then(() => {
      if (this.inFlight.get(id) === done) this.inFlight.delete(id);
      if (queue !== null && this.tails.get(queue) === done) this.tails.delete(queue);
      this.held--;
      this.wake();
    });
    while (this.held >= this.heldMax) await this.room();
    this.rethrow();
  }

  /** Resolves when everything is done. */
  async drain(): Promise<void> {
    while (this.held > 0) await this.room();
    this.rethrow();
  }

  private async run(work: () => Promise<void>): Promise<void> {
    if (this.running >= this.concurrency) await new Promise<void>((resolve) => this.slotWaiters.push(resolve));
    else this.running++;
    try {
      if (this.failure === null) await work();
    } catch (error) {
      this.failure ??= { error };
    } finally {
      // The slot goes from hand to hand, so `running` changes only when nobody waits.
      const next = this.slotWaiters.shift();
      if (next === undefined) this.running--;
      else next();
    }
  }

  private room(): Promise<void> {
    return new Promise((resolve) => (this.roomWaiter = resolve));
  }

  private wake(): void {
    this.roomWaiter?.();
    this.roomWaiter = null;
  }

  private rethrow(): void {
    if (this.failure !== null) throw this.failure.error;
  }
}
