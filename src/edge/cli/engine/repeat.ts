/** Repeats a call whose answer may be lost. Every effect carries a key, so a repeated call is the same effect, done once. */
import { status } from '@grpc/grpc-js';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineError } from './engine-error.js';

export interface Patience {
  /** How long to go on repeating, from the first try. */
  readonly patienceMs: number;
  readonly onRepeat?: (error: EngineError, attempt: number) => void;
}

const FIRST_WAIT_MS = 50;
const WAIT_MS_MAX = 1_000;

/** Nothing, or nothing we know of, was booked, and the next try may go well. */
const PASSING: readonly status[] = [status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.ABORTED, status.RESOURCE_EXHAUSTED];

export async function repeat<Answer>(
  attempt: () => Promise<Answer>,
  toError: (error: unknown) => EngineError,
  { patienceMs, onRepeat }: Patience,
): Promise<Answer> {
  const giveUpAt = Date.now() + patienceMs;
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (thrown) {
      const error = toError(thrown);
      const waitMs = wait(tries);
      if (!PASSING.includes(error.status) || Date.now() + waitMs > giveUpAt) throw error;
      onRepeat?.(error, tries);
      await sleep(waitMs);
    }
  }
}

/** Doubles up to a second, and is spread over half of itself, so that many tills do not come back in step. */
function wait(tries: number): number {
  const full = Math.min(WAIT_MS_MAX, FIRST_WAIT_MS * 2 ** (tries - 1));
  return full / 2 + Math.random() * (full / 2);
}
