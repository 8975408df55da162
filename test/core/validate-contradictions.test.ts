import { errorsOf, programme, withBenefit, withCondition, withRule } from './validate-support.js';

type Row = readonly [what: string, document: unknown, error: string];

const FREE = { kind: 'free' };
const off = (rateBps: number): object => ({ kind: 'percent', rateBps });
const tiersOf = (...from: number[]): object[] => from.map((start, i) => ({ from: start, give: off(1000 * (i + 1)) }));
const earn = (id: string, priority: number, benefit: object): object => ({ id, name: id, stage: 'earn', priority, benefit });
const times = (id: string, priority: number, of: string[]): object => earn(id, priority, { kind: 'earnMultiplier', factorBps: 20_000, of });

const IMPOSSIBLE: readonly Row[] = [
  [
    'window of nothing',
    withRule({ window: { from: '2026-03-01', to: '2026-03-01' } }),
    '/rules/0/window/to impossible `to` (2026-03-01) must be after `from` (2026-03-01); it is exclusive.',
  ],
  [
    'window backwards',
    programme({ campaigns: [{ id: 'c', window: { from: '2026-03-02', to: '2026-03-01' } }] }),
    '/campaigns/0/window/to impossible `to` (2026-03-01) must be after `from` (2026-03-02); it is exclusive.',
  ],
  [
    'window backwards by its offset',
    withRule({ window: { from: '2026-03-01T10:00+01:00', to: '2026-03-01T09:00Z' } }),
    '/rules/0/window/to impossible `to` (2026-03-01T09:00Z) must be after `from` (2026-03-01T10:00+01:00); it is exclusive.',
  ],
  [
    'price backwards',
    programme({ priceLists: [{ id: 'l', items: [{ sku: 'p', unitPriceMinor: 1, from: '2026-03-02', to: '2026-03-01' }] }] }),
    '/priceLists/0/items/0/to impossible `to` (2026-03-01) must be after `from` (2026-03-02); it is exclusive.',
  ],
  [
    'dates backwards',
    withCondition({ kind: 'dates', from: '2026-03-02', to: '2026-03-01' }),
    '/rules/0/when/to impossible `to` (2026-03-01) must not be before `from` (2026-03-02).',
  ],
  [
    'amount',
    withCondition({ kind: 'amount', basis: 'running', minMinor: 100, maxMinor: 99 }),
    '/rules/0/when/maxMinor impossible `maxMinor` (99) must not be below `minMinor` (100): nothing is between them.',
  ],
  [
    'quantity',
    withCondition({ kind: 'quantity', minMilli: 2000, maxMilli: 1000 }),
    '/rules/0/when/maxMilli impossible `maxMilli` (1000) must not be below `minMilli` (2000): nothing is between them.',
  ],
  [
    'line count',
    withCondition({ kind: 'lineCount', min: 3, max: 2 }),
    '/rules/0/when/max impossible `max` (2) must not be below `min` (3): nothing is between them.',
  ],
  [
    'counter',
    withCondition({ kind: 'counter', of: 'spend', span: { kind: 'month' }, min: 3, max: 2 }),
    '/rules/0/when/max impossible `max` (2) must not be below `min` (3): nothing is between them.',
  ],
  [
    'unit price',
    withRule({ lines: { minUnitPriceMinor: 2, maxUnitPriceMinor: 1 } }),
    '/rules/0/lines/maxUnitPriceMinor impossible `maxUnitPriceMinor` (1) must not be below `minUnitPriceMinor` (2): nothing is between them.',
  ],
  [
    'line quantity',
    withRule({ lines: { exclude: { minQuantityMilli: 2, maxQuantityMilli: 1 } } }),
    '/rules/0/lines/exclude/maxQuantityMilli impossible `maxQuantityMilli` (1) must not be below `minQuantityMilli` (2): nothing is between them.',
  ],
  [
    'attribute',
    withCondition({ kind: 'receiptAttribute', test: { name: 'floor', min: 2, max: 1 } }),
    '/rules/0/when/test/max impossible `max` (1) must not be below `min` (2): nothing is between them.',
  ],
  [
    'everything excluded',
    withRule({ lines: { exclude: {} } }),
    '/rules/0/lines/exclude impossible An empty filter takes every line, so to exclude it leaves none.',
  ],
  [
    'nothing can be burned',
    programme({ settings: { burn: { rate: { points: 1, minor: 1 }, excluded: {} } } }),
    '/settings/burn/excluded impossible An empty filter takes every line, so nothing could be paid with points; leave `burn` out to say so.',
  ],
  [
    'the 4th of a set of 3',
    withBenefit({ kind: 'sets', size: 3, take: { pick: 'cheapest', nth: 4 }, give: FREE }),
    '/rules/0/benefit/take/nth impossible A set has 3 units; there is no number 4.',
  ],
  [
    '4 units of a set of 3',
    withBenefit({ kind: 'sets', size: 3, take: { pick: 'cheapest', units: 4 }, give: FREE }),
    '/rules/0/benefit/take/units impossible A set has 3 units; 4 of them cannot be taken.',
  ],
];

