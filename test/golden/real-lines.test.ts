import { checkLines } from '../../src/edge/cli/check-lines.js';
import { readReceipts } from '../../src/edge/cli/lines/real-receipt.js';
import type { RealLine, RealReceipt } from '../../src/edge/cli/lines/real-receipt.js';
import { sharedFile } from './shared-file.js';

const sold = (qty: number, regular: number, card: number, more: Partial<RealLine> = {}): RealLine => ({
  sku: 'milk',
  qty,
  regular,
  card,
  sales: card - (more.match_disc ?? 0),
  paid: card - (more.match_disc ?? 0) - (more.coupon_disc ?? 0),
  ...(qty > 0 && regular % qty === 0 && card % qty === 0 && { unit_regular: regular / qty, unit_card: card / qty }),
  ...more,
});

const receipt = (line: RealLine, second: number): RealReceipt => ({
  id: `b${second}`,
  time: `2017-01-01T08:00:0${second}`,
  card: '1',
  store: '7',
  lines: [line],
});

const ROWS: readonly (readonly [
  what: string,
  line: RealLine,
  outcome: readonly [equal: number, toZero: number, unsold: number, unequal: number],
  quirk: string[],
])[] = [
  ['no card price', sold(2, 500, 500), [1, 0, 0, 0], []],
  ['a card price', sold(2, 500, 398), [1, 0, 0, 0], []],
  ['a card price that does not divide', sold(2, 598, 299), [1, 0, 0, 0], ['price that does not divide by the quantity']],
  ['fuel', sold(8396, 1930, 1846, { fuel: 1 }), [1, 0, 0, 0], ['fuel, by volume']],
  ['a coupon', sold(1, 500, 398, { coupon_disc: 100 }), [1, 0, 0, 0], []],
  ['a coupon and its match', sold(1, 500, 398, { coupon_disc: 50, match_disc: 50 }), [1, 0, 0, 0], []],
  ['a coupon above the price', sold(1, 90, 90, { coupon_disc: 100 }), [0, 1, 0, 0], ['coupon above the price']],
  ['free with card', sold(1, 299, 0), [1, 0, 0, 0], ['nothing to pay before coupons']],
  ['nothing sold', sold(0, 0, 0, { coupon_disc: 100 }), [0, 0, 1, 0], ['quantity 0']],
  ['a record that is a cent off', { ...sold(1, 500, 398), paid: 397 }, [0, 0, 0, 1], []],
];

test.each(ROWS)('%s', (_what, line, outcome, quirks) => {
  const counts = checkLines([receipt(line, 1)]);
  expect([counts.equal, counts.equalToZero, counts.unsold, counts.unequal.length]).toEqual(outcome);
  expect([...counts.quirks.keys()]).toEqual(quirks);
});

test('each purchase has its own price, at its own second', () => {
  const { equal, unequal } = checkLines([receipt(sold(1, 500, 398), 1), receipt(sold(1, 500, 420), 2), receipt(sold(1, 500, 500), 3)]);
  expect([equal, unequal]).toEqual([3, []]);
});

const file = sharedFile('REAL_LINES', 'data/completejourney-sample.ndjson.gz');
const real = file === null ? test.skip : test;

real('every real line costs what it cost (skipped without REAL_LINES)', () => {
  const counts = checkLines(readReceipts(file!));
  expect(counts.unequal).toEqual([]);
  expect(counts.equal + counts.equalToZero + counts.unsold).toBe(counts.lines);
});
