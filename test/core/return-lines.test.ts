import fc from 'fast-check';
import { milli, total } from '../../src/core/money.js';
import { remainingLines, returnLines, type Returned, type ReturnedPart } from '../../src/core/points/return-lines.js';
import type { Quote } from '../../src/core/quote.js';
import { isRejection } from '../../src/core/rejection.js';
import { soldQuote, type SoldLine } from './sold.js';

function back(quote: Quote, returned: Returned, lines: readonly [number, number][]): ReturnedPart {
  const part = returnLines(
    quote,
    returned,
    lines.map(([lineNumber, units]) => ({ lineNumber, quantityMilli: milli(units * 1000) })),
  );
  if (isRejection(part)) throw new Error(part.message);
  return part;
}

describe('returns', () => {
  it('3 × 100.00 with 10 % off, two returned: 180.00', () => {
    const part = back(soldQuote([{ units: 3, regular: 30000, discounts: [3000] }]), {}, [[1, 2]]);
    expect(part.lines[0]).toMatchObject({ regularMinor: 20000, discountMinor: 2000, refundMinor: 18000 });
    expect(part.complete).toBe(false);
  });

  it('3 × 9.00 of which 0.20 were paid with points, one returned: 8.94 and 0.06', () => {
    const part = back(soldQuote([{ units: 3, regular: 2700, burnMinor: 20, burnPoints: 20 }]), {}, [[1, 1]]);
    expect(part.lines[0]).toMatchObject({ regularMinor: 900, discountMinor: 0, refundMinor: 894, burnMinor: 6, giveBackPoints: 6 });
  });

  it('31 points over three equal units, returned one by one: 10, 10, 11', () => {
    const quote = soldQuote([{ units: 3, regular: 3000 }], [{ byLine: [31] }]);
    const taken: number[] = [];
    let returned: Returned = {};
    for (let k = 0; k < 3; k++) {
      const part = back(quote, returned, [[1, 1]]);
      taken.push(part.clawbackByEarn[0]!);
      returned = part.returned;
    }
    expect(taken).toEqual([10, 10, 11]);
  });

  it.each([
    ['more than sold', { lineNumber: 1, quantityMilli: milli(3001) }, 'more_than_sold', 'lines[0].quantity_milli'],
    ['a line that is not there', { lineNumber: 7, quantityMilli: milli(1) }, 'malformed', 'lines[0].line_number'],
  ])('refuses %s', (_what, line, code, field) => {
    expect(returnLines(soldQuote([{ units: 3, regular: 3000 }]), {}, [line])).toMatchObject({ rejection: code, field });
  });

  it('refuses a line named twice, and the last unit twice', () => {
    const quote = soldQuote([{ units: 1, regular: 100 }]);
    const line = { lineNumber: 1, quantityMilli: milli(500) };
    expect(returnLines(quote, {}, [line, line])).toMatchObject({ rejection: 'malformed', field: 'lines[1].line_number' });
    expect(returnLines(quote, { 1: 1000 }, [line])).toMatchObject({ rejection: 'more_than_sold', detail: { left: '0', asked: '500' } });
  });
});

const sold: fc.Arbitrary<SoldLine> = fc
  .record({
    units: fc.integer({ min: 1, max: 12 }),
    net: fc.integer({ min: 0, max: 5000 }),
    discounts: fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 3 }),
    burnShare: fc.integer({ min: 0, max: 100 }),
    burnPoints: fc.integer({ min: 0, max: 777 }),
  })
  .map(({ units, net, discounts, burnShare, burnPoints }) => ({
    units,
    regular: net + total(discounts),
    discounts,
    burnMinor: Math.floor((net * burnShare) / 100),
    burnPoints,
  }));

it('any split of a full return gives back exactly what was sold, and never a negative part', () => {
  fc.assert(
    fc.property(
      fc.array(sold, { minLength: 1, maxLength: 5 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 3000 })),
      fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 5, maxLength: 5 }),
      (lines, steps, earned) => {
        const quote = soldQuote(lines, [{ byLine: lines.map((_, k) => earned[k]!) }]);
        const sums = { refund: 0, burn: 0, discount: 0, giveBack: 0, clawback: 0 };
        let returned: Returned = {};
        for (let complete = false; !complete;) {
          const left = remainingLines(quote, returned);
          const step = left.map((line) => ({ ...line, quantityMilli: milli(Math.min(line.quantityMilli, steps.next().value as number)) }));
          const part = returnLines(quote, returned, step.slice(0, 1));
          if (isRejection(part)) throw new Error(part.message);
          for (const line of part.lines) {
            expect(line.regularMinor).toBe(line.refundMinor + line.burnMinor + line.discountMinor);
            expect(
              Math.min(line.refundMinor, line.burnMinor, line.discountMinor, line.giveBackPoints, line.clawbackPoints),
            ).toBeGreaterThanOrEqual(0);
            sums.refund += line.refundMinor;
            sums.burn += line.burnMinor;
            sums.discount += line.discountMinor;
            sums.giveBack += line.giveBackPoints;
            sums.clawback += line.clawbackPoints;
          }
          ({ returned, complete } = part);
        }
        const { payableMinor, burnMinor, discountMinor, burnPoints, earnPoints } = quote.totals;
        expect(sums).toEqual({
          refund: payableMinor,
          burn: burnMinor,
          discount: discountMinor,
          giveBack: burnPoints,
          clawback: earnPoints,
        });
      },
    ),
  );
});
