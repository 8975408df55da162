/** Warnings of rules beside each other, each with a near miss that must not be warned of. */
import { programme, warningsOf } from './validate-support.js';

const rule = (id: string, rateBps: number, more: object = {}): object => ({
  ...{ id, name: id, stage: 'line', group: 'g', benefit: { kind: 'percent', rateBps } },
  ...more,
});
const group = (mode: string, stage = 'line'): object => ({ id: 'g', stage, order: 0, mode });
const best = (...rules: readonly object[]): object => programme({ groups: [group('best')], tiers: [{ id: 'gold', rank: 1 }], rules });
const BREAD = { lines: { skus: ['bread'] } };
const GOLD = { when: { kind: 'tier', in: ['gold'] } };
const beaten = (at: number, by: string): string[] => [
  `/rules/${at}/group never The rule \`${by}\` of the same group always gives at least as much on these lines, so this one never applies.`,
];

test.each<[string, object, string[]]>([
  ['more on all lines', best(rule('a', 2000), rule('b', 1000, BREAD)), beaten(1, 'a')],
  ['more on the same lines', best(rule('a', 2000, BREAD), rule('b', 1000, BREAD)), beaten(1, 'a')],
  ['more, and the other one has a condition', best(rule('a', 2000), rule('b', 1000, GOLD)), beaten(1, 'a')],
  ['as much, and first by id', best(rule('a', 1000), rule('b', 1000)), beaten(1, 'a')],
  ['as much, and first by priority', best(rule('a', 1000), rule('b', 1000, { priority: 1 })), beaten(0, 'b')],
  ['less on all lines', best(rule('a', 1000), rule('b', 2000, BREAD)), []],
  ['more on some lines', best(rule('a', 2000, BREAD), rule('b', 1000)), []],
  ['more for some members', best(rule('a', 2000, GOLD), rule('b', 1000)), []],
  [
    'more until a budget is used up',
    best(rule('a', 2000, { budgets: [{ measure: 'money', max: 1, exceed: 'cut' }] }), rule('b', 1000)),
    [],
  ],
  ['more up to an amount', best(rule('a', 2000, { maxDiscountMinor: 100 }), rule('b', 1000)), []],
  ['more in a window', best(rule('a', 2000, { window: { from: '2030-01-01' } }), rule('b', 1000)), []],
  ['more by a rule that is off', best(rule('a', 2000, { active: false }), rule('b', 1000)), []],
  ['more where all stack', programme({ groups: [group('stack')], rules: [rule('a', 2000), rule('b', 1000)] }), []],
])('a rule that is always beaten: %s', (_what, document, expected) => {
  expect(warningsOf(document)).toEqual(expected);
});

const stacked = (stackingShareMaxBps: number | undefined, rules: readonly object[], mode = 'stack'): object =>
  programme({
    groups: [group(mode)],
    tiers: [{ id: 'gold', rank: 1 }],
    rules,
    ...(stackingShareMaxBps === undefined ? {} : { settings: { stackingShareMaxBps } }),
  });
const tooMuch = (at: number, ids: string, share: string, max: string): string[] => [
  `/rules/${at}/benefit/rateBps unusual ${ids} together take ${share} off where the conditions of all hold; \`stackingShareMaxBps\` is ${max}.`,
];

test.each<[string, object, string[]]>([
  ['30 % and 30 %, at most 50 %', stacked(5000, [rule('a', 3000), rule('b', 3000)]), tooMuch(1, '`a`, `b`', '51 %', '50 %')],
  ['30 % and 30 %, at most 51 %', stacked(5100, [rule('a', 3000), rule('b', 3000)]), []],
  ['no share is set', stacked(undefined, [rule('a', 9000), rule('b', 9000)]), []],
  ['one alone', stacked(5000, [rule('a', 9000)]), []],
  ['for the same lines', stacked(5000, [rule('a', 3000, BREAD), rule('b', 3000)]), tooMuch(1, '`a`, `b`', '51 %', '50 %')],
  ['for other lines', stacked(5000, [rule('a', 3000, BREAD), rule('b', 3000, { lines: { skus: ['milk'] } })]), []],
  ['only the best applies', stacked(5000, [rule('a', 3000, BREAD), rule('b', 3100, { ...BREAD, ...GOLD })], 'best'), []],
  [
    'line and receipt',
    stacked(
      5000,
      [rule('a', 3000), { ...rule('b', 3050), stage: 'receipt', group: undefined }].map((one) => JSON.parse(JSON.stringify(one)) as object),
    ),
    tooMuch(1, '`a`, `b`', '51.35 %', '50 %'),
  ],
  ['one of them off', stacked(5000, [rule('a', 3000), rule('b', 3000, { active: false })]), []],
])('discounts that stack: %s', (_what, document, expected) => {
  expect(warningsOf(JSON.parse(JSON.stringify(document)))).toEqual(expected);
});
