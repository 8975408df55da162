import fc from 'fast-check';
import {
  allocate,
  divFloor,
  lineAmount,
  milli,
  minor,
  minus,
  mulDivCeil,
  mulDivFloor,
  mulDivHalfDown,
  mulDivHalfUp,
  shareFloor,
  total,
} from '../../src/core/money.js';

const amount = fc.integer({ min: 0, max: 1_000_000_000_000 });

describe('allocate', () => {
  it.each([
    [100, [333, 333, 334], [33, 33, 34]],
    [100, [1, 1, 1], [34, 33, 33]],
    [1650, [6000, 5000], [900, 750]],
    [1, [0, 5, 5], [0, 1, 0]],
    [0, [0, 0], [0, 0]],
    [7, [0, 0, 3], [0, 0, 7]],
    [2, [1, 1, 1, 1], [1, 1, 0, 0]],
  ])('%i over %j → %j', (sum, weights, shares) => {
    expect(allocate(sum, weights)).toEqual(shares);
  });

  it('refuses to place an amount on nothing', () => {
    expect(() => allocate(1, [0, 0])).toThrow(RangeError);
  });

  it('sums, gives nothing to a zero weight, and is never a unit off the exact share', () => {
    fc.assert(
      fc.property(amount, fc.array(amount, { minLength: 1, maxLength: 30 }), (sum, weights) => {
        fc.pre(total(weights) > 0);
        const shares = allocate(sum, weights);
        expect(total(shares)).toBe(sum);
        const whole = BigInt(total(weights));
        shares.forEach((share, k) => {
          const floor = (BigInt(sum) * BigInt(weights[k]!)) / whole;
          expect(BigInt(share) - floor === 0n || BigInt(share) - floor === 1n).toBe(true);
          if (weights[k] === 0) expect(share).toBe(0);
        });
      }),
    );
  });
});

describe('mulDiv', () => {
  it.each([
    [10, 1, 4, 2, 3],
    [10, 1, 3, 3, 3],
    [5, 1, 2, 2, 3],
    [9_007_199_254_740_991, 9_999, 10_000, 9_006_298_534_815_516, 9_006_298_534_815_517],
  ])('%i × %i ÷ %i: floor %i, half up %i', (a, b, c, floor, halfUp) => {
    expect(mulDivFloor(a, b, c)).toBe(floor);
    expect(mulDivHalfUp(a, b, c)).toBe(halfUp);
  });

  it('equals exact arithmetic', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 1, max: 1_000_000 }), (a, b, c) => {
        const exact = BigInt(a) * BigInt(b);
        expect(BigInt(mulDivFloor(a, b, c))).toBe(exact / BigInt(c));
        expect(BigInt(mulDivHalfUp(a, b, c))).toBe((exact * 2n + BigInt(c)) / (2n * BigInt(c)));
      }),
    );
  });
});

describe('division', () => {
  /** Products beside a multiple of the divisor, where a quotient that is rounded would come to the next whole number. */
  const beside = fc
    .record({
      c: fc.oneof(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.maxSafeNat().map((value) => value + 1),
      ),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      off: fc.integer({ min: -2, max: 2 }),
    })
    .map(({ c, share, off }) => ({ c, product: BigInt(Math.floor((Number.MAX_SAFE_INTEGER / c) * share)) * BigInt(c) + BigInt(off) }))
    .filter(({ product }) => product >= 0n && product <= BigInt(Number.MAX_SAFE_INTEGER));

  it('is exact beside every multiple of the divisor, up to the largest safe integer', () => {
    fc.assert(
      fc.property(beside, ({ c, product }) => {
        const [a, exact, divisor] = [Number(product), product / BigInt(c), BigInt(c)];
        expect(BigInt(mulDivFloor(a, 1, c))).toBe(exact);
        expect(BigInt(divFloor(a, c))).toBe(exact);
        expect(BigInt(mulDivCeil(a, 1, c))).toBe((product + divisor - 1n) / divisor);
        expect(BigInt(mulDivHalfUp(a, 1, c))).toBe((product * 2n + divisor) / (2n * divisor));
        expect(BigInt(mulDivHalfDown(a, 1, c))).toBe((product * 2n + divisor - 1n) / (2n * divisor));
      }),
      { numRuns: 20_000 },
    );
  });
});

describe('amounts', () => {
  it.each([
    [1000, 356, 356],
    [199, 500, 100],
    [333, 1500, 500],
    [1, 499, 0],
    [1, 500, 1],
  ])('%i a unit × %i thousandths → %i', (price, quantity, expected) => {
    expect(lineAmount(minor(price), milli(quantity))).toBe(expected);
  });

  it('are whole, safe and not negative', () => {
    expect(() => minor(-1)).toThrow(RangeError);
    expect(() => minor(0.5)).toThrow(RangeError);
    expect(() => minor(2 ** 53)).toThrow(RangeError);
    expect(() => minus(minor(1), minor(2))).toThrow(RangeError);
  });

  it('telescope: any split of the whole sums to the amount', () => {
    fc.assert(
      fc.property(amount, fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 20 }), (value, steps) => {
        const whole = total(steps);
        let before = 0;
        let sum = 0;
        for (const step of steps) {
          sum += shareFloor(value, before + step, whole) - shareFloor(value, before, whole);
          before += step;
        }
        expect(sum).toBe(value);
      }),
    );
  });
});
