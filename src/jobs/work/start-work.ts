import type { Pool } from 'pg';
import type { CheckoutDeps } from '../../checkout/deps.js';
import { makeChunk } from '../../coupons/make-chunk.js';
import { isOutage } from '../../ledger/outage.js';
import { applyMembers } from '../../members/apply-members.js';
import { applyGrants } from './apply-grants.js';

/** Small enough that a call that comes meanwhile waits some milliseconds at most. */
const CODES_PER_STEP = 2_000;
const MEMBERS_PER_STEP = 2_000;
const GRANTS_PER_STEP = 500;
const LOOK_EVERY_MS = 500;

/**
 * Works on what administration has ordered: codes to make, lists of members and grants to go through. Any engine may; one works on one order
 * at a time, and whatever dies, another goes on. The returned function stops it, and resolves when nothing is in work any more.
 */
export function startWork(deps: CheckoutDeps, db: Pool, onError: (error: unknown) => void): () => Promise<void> {
  const kinds: readonly (() => Promise<boolean>)[] = [
    async () => (await makeChunk(db, CODES_PER_STEP)) !== null,
    () => applyMembers(db, MEMBERS_PER_STEP),
    () => applyGrants(deps, db, GRANTS_PER_STEP),
  ];
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let round: Promise<void> = Promise.resolve();
  const run = async (): Promise<void> => {
    let found = false;
    for (const step of kinds) {
      // One that fails must not keep the others waiting; it is tried again with the next round.
      try {
        if (!stopped && (await step())) found = true;
      } catch (error) {
        if (!isOutage(error)) onError(error);
      }
    }
    if (!stopped) plan(found ? 0 : LOOK_EVERY_MS);
  };
  const plan = (afterMs: number): void => {
    timer = setTimeout(() => (round = run()), afterMs);
    timer.unref();
  };
  plan(LOOK_EVERY_MS);
  return async () => {
    stopped = true;
    if (timer !== null) clearTimeout(timer);
    await round;
  };
}
