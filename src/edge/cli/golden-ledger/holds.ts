/** Steps on holds: an authorize of a receipt that burns, its capture and its void. */
import { authorize } from '../../../checkout/authorize.js';
import { capture } from '../../../checkout/capture.js';
import { voidSale } from '../../../checkout/void.js';
import { milli, points as asPoints } from '../../../core/money.js';
import { isRejection } from '../../../core/rejection.js';
import { uuidOf } from '../../../ledger/ids.js';
import { YEARS_MS } from './engine.js';
import type { StepOf } from './ledger-case.js';
import { booked, INVALID, pointsOf, refused, type Outcome } from './outcome.js';
import { BUSINESS_DATE, must, type HoldState, type World } from './world.js';

export async function hold(world: World, step: StepOf<'hold'>): Promise<Outcome> {
  const points = pointsOf(step.points);
  if (points === null || (step.ttl !== undefined && step.ttl < 0)) return INVALID;
  const card = await world.card(step.wallet);
  // A life of 0 is for ever: as long as a hold can live here.
  const ttlMs = step.ttl === undefined || step.ttl === 0 ? YEARS_MS : step.ttl * 1000;
  const held = await reserve(world, step.id, step, { card, points, ttlMs }, step.reference, step.currency);
  if (isRejection(held)) return refused(held);
  if (!held.replayed) world.holds.set(step.id, { holdId: held.holdId, card, expiresAtMs: world.deps.clock() + ttlMs });
  return booked(held.replayed);
}

/** Takes a part, or all that is left. Where the case keeps the rest on hold, the rest is held again. */
export async function commit(world: World, step: StepOf<'commit'>): Promise<Outcome> {
  const state = world.holds.get(step.hold);
  const all = step.points === undefined || step.points === 'all';
  const points = all ? null : pointsOf(step.points);
  if (!all && points === null) return INVALID;
  const holdId = holdIdOf(world, step.hold);
  const lines = points === null ? [] : [{ lineNumber: 1, quantityMilli: milli(points) }];
  const captured = await capture(world.deps, { ...world.effect(step.id, step), holdId, lines });
  if (isRejection(captured)) return refused(captured);
  const taken = captured.totals.burnPoints;
  if (!captured.replayed && state !== undefined && world.neutral.partial_commit === 'keeps_rest') await keepRest(world, step, state, taken);
  world.done.set(step.id, { kind: 'sale', saleId: captured.saleId, points: taken });
  return booked(captured.replayed, { taken });
}

/** The whole hold; an amount that comes with it must be the hold's, which the caller compares, since our void takes none. */
export async function voidHold(world: World, step: StepOf<'void'>): Promise<Outcome> {
  const holdId = holdIdOf(world, step.hold);
  const first = await world.deps.ledger.operationByKey(`id\u001fs\u001f${world.key(step.id)}`);
  if (first === null && step.points !== undefined && step.points !== 'all') {
    const points = pointsOf(step.points);
    if (points === null) return INVALID;
    const held = await heldPoints(world, holdId);
    if (held !== null && points > held) return { result: 'amount_exceeds_hold' };
    if (held !== null && points < held) return { result: 'amount_mismatch' };
  }
  const target = { by: 'hold_id' as const, holdId };
  const undone = await voidSale(world.deps, { ...world.effect(step.id, step), target, businessDate: BUSINESS_DATE, reason: 'golden' });
  return isRejection(undone) ? refused(undone) : booked(undone.replayed);
}

interface Reservation {
  readonly card: string;
  readonly points: number;
  readonly ttlMs: number;
}

function reserve(world: World, id: string, body: unknown, { card, points, ttlMs }: Reservation, reference?: string, currency?: string) {
  const burn = points === 0 ? { kind: 'none' as const } : { kind: 'points' as const, points: asPoints(points) };
  const receipt = world.receipt(card, Math.max(points, 1), burn, reference === undefined ? id : `ref ${reference}`, currency);
  return authorize(world.deps, { ...world.effect(id, body), receipt, expectedFingerprint: '', holdTtlMs: ttlMs });
}

async function keepRest(world: World, step: StepOf<'commit'>, state: HoldState, taken: number): Promise<void> {
  const rest = ((await heldPoints(world, state.holdId)) ?? 0) - taken;
  if (rest === 0) return;
  const ttlMs = state.expiresAtMs - world.deps.clock();
  const again = must(
    await reserve(world, `${step.hold} after ${step.id}`, [step.hold, step.id], { card: state.card, points: rest, ttlMs }),
  );
  state.holdId = again.holdId;
}

async function heldPoints(world: World, holdId: string): Promise<number | null> {
  const uuid = uuidOf('hld', holdId);
  const stored = uuid === null ? null : await world.deps.ledger.saleById(uuid);
  return stored === null || stored.kind === 'sale' ? null : stored.quote.burn.points;
}

/** Our id of a hold; what is none is asked for all the same, so that the engine says what is wrong. */
function holdIdOf(world: World, name: string): string {
  const done = world.done.get(name);
  return world.holds.get(name)?.holdId ?? (done?.kind === 'sale' ? done.saleId.replace('rcp_', 'hld_') : `hld_${name}`);
}
