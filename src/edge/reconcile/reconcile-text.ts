import type { Pool } from 'pg';
import type { Verdict } from '../../ledger/reconcile/claim.js';
import { readBooked } from '../../ledger/reconcile/read-booked.js';
import { reconcile } from '../../ledger/reconcile/reconcile.js';
import { parseClaims } from './parse-claims.js';

export interface Reconciliation {
  readonly agrees: number;
  readonly differs: number;
  readonly missingHere: number;
  readonly missingThere: number;
  readonly verdicts: readonly Verdict[];
}

/** The answer to a file of end-of-day totals. Throws `ClaimError` for a file that cannot be read, and what `allow` throws for a store. */
export async function reconcileText(
  pool: Pick<Pool, 'query'>,
  text: string,
  allow: (storeId: string) => void = () => undefined,
): Promise<Reconciliation> {
  const claims = parseClaims(text);
  const unique = (pick: (claim: (typeof claims)[number]) => string) => [...new Set(claims.map(pick))];
  const stores = unique((claim) => claim.storeId);
  stores.forEach(allow);
  const booked = await readBooked(
    pool,
    stores,
    unique((claim) => claim.businessDate),
  );
  const verdicts = reconcile(claims, booked);
  const count = (verdict: Verdict['verdict']) => verdicts.filter((each) => each.verdict === verdict).length;
  return {
    agrees: count('agrees'),
    differs: count('differs'),
    missingHere: count('missing_here'),
    missingThere: count('missing_there'),
    verdicts,
  };
}
