import fc from 'fast-check';
import { mulDivCeil, mulDivFloor, mulDivHalfDown, mulDivHalfUp, pieceOf } from '../../../src/core/money.js';
import { split, spread } from '../../../src/core/pricing/split.js';
import type { Split } from '../../../src/core/rules/rule-set.js';

const WAYS: readonly Split[] = ['largest_remainder', 'floor_then_first', 'last_takes_rest', 'nearest_then_first'];

describe('splitting an amount', () => {
  it.each([
    ['largest_remainder', 100, [333, 333, 334], [33, 33, 34]],
    ['floor_then_first', 100, [333, 333, 334], [34, 33, 33]],
    ['last_takes_rest', 100, [333, 333, 334], [33, 33, 34]],
    ['nearest_then_first', 5, [1, 1], [3, 2]],
    ['nearest_then_first', 2, [1, 1, 1], [0, 1, 1]],
    ['last_takes_rest', 5, [1, 1], [3, 2]],
    ['last_takes_rest', 1, [1, 1, 1, 0], [0, 0, 1, 0]],
    ['largest_remainder', 1, [0, 1, 1], [0, 1, 0]],
  ] as const)('%s: %d over %j is %j', (how, amount, weights, expected) => {
    expect(split(amount, weights, how)).toEqual(expected);
  });

  it('the shares always sum to the amount, and a zero weight gets nothing', () => {
    const weights = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 40 }).filter((all) => all.some((weight) => weight > 0));
    fc.assert(
      fc.property(
        fc.nat(10_000_000),
        weights,
        fc.constantFrom(...WAYS),
        fc.constantFrom('half_up' as const, 'down' as const),
        (amount, given, how, mode) => {
          const shares = split(amount, given, how, mode);
          expect(shares.reduce((a, b) => a + b, 0)).toBe(amount);
          shares.forEach((share, i) => expect(share >= 0 && (given[i]! > 0 || share === 0)).toBe(true));
        },
      ),
    );
  });
});

describe('spreading over lines with room', () => {
  it.each([
    [3000, [5000, 5000], [500, 9999], [500, 2500]],
    [3000, [5000, 5000], [500, 600], [500, 600]],
    [0, [1, 1], [5, 5], [0, 0]],
    [10, [0, 1], [5, 5], [0, 5]],
  ])('%d over %j with room %j is %j', (amount, weights, rooms, expected) => {
    expect(spread(amount, weights, rooms, 'largest_remainder', 'half_up')).toEqual(expected);
  });

  it('places as much as there is room for', () => {
    const line = fc.record({ weight: fc.nat(5000), room: fc.nat(3000) });
    fc.assert(
      fc.property(fc.nat(20_000), fc.array(line, { minLength: 1, maxLength: 10 }), fc.constantFrom(...WAYS), (amount, lines, how) => {
        const shares = spread(
          amount,
          lines.map((each) => each.weight),
          lines.map((each) => each.room),
          how,
          'half_up',
        );
        const room = lines.reduce((sum, each) => sum + (each.weight > 0 ? each.room : 0), 0);
        expect(shares.reduce((a, b) => a + b, 0)).toBe(Math.min(amount, room));
        shares.forEach((share, i) => expect(share).toBeLessThanOrEqual(lines[i]!.room));
      }),
    );
  });
});

describe('exact arithmetic', () => {
  it.each([
    [5, 1, 2, 2, 3, 2, 3],
    [4, 1, 2, 2, 2, 2, 2],
    [7, 1, 4, 1, 2, 2, 2],
    [5, 1, 4, 1, 1, 1, 2],
  ])('%d · %d / %d: floor %d, half up %d, half down %d, ceiling %d', (a, b, c, floor, up, down, ceil) => {
    expect([mulDivFloor(a, b, c), mulDivHalfUp(a, b, c), mulDivHalfDown(a, b, c), mulDivCeil(a, b, c)]).toEqual([floor, up, down, ceil]);
  });

  it('agrees with BigInt beyond 2^53', () => {
    const big = fc.integer({ min: 0, max: 100_000_000_000 });
    fc.assert(
      fc.property(big, big, fc.integer({ min: 1, max: 100_000_000_000 }), (a, b, c) => {
        const exact = BigInt(a) * BigInt(b);
        const divisor = BigInt(c);
        fc.pre(exact / divisor < 2n ** 52n);
        expect(BigInt(mulDivFloor(a, b, c))).toBe(exact / divisor);
        expect(BigInt(mulDivHalfUp(a, b, c))).toBe((2n * exact + divisor) / (2n * divisor));
        expect(BigInt(mulDivCeil(a, b, c))).toBe((exact + divisor - 1n) / divisor);
        expect(BigInt(mulDivHalfDown(a, b, c))).toBe((2n * exact + divisor - 1n) / (2n * divisor));
      }),
    );
  });

  it('pieces of a portion sum to it', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 50 }), fc.nat(50), (amount, units, cut) => {
        const first = Math.min(cut, units);
        expect(pieceOf(amount, 0, first, units) + pieceOf(amount, first, units - first, units)).toBe(amount);
      }),
    );
  });
});
