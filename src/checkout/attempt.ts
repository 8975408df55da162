import { setTimeout as sleep } from 'node:timers/promises';
import { reject, type Rejection } from '../core/rejection.js';
import type { CheckoutDeps } from './deps.js';

/** The effect met another one: compute it again from a fresh snapshot. */
export const STALE = Symbol('stale');

const RETRIES_MAX = 3;
const PAUSE_MS = 4;

/** Runs an effect from a fresh snapshot until it is posted or refused, at most four times. */
export async function attempt<T>(deps: CheckoutDeps, operation: string, once: () => Promise<T | typeof STALE>): Promise<T | Rejection> {
  for (let retry = 0; ; retry++) {
    const result = await once();
    if (result !== STALE) return result;
    if (retry === RETRIES_MAX) return reject('concurrent_update', 'Other calls for the same member came first each time: repeat the call');
    deps.onRetry(operation);
    await sleep(Math.random() * PAUSE_MS * 2 ** retry);
  }
}
