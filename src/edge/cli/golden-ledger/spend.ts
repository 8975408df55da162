/** Steps that earn and burn. */
import { grant } from '../../../checkout/grant.js';
import { sale } from '../../../checkout/sale.js';
import { points as asPoints } from '../../../core/money.js';
import { isRejection } from '../../../core/rejection.js';
import type { StepOf } from './ledger-case.js';
import { booked, INVALID, pointsOf, refused, type Outcome } from './outcome.js';
import type { World } from './world.js';

/** Points earned are a grant; with a business reference they are under the number of a receipt, which is booked once. */
export async function earn(world: World, step: StepOf<'earn'>): Promise<Outcome> {
  const points = pointsOf(step.points);
  if (points === null) return INVALID;
  if (step.currency !== undefined && step.currency !== 'points') return INVALID;
  const card = await world.card(step.wallet);
  if (step.reference !== undefined) {
    const number = `ref ${step.reference}`;
    const receipt = world.receipt(card, 1, { kind: 'none' }, number);
    const noted = await sale(world.deps, { ...world.effect(`ref ${step.id}`, step), receipt, expectedFingerprint: '' });
    if (isRejection(noted)) {
      const same = await world.deps.ledger.saleByIdempotencyKey(`${receipt.storeId}\u001f${world.key(`ref ${step.id}`)}`);
      return { result: noted.rejection === 'key_reused' && same === null ? 'reference_conflict' : refused(noted).result };
    }
  }
  const expiresAtMs = step.ttl === undefined || step.ttl === 0 ? null : world.deps.clock() + step.ttl * 1000;
  const bonus = { ...world.effect(step.id, step), member: { cardNumber: card }, reason: 'earned', author: 'golden' };
  const granted = await grant(world.deps, { ...bonus, points: asPoints(points), expiresAtMs });
  if (isRejection(granted)) return refused(granted);
  world.done.set(step.id, { kind: 'grant', operationId: granted.operationId });
  return booked(granted.replayed);
}

/** Points burned pay for a receipt of as many minor units. */
export async function burn(world: World, step: StepOf<'burn'>): Promise<Outcome> {
  const points = pointsOf(step.points);
  if (points === null) return INVALID;
  return pay(world, step.id, step, { wallet: step.wallet, points }, step.reference, step.currency);
}

/** As much as there is, at most so much. */
export async function burnUpTo(world: World, step: StepOf<'burn_up_to'>): Promise<Outcome> {
  const points = pointsOf(step.points);
  if (points === null) return INVALID;
  const most = Math.max(0, Math.min(points, await world.available(step.wallet)));
  const { wallet } = step;
  return pay(world, step.id, step, { wallet, points: most, receiptPoints: points }, step.reference, step.currency);
}

/** From one wallet after the other, each at most its cap and down to its floor; all of it or nothing. */
export async function burnLots(world: World, step: StepOf<'burn_lots'>): Promise<Outcome> {
  const points = pointsOf(step.points);
  if (points === null) return INVALID;
  if (await world.deps.ledger.saleByIdempotencyKey(`s\u001f${world.key(`${step.id}/0`)}`)) {
    return pay(world, `${step.id}/0`, step, { wallet: step.order[0]!, points: 0 });
  }
  const taken: Record<string, number> = {};
  let left = points;
  for (const [k, wallet] of step.order.entries()) {
    const floor = step.floor_seq?.[k] ?? step.floor?.[wallet] ?? 0;
    const already = taken[wallet] ?? 0;
    const room = Math.min((await world.available(wallet)) - floor, step.caps?.[wallet] ?? Infinity) - already;
    const part = Math.max(0, Math.min(left, room));
    if (part > 0) taken[wallet] = already + part;
    left -= part;
  }
  if (left > 0) return { result: 'insufficient' };
  let k = 0;
  for (const [wallet, part] of Object.entries(taken)) {
    const paid = await pay(world, `${step.id}/${k++}`, step, { wallet, points: part });
    if (paid.result !== 'ok') return paid;
  }
  return booked(false, { taken });
}

interface Payment {
  readonly wallet: string;
  readonly points: number;
  /** What the receipt comes to, where that is more. */
  readonly receiptPoints?: number;
}

async function pay(
  world: World,
  id: string,
  body: unknown,
  { wallet, points, receiptPoints = points }: Payment,
  reference?: string,
  currency?: string,
): Promise<Outcome> {
  const card = await world.card(wallet);
  const burned = points === 0 ? { kind: 'none' as const } : { kind: 'points' as const, points: asPoints(points) };
  const number = reference === undefined ? id : `ref ${reference}`;
  const receipt = world.receipt(card, Math.max(receiptPoints, 1), burned, number, currency);
  const paid = await sale(world.deps, { ...world.effect(id, body), receipt, expectedFingerprint: '' });
  if (isRejection(paid)) {
    const first = await world.deps.ledger.saleByIdempotencyKey(`${receipt.storeId}\u001f${world.key(id)}`);
    return paid.rejection === 'key_reused' && first === null && reference !== undefined ? { result: 'reference_conflict' } : refused(paid);
  }
  const taken = paid.quote.burn.points;
  world.done.set(id, { kind: 'sale', saleId: paid.saleId, points: taken });
  return booked(paid.replayed, { taken });
}
