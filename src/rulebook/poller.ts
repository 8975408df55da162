/**
 * Repeats a piece of work: every `intervalMs`, and as soon as `poke` asks for it. Never twice at the same time; a poke during a run
 * is answered by one more run, because the run in progress may have read too early.
 */
export class Poller {
  private running: Promise<void> | null = null;
  private following: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;

  /** `work` must not reject: it reports by itself. */
  constructor(
    private readonly intervalMs: number,
    private readonly work: () => Promise<void>,
  ) {}

  start(): void {
    this.schedule();
  }

  /** Resolves when a run that began after this call has ended. */
  poke(): Promise<void> {
    if (this.stopped) return Promise.resolve();
    if (this.running === null) return this.run();
    this.following ??= this.running.then(() => this.run());
    return this.following;
  }

  /** Ends the repetition and waits for the run in progress. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await (this.following ?? this.running);
  }

  private run(): Promise<void> {
    this.following = null;
    if (this.running !== null) return this.running;
    if (this.stopped) return Promise.resolve();
    this.running = this.work().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private schedule(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.poke().then(() => this.schedule()), this.intervalMs);
  }
}
