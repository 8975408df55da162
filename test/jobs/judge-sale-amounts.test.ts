import { judgeSaleAmounts } from '../../src/jobs/verify/judge-sale-amounts.js';

const columns = (regular: number, net: number, burn = 0, burnPoints = 0, earnPoints = 0) => {
  const amounts = { regular, net, burn, payable: net - burn, burnPoints, earnPoints };
  return Object.fromEntries(Object.entries(amounts).map(([name, value]) => [name, String(value)]));
};

describe('a document', () => {
  const judged = (lines: readonly unknown[], receipt: readonly unknown[], amounts: ReturnType<typeof columns>) =>
    judgeSaleAmounts({ ...amounts, document: JSON.stringify([1, [receipt], [lines], 0]), quote: null });

  it.each([
    ['nothing off, all that is usual left out', [[1000]], [[0, 'tea', 2000, 500, 1000]], columns(1000, 1000)],
    ['two discounts, points earned', [[700, 7, [0, 200, 1, 100]]], [[0, 'tea', 2000, 500, 1000]], columns(1000, 700, 0, 0, 7)],
    ['points burned', [[900, 9, [0, 100], 0, 300, 30]], [[0, 'tea', 1000, 1000, 1000]], columns(1000, 900, 300, 30, 9)],
    ['two portions', [[500, 0, [0, 500], 0, 0, 0, [1000, 500, 1000, 0]]], [[0, 'tea', 2000, 500, 1000]], columns(1000, 500)],
    [
      'another quantity than the till said',
      [[400, 0, 0, 0, 0, 0, [500, 400], { quantityMilli: 500, regularMinor: 400 }]],
      [[0, 'tea', 1, 1, 1]],
      columns(400, 400),
    ],
    ['no lines', [], [], columns(0, 0)],
  ])('%s: is whole', (_name, lines, receipt, amounts) => {
    expect(judged(lines, receipt, amounts)).toBeNull();
  });

  it.each([
    ['a column', [[1000]], columns(1000, 999), /do not sum to its columns/],
    [
      'an amount that a number cannot hold',
      [[1000]],
      { ...columns(1000, 1000), net: '1000.0000000000000001' },
      /do not sum to its columns/,
    ],
    ['a discount', [[900, 0, [0, 99]]], columns(1000, 900), /^line 7: discounts or portions/],
    ['no discount', [[900]], columns(1000, 900), /^line 7: discounts/],
    ['a portion', [[1000, 0, 0, 0, 0, 0, [1000, 600, 1000, 399]]], columns(1000, 1000), /^line 7: .*portions/],
    ['a quantity', [[1000, 0, 0, 0, 0, 0, [1000, 600, 999, 400]]], columns(1000, 1000), /^line 7: .*portions/],
    ['half a cent', [[1000.5]], columns(1000, 1000), /cannot be read: 1000.5 is not a whole number/],
    ['a text for a number', [['1000']], columns(1000, 1000), /cannot be read: "1000" is not/],
    ['more than was asked', [[1200]], columns(1000, 1200), /^line 7: discounts/],
  ])('%s that is wrong shows', (_name, lines, amounts, wrong) => {
    expect(judged(lines, [[7, 'tea', 2000, 500, 1000]], amounts)).toMatch(wrong);
  });

  it('that breaks off is told, and no error of the check', () => {
    expect(judgeSaleAmounts({ ...columns(0, 0), document: '[1,[[', quote: null })).toMatch(/cannot be read/);
    expect(judgeSaleAmounts({ ...columns(0, 0), document: '[1,[7],[[]]]', quote: null })).toMatch(/7 where a list is expected/);
  });
});

describe('a quote with names, of before there were documents', () => {
  const totals = { regularMinor: 1000, netMinor: 900, burnMinor: 100, payableMinor: 800, burnPoints: 10, earnPoints: 8 };
  const line = {
    ...{ lineNumber: 3, sku: 'tea', quantityMilli: 2000, ...totals },
    discounts: [{ ruleId: 'r', amountMinor: 100 }],
    portions: [{ quantityMilli: 2000, netMinor: 900 }],
  };
  const judged = (quote: object) => judgeSaleAmounts({ ...columns(1000, 900, 100, 10, 8), document: null, quote });

  it('is whole', () => {
    expect(judged({ totals, lines: [line] })).toBeNull();
    const { burnMinor: _none, burnPoints: _neither, ...plain } = { ...line, payableMinor: 900 };
    const bare = { ...totals, burnMinor: 0, payableMinor: 900, burnPoints: 0 };
    expect(judgeSaleAmounts({ ...columns(1000, 900, 0, 0, 8), document: null, quote: { totals: bare, lines: [plain] } })).toBeNull();
  });

  it.each([
    ['totals', { totals: { ...totals, burnPoints: 11 }, lines: [line] }, /totals of its quote differ/],
    ['a line', { totals, lines: [{ ...line, netMinor: 901 }] }, /do not sum to its columns/],
    ['a discount', { totals, lines: [{ ...line, discounts: [] }] }, /^line 3: discounts/],
    ['a portion', { totals, lines: [{ ...line, portions: [{ quantityMilli: 1000, netMinor: 900 }] }] }, /^line 3: .*portions/],
  ])('%s that is wrong shows', (_name, quote, wrong) => {
    expect(judged(quote)).toMatch(wrong);
  });
});
