/** What a bench started must not outlive it, also where somebody ends it half-way: Postgres is a process of its own, which Ctrl-C does not reach. */
const closers = new Set<() => Promise<void>>();
const INTERRUPTED = 130;
let isWatching = false;
let isEnding = false;

/** Closes it when the bench is interrupted; answers how to close it once, at its end. */
export function closesOnInterrupt(close: () => Promise<void>): () => Promise<void> {
  if (!isWatching) for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupted);
  isWatching = true;
  closers.add(close);
  return async () => {
    if (closers.delete(close)) await close();
  };
}

function interrupted(): void {
  if (isEnding) return;
  isEnding = true;
  // What was under way fails now, one thing after the other: that must not end the process before all is closed.
  process.on('uncaughtException', () => undefined);
  const all = [...closers];
  closers.clear();
  void Promise.allSettled(all.map((close) => close())).finally(() => process.exit(INTERRUPTED));
}
