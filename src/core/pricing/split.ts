/** Splitting an amount over lines, by the programme's setting; and placing it where lines have room. */
import { unreachable } from '../invariant.js';
import { allocate, mulDivFloor, mulDivHalfDown, mulDivHalfUp, total } from '../money.js';
import type { RoundingMode } from '../money.js';
import type { Split } from '../rules/rule-set.js';

/**
 * Splits an amount over weights; the shares sum to the amount. 100 over 333/333/334 is 33/33/34 by largest remainder,
 * 34/33/33 by floor then first. 100 over 1/1/1 where the last takes the rest is 33/33/34.
 */
export function split(amount: number, weights: readonly number[], how: Split, mode: RoundingMode = 'half_up'): number[] {
  switch (how) {
    case 'largest_remainder':
      return allocate(amount, weights);
    case 'floor_then_first':
      return settle(amount, weights, mulDivFloor);
    case 'nearest_then_first':
      return settle(amount, weights, mulDivHalfDown);
    case 'last_takes_rest':
      return lastTakesRest(amount, weights, mode);
    default:
      return unreachable(how);
  }
}

/** Rounds each share, then hands the difference out one by one to the first shares that can take it. */
function settle(amount: number, weights: readonly number[], round: (a: number, b: number, c: number) => number): number[] {
  const whole = total(weights);
  const shares = weights.map((weight) => (amount === 0 ? 0 : round(amount, weight, whole)));
  let missing = amount - total(shares);
  while (missing !== 0) {
    const step = missing > 0 ? 1 : -1;
    for (let i = 0; i < shares.length && missing !== 0; i++) {
      if (weights[i] === 0 || shares[i]! + step < 0) continue;
      shares[i]! += step;
      missing -= step;
    }
  }
  return shares;
}

function lastTakesRest(amount: number, weights: readonly number[], mode: RoundingMode): number[] {
  const whole = total(weights);
  const last = weights.findLastIndex((weight) => weight > 0);
  let left = amount;
  return weights.map((weight, index) => {
    if (amount === 0 || weight === 0) return 0;
    const exact = mode === 'half_up' ? mulDivHalfUp(amount, weight, whole) : mulDivFloor(amount, weight, whole);
    const share = index === last ? left : Math.min(exact, left);
    left -= share;
    return share;
  });
}

/**
 * Splits an amount over weights, no share above its room; what does not fit is spread again over shares with room left.
 * 30.00 over 50.00 and 50.00 where the first has room for 5.00 → 5.00 and 25.00. The sum is less only where all room is used.
 */
export function spread(amount: number, weights: readonly number[], rooms: readonly number[], how: Split, mode: RoundingMode): number[] {
  const shares = new Array<number>(weights.length).fill(0);
  let open = weights.map((weight, i) => (rooms[i]! > 0 ? weight : 0));
  let left = Math.min(amount, total(rooms.map((room, i) => (weights[i]! > 0 ? room : 0))));
  while (left > 0 && total(open) > 0) {
    const round = split(left, open, how, mode);
    for (let i = 0; i < shares.length; i++) {
      const fits = Math.min(round[i]!, rooms[i]! - shares[i]!);
      shares[i]! += fits;
      left -= fits;
    }
    open = open.map((weight, i) => (shares[i]! < rooms[i]! ? weight : 0));
  }
  return shares;
}
