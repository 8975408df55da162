/**
 * Keys that are limited to stores, and what a controller does for them.
 *
 * An operation that says nothing is closed to limited keys (403 `scope_not_allowed`), so a forgotten check shows nothing. One that keeps
 * to the limit says so, `@Operation({ …, keeps: ['stores'] })`, and then
 * - a list reads only own rows: `WHERE ($1::text[] IS NULL OR store_id = ANY ($1))` with `actor.stores` as the value;
 * - one thing is hidden by `hideForeign(actor, sale.storeId, reject('unknown_sale', …))` after it was found: a thing of another store is
 *   answered like one that does not exist;
 * - a change or a request that names a store is refused by `ownStore(actor, storeId)`.
 * Where nothing of a store is in it, such as rules, `keeps: ['stores']` alone is enough. `keeps: ['campaigns']` says the same of keys
 * limited to campaigns: the operation changes nothing, or only what `outOfScope` lets through.
 */
import type { Rejection } from '../../../core/rejection.js';
import type { Refusal } from '../../../rulebook/access/refusal.js';
import type { Scope } from '../../../rulebook/access/roles.js';
import { ProblemException } from '../problem.js';
import { orProblem } from './check.js';

export function seesStore({ stores }: Scope, storeId: string | null): boolean {
  return stores === null || (storeId !== null && stores.includes(storeId));
}

/** Throws the problem of a thing that is not there, where it is another store's. */
export function hideForeign(actor: Scope, storeId: string | null, missing: Refusal | Rejection): void {
  if (!seesStore(actor, storeId)) orProblem(missing);
}

/** Throws 403 where the request names a store that the key is not for: it said the name itself, so nothing is told by it. */
export function ownStore(actor: Scope, storeId: string): void {
  if (!seesStore(actor, storeId)) throw outside(`The key is limited to the stores ${actor.stores?.join(', ')}`);
}

export function outside(detail: string): ProblemException {
  return new ProblemException({ status: 403, code: 'scope_not_allowed', detail });
}
