/** Steps of double entry: postings between wallets as transfers, reversals, and the split of an amount. */
import { returnSale } from '../../../checkout/return.js';
import { reverse as undo } from '../../../checkout/reverse.js';
import { transfer } from '../../../checkout/transfer.js';
import { allocate as split, milli, points as asPoints } from '../../../core/money.js';
import { isRejection } from '../../../core/rejection.js';
import { Unsupported, type StepOf } from './ledger-case.js';
import { booked, INVALID, pointsOf, refused, type Outcome } from './outcome.js';
import { BUSINESS_DATE, CALLER, type World } from './world.js';

const DECISION = { reason: 'golden', author: 'golden' };

/** Lines that sum to zero become transfers from the negative to the positive ones; a move of ours cannot be out of balance. */
export async function post(world: World, step: StepOf<'post'>): Promise<Outcome> {
  const lines = step.lines.map(([wallet, amount]) => ({ wallet, amount }));
  if (lines.some(({ amount }) => !Number.isSafeInteger(amount))) return INVALID;
  const whole = lines as { wallet: string; amount: number }[];
  if (whole.reduce((sum, { amount }) => sum + amount, 0) !== 0) return { result: 'unbalanced' };
  const transfers = pairsOf(whole);
  const operationIds: string[] = [];
  let replayed = false;
  for (const [k, { from, to, points }] of transfers.entries()) {
    const names = { from: { cardNumber: await world.card(from) }, to: { cardNumber: await world.card(to) } };
    const sent = await transfer(world.deps, { ...world.effect(`${step.id}/${k}`, step), ...names, ...DECISION, points: asPoints(points) });
    if (isRejection(sent)) return refused(sent);
    operationIds.push(sent.operationId);
    replayed = sent.replayed;
  }
  world.done.set(step.id, { kind: 'post', operationIds });
  return booked(replayed);
}

function pairsOf(lines: readonly { wallet: string; amount: number }[]): { from: string; to: string; points: number }[] {
  const givers = lines.filter(({ amount }) => amount < 0).map(({ wallet, amount }) => ({ wallet, left: -amount }));
  const pairs: { from: string; to: string; points: number }[] = [];
  for (const { wallet, amount } of lines.filter((line) => line.amount > 0)) {
    let wanted = amount;
    for (const giver of givers) {
      const points = Math.min(wanted, giver.left);
      if (points === 0) continue;
      if (giver.wallet !== wallet) pairs.push({ from: giver.wallet, to: wallet, points });
      giver.left -= points;
      wanted -= points;
    }
  }
  return pairs;
}

/** Undoes what an id stands for: a grant or postings by their reversal, a burn by the return of its receipt. */
export async function reverse(world: World, step: StepOf<'reverse'>): Promise<Outcome> {
  const done = world.done.get(step.of);
  if (done === undefined) return { result: 'not_found' };
  if (done.kind === 'sale') return takeBack(world, step, done.saleId, step.points === undefined ? done.points : pointsOf(step.points));
  if (step.points !== undefined) throw new Unsupported('a reversal of a part of what was earned or posted');
  const operationIds = done.kind === 'grant' ? [done.operationId] : done.operationIds;
  let replayed = false;
  for (const [k, operationId] of operationIds.entries()) {
    const command = { ...world.effect(`${step.id}/${k}`, step), ...DECISION, operationId, mayGoBelowZero: step.force === true };
    const undone = await undo(world.deps, command);
    if (isRejection(undone)) return refused(undone);
    replayed = undone.replayed;
  }
  return booked(replayed);
}

async function takeBack(world: World, step: StepOf<'reverse'>, saleId: string, points: number | null): Promise<Outcome> {
  if (points === null) return INVALID;
  const { storeId, terminalId } = CALLER;
  const receipt = { storeId, terminalId, businessDate: BUSINESS_DATE, receiptNumber: world.key(step.id) };
  const lines = [{ lineNumber: 1, quantityMilli: milli(points) }];
  const target = { by: 'sale_id' as const, saleId };
  const back = await returnSale(world.deps, { ...world.effect(step.id, step), target, receipt, returnedAtMs: 0, lines, reason: 'golden' });
  if (!isRejection(back)) return booked(back.replayed);
  return { result: back.rejection === 'more_than_sold' || back.rejection === 'sale_voided' ? 'already_reversed' : refused(back).result };
}

/** Percentages as texts, fractions as `1/3`, and `remaining` for what is left of a hundred. */
export function allocate(step: StepOf<'allocate'>): Outcome {
  const points = pointsOf(step.points);
  if (points === null) return INVALID;
  const named = step.shares.map((share) => (share === 'remaining' ? null : fractionOf(String(share))));
  const scale = named.reduce((product, share) => (share === null ? product : product * BigInt(share.of)), 1n);
  const weights = named.map((share) => (share === null ? null : (BigInt(share.parts) * scale) / BigInt(share.of)));
  const used = weights.reduce((sum: bigint, weight) => sum + (weight ?? 0n), 0n);
  const rest = 100n * scale - used;
  const whole = weights.map((weight) => Number(weight ?? rest));
  if (whole.some((weight) => !Number.isSafeInteger(weight) || weight < 0)) return INVALID;
  return { result: 'ok', parts: split(asPoints(points), whole) };
}

function fractionOf(share: string): { parts: string; of: string } {
  const fraction = /^(\d+)\/(\d+)$/.exec(share);
  if (fraction !== null) return { parts: `${fraction[1]!}00`, of: fraction[2]! };
  const [, integer, decimals = ''] = /^(\d+)(?:\.(\d+))?%?$/.exec(share) ?? [];
  if (integer === undefined) throw new Unsupported(`a share of ${share}`);
  return { parts: integer + decimals, of: `1${'0'.repeat(decimals.length)}` };
}
