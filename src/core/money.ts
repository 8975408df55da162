/**
 * Amounts. The only file that multiplies or divides them.
 *
 * Every amount is a safe integer in a branded type: money in minor units of the programme's currency, points in the
 * smallest point unit, quantities in thousandths, rates in basis points. Direction is never a sign: an amount is zero or more.
 */

declare const unit: unique symbol;
type Amount<U extends string> = number & { readonly [unit]: U };

/** Money in minor units of the programme's currency. */
export type Minor = Amount<'minor'>;
/** Points in the smallest unit of the programme's point scale. */
export type Points = Amount<'points'>;
/** Quantity in thousandths: 1 piece = 1000, 0.356 kg = 356. */
export type Milli = Amount<'milli'>;
/** A rate in basis points: 1 % = 100. */
export type Bps = Amount<'bps'>;
/** An instant in milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = number;

export const MILLI_PER_UNIT = 1000;
export const BPS_ONE = 10_000;

function safe(value: number, what: string): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${what} must be a whole number from 0 to 2^53 - 1, got ${value}`);
  return value;
}

export const minor = (value: number): Minor => safe(value, 'money') as Minor;
export const points = (value: number): Points => safe(value, 'points') as Points;
export const milli = (value: number): Milli => safe(value, 'quantity') as Milli;
export const bps = (value: number): Bps => safe(value, 'rate') as Bps;

export const ZERO_MINOR = 0 as Minor;
export const ZERO_POINTS = 0 as Points;

/** a + b of one unit. */
export function plus<T extends number>(a: T, b: T): T {
  return (a + b) as T;
}

/** a − b of one unit; a result below zero is a broken invariant. */
export function minus<T extends number>(a: T, b: T): T {
  if (b > a) throw new RangeError(`amount below zero: ${a} - ${b}`);
  return (a - b) as T;
}

/** The larger of zero and a − b. */
export function minusToZero<T extends number>(a: T, b: T): T {
  return (a > b ? a - b : 0) as T;
}

export function least<T extends number>(a: T, b: T): T {
  return a < b ? a : b;
}

export function greatest<T extends number>(a: T, b: T): T {
  return a > b ? a : b;
}

export function total<T extends number>(amounts: readonly T[]): T {
  let sum = 0;
  for (let i = 0; i < amounts.length; i++) sum += amounts[i]!;
  return sum as T;
}

/** ⌊a · b / c⌋, exact where the product passes 2^53. */
export function mulDivFloor(a: number, b: number, c: number): number {
  const product = a * b;
  if (product <= Number.MAX_SAFE_INTEGER) return (product - (product % c)) / c;
  return Number((BigInt(a) * BigInt(b)) / BigInt(c));
}

/** a · b / c rounded to the nearest whole number, halves up; exact where the product passes 2^53. */
export function mulDivHalfUp(a: number, b: number, c: number): number {
  const product = a * b;
  if (product <= Number.MAX_SAFE_INTEGER) {
    const rest = product % c;
    return (product - rest) / c + (rest * 2 >= c ? 1 : 0);
  }
  const exact = BigInt(a) * BigInt(b);
  const divisor = BigInt(c);
  return Number((exact * 2n + divisor) / (divisor * 2n));
}

/** a · b / c rounded to the nearest whole number, halves down; exact where the product passes 2^53. */
export function mulDivHalfDown(a: number, b: number, c: number): number {
  const rest = remainder(a, b, c);
  return mulDivFloor(a, b, c) + (rest > c - rest ? 1 : 0);
}

/** The amount of a quantity at a unit price, halves up: 356 thousandths at 10.00 → 3.56. */
export function lineAmount(unitPrice: Minor, quantity: Milli): Minor {
  return mulDivHalfUp(unitPrice, quantity, MILLI_PER_UNIT) as Minor;
}

/** The part `returned / whole` of an amount, rounded down. Growing `returned` in steps telescopes to the whole amount. */
export function shareFloor<T extends number>(amount: T, returned: number, whole: number): T {
  if (returned > whole) throw new RangeError(`share ${returned} of ${whole} is more than the whole`);
  if (whole === 0) return 0 as T;
  return mulDivFloor(amount, returned, whole) as T;
}

/**
 * Splits an amount over weights: the floor of each share, then one unit each to the largest fractions, ties by position.
 * 100 over 333/333/334 → 33/33/34. A zero weight gets nothing; the shares sum to the amount.
 *
 * Rejects (by exception) an amount above zero over weights that are all zero.
 */
export function allocate<T extends number>(amount: T, weights: readonly number[]): T[] {
  const shares = new Array<number>(weights.length).fill(0);
  if (amount === 0) return shares as T[];
  const whole = total(weights);
  if (whole <= 0) throw new RangeError('an amount cannot be allocated over weights that sum to zero');
  let left: number = amount;
  for (let i = 0; i < weights.length; i++) {
    shares[i] = mulDivFloor(amount, weights[i]!, whole);
    left -= shares[i]!;
  }
  if (left > 0) giveToLargestFractions(shares, left, amount, weights, whole);
  return shares as T[];
}

/** Above this many weights a sort is cheaper than looking for the largest fraction again and again. */
const SCAN_MAX = 24;

function giveToLargestFractions(shares: number[], units: number, amount: number, weights: readonly number[], whole: number): void {
  const rests = new Array<number>(weights.length);
  for (let i = 0; i < weights.length; i++) rests[i] = weights[i]! > 0 ? remainder(amount, weights[i]!, whole) : -1;
  if (rests.length > SCAN_MAX) {
    const order = rests.map((_, index) => index).sort((a, b) => rests[b]! - rests[a]! || a - b);
    for (let k = 0; k < units; k++) shares[order[k]!]!++;
    return;
  }
  for (let k = 0; k < units; k++) {
    let largest = 0;
    for (let i = 1; i < rests.length; i++) if (rests[i]! > rests[largest]!) largest = i;
    shares[largest]!++;
    rests[largest] = -1;
  }
}

/** a · b mod c, exact; as a number, since it is below c. */
function remainder(a: number, b: number, c: number): number {
  const product = a * b;
  return product <= Number.MAX_SAFE_INTEGER ? product % c : Number((BigInt(a) * BigInt(b)) % BigInt(c));
}

/** ⌊a / b⌋. */
export function divFloor(a: number, b: number): number {
  return (a - (a % b)) / b;
}

/** ⌈a · b / c⌉, exact where the product passes 2^53. */
export function mulDivCeil(a: number, b: number, c: number): number {
  const floor = mulDivFloor(a, b, c);
  return remainder(a, b, c) === 0 ? floor : floor + 1;
}

/** n times an amount, capped at 2^53 - 1 so that a cap or a floor can still be applied to it. */
export function times(amount: number, n: number): number {
  const product = amount * n;
  return product <= Number.MAX_SAFE_INTEGER ? product : Number.MAX_SAFE_INTEGER;
}

export type RoundingMode = 'half_up' | 'down';

/** A rate of an amount: 1000 bps of 99.99 → 10.00 half up, 9.99 down. */
export function rateOf(amount: number, rateBps: number, mode: RoundingMode): number {
  return mode === 'half_up' ? mulDivHalfUp(amount, rateBps, BPS_ONE) : mulDivFloor(amount, rateBps, BPS_ONE);
}

/** The value of `units` units from position `from` of a portion of `whole` units; telescopes, so that pieces sum to the amount. */
export function pieceOf(amount: number, from: number, units: number, whole: number): number {
  if (units === whole) return amount;
  return mulDivFloor(amount, from + units, whole) - (from === 0 ? 0 : mulDivFloor(amount, from, whole));
}