const CONTRADICTIONS: readonly Row[] = [
  [
    'a card price per line',
    withRule({ stage: 'card_price', benefit: { kind: 'amountOff', amountMinor: 1, per: 'line' } }),
    '/rules/0/benefit/per wrong_stage A card price changes the price of a unit: `per` must be `unit`, not `line`.',
  ],
  [
    'a card price for two units',
    withRule({ stage: 'card_price', benefit: { kind: 'percent', rateBps: 1, maxUnits: 2 } }),
    '/rules/0/benefit/maxUnits wrong_stage A card price holds for every unit; use the stage `line` to limit the units.',
  ],
  [
    'a card price that stands alone',
    withRule({ stage: 'card_price', exclusive: 'receipt' }),
    '/rules/0/exclusive contradiction A card price is no discount, so it cannot stand alone on the receipt; use `lines`.',
  ],
  [
    'a price list from a running amount',
    programme({ priceLists: [{ id: 'l', when: { kind: 'amount', basis: 'running', minMinor: 1 }, items: [] }] }),
    '/priceLists/0/when/basis wrong_stage A price list is judged before anything is taken off: test the `regular` amount, not `running`.',
  ],
  [
    'a price list for a code',
    withRule(
      { coupon: { codes: ['A'] } },
      { promoCodes: [{ code: 'A' }], priceLists: [{ id: 'l', when: { kind: 'coupon', codes: ['A'] }, items: [] }] },
    ),
    '/priceLists/0/when/kind wrong_stage A price list cannot ask for a code; use a rule of the stage `card_price`.',
  ],
  [
    'a multiplier beside one of its rules and after another',
    programme({
      rules: [earn('a', 1, { kind: 'earnFixed', points: 1 }), earn('b', 0, { kind: 'earnFixed', points: 1 }), times('m', 0, ['a', 'b'])],
    }),
    '/rules/2/benefit/of/1 order The rule `b` must have given its points before this one multiplies them; give this one a lower priority or a later group.',
  ],
  [
    'points in a discount stage',
    withBenefit({ kind: 'earnFixed', points: 1 }, 'line'),
    '/rules/0/benefit/kind wrong_stage A rule of the stage `line` cannot give `earnFixed`; it can give percent, amountOff, fixedPrice, totalPrice, quantityTiers, everyNth, sets, buyGet, bundle, units, thresholdTiers, freeProduct.',
  ],
  [
    'a discount when earning',
    withBenefit({ kind: 'percent', rateBps: 1 }, 'earn'),
    '/rules/0/benefit/kind wrong_stage A rule of the stage `earn` cannot give `percent`; it can give earnPercent, earnPerAmount, earnPerUnit, earnFixed, earnTiers, earnMultiplier, issueCoupon, message.',
  ],
  [
    'a bundle as card price',
    withBenefit({ kind: 'units', units: 1, give: FREE }, 'card_price'),
    '/rules/0/benefit/kind wrong_stage A rule of the stage `card_price` cannot give `units`; it can give percent, amountOff, fixedPrice.',
  ],
  [
    'most money of points',
    withRule({ stage: 'earn', benefit: { kind: 'earnFixed', points: 1 }, maxDiscountMinor: 5 }),
    '/rules/0/maxDiscountMinor contradiction `maxDiscountMinor` has no meaning here: the rule takes no money off.',
  ],
  [
    'most points of money',
    withRule({ maxPoints: 5 }),
    '/rules/0/maxPoints contradiction `maxPoints` has no meaning here: the rule gives no points.',
  ],
  [
    'life of no points',
    withRule({ points: { life: { kind: 'never' } } }),
    '/rules/0/points contradiction `points` has no meaning here: the rule gives no points.',
  ],
  [
    'points that stand alone',
    withRule({ stage: 'earn', benefit: { kind: 'earnFixed', points: 1 }, exclusive: 'receipt' }),
    '/rules/0/exclusive contradiction `exclusive` has no meaning here: only a rule of a discount stage can stand alone on the receipt.',
  ],
  [
    'coupon of nothing',
    withRule({ coupon: {} }),
    '/rules/0/coupon missing Name the `codes` or the `series` that open the rule, or leave `coupon` out.',
  ],
  [
    'condition on no coupon',
    withCondition({ kind: 'coupon' }),
    '/rules/0/when missing The condition needs `codes` or `series`: without, it tests nothing.',
  ],
  [
    'no purchase number',
    withCondition({ kind: 'purchaseNumber' }),
    '/rules/0/when missing The condition needs `min`, `max` or `every`: without, it tests nothing.',
  ],
  [
    'no days',
    withCondition({ kind: 'daysSinceLastPurchase' }),
    '/rules/0/when missing The condition needs `min` or `max`: without, it tests nothing.',
  ],
  ['no dates', withCondition({ kind: 'dates' }), '/rules/0/when missing The condition needs `from` or `to`: without, it tests nothing.'],
  [
    'pick of no cap',
    withBenefit({ kind: 'percent', rateBps: 1, pick: 'cheapest' }),
    '/rules/0/benefit/pick contradiction `pick` says which units `maxUnits` leaves, and there is no `maxUnits`.',
  ],
  [
    'units of an amount per line',
    withBenefit({ kind: 'amountOff', amountMinor: 1, per: 'line', maxUnits: 2 }),
    '/rules/0/benefit/maxUnits contradiction An amount off the line does not count units; use `per: unit`, or leave `maxUnits` out.',
  ],
  [
    'a percentage for each threshold',
    withBenefit({ kind: 'thresholdTiers', by: 'amount', mode: 'every', tiers: tiersOf(100) }, 'receipt'),
    '/rules/0/benefit/tiers/0/give/kind contradiction Once for each full threshold means an amount each time, not `percent`.',
  ],
  [
    'basis of a quantity',
    withBenefit({ kind: 'thresholdTiers', by: 'quantity', basis: 'card', mode: 'highest', tiers: tiersOf(100) }, 'receipt'),
    '/rules/0/benefit/basis contradiction `basis` says which amount is counted, but the thresholds count the quantity.',
  ],
  [
    'some units and the nth',
    withBenefit({ kind: 'sets', size: 3, take: { pick: 'cheapest', nth: 1, units: 1 }, give: FREE }),
    '/rules/0/benefit/take/nth contradiction Take either the first `units` of the pick, or the `nth` one.',
  ],
  [
    'price of a set for one of it',
    withBenefit({ kind: 'sets', size: 3, take: { pick: 'cheapest' }, give: { kind: 'price', priceMinor: 1 }, per: 'set' }),
    '/rules/0/benefit/take contradiction A price for the set takes all of its units; leave `take` out, or use `per: unit`.',
  ],
  [
    'limit per receipt and day',
    withRule({ limits: [{ measure: 'times', max: 1, per: 'receipt', period: { kind: 'day' } }] }),
    '/rules/0/limits/0/period contradiction A limit per receipt has no period; limit the member, or leave `period` out.',
  ],
  [
    'limit on points of a discount',
    withRule({ limits: [{ measure: 'points', max: 1, per: 'member' }] }),
    '/rules/0/limits/0/measure contradiction The rule gives no points, so points cannot be limited.',
  ],
  [
    'budget of money for points',
    withRule({ stage: 'earn', benefit: { kind: 'earnFixed', points: 1 }, budgets: [{ measure: 'money', max: 1 }] }),
    '/rules/0/budgets/0/measure contradiction The rule takes no money off, so money cannot be limited.',
  ],
  [
    'kept tier that is never reached',
    programme({ tiers: [{ id: 't', rank: 0, keep: { kind: 'days', days: 1 } }] }),
    '/tiers/0/keep contradiction A tier without `qualify` is never reached, so there is nothing to keep: it is the base tier, or given by hand.',
  ],
  [
    'tier with no way to it',
    programme({ tiers: [{ id: 't', rank: 0, qualify: [] }] }),
    '/tiers/0/qualify missing Name a way to qualify, or leave `qualify` out for a tier given by hand.',
  ],
  [
    'multiplier of a message',
    programme({ rules: [earn('m', 1, { kind: 'message' }), times('x', 0, ['m'])] }),
    '/rules/1/benefit/of/0 wrong_stage The rule `m` gives no points.',
  ],
];

describe.each([
  ['never possible', IMPOSSIBLE],
  ['against itself', CONTRADICTIONS],
])('%s', (_, rows) => {
  test.each(rows)('%s', (_what, document, error) => {
    expect(errorsOf(document)).toEqual([error]);
  });
});
