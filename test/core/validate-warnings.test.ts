import { validateProgramme } from '../../src/core/rules/validate.js';
import { programme, warningsOf, withBenefit, withCondition, withRule } from './validate-support.js';

type Row = readonly [what: string, document: unknown, warning: string];

const FREE = { kind: 'free' };
const NOON_2026_06_01 = Date.UTC(2026, 5, 1, 12);
const percentFrom = (from: number, rateBps: number): object => ({ from, give: { kind: 'percent', rateBps } });

const WARNED: readonly Row[] = [
  [
    'ten thousandths',
    withCondition({ kind: 'quantity', minMilli: 10 }),
    '/rules/0/when/minMilli unusual Quantities are thousandths: 10 is 10 thousandths of a piece.',
  ],
  [
    'tiers from ten thousandths',
    withBenefit({ kind: 'thresholdTiers', by: 'quantity', mode: 'highest', tiers: [percentFrom(10, 20)] }, 'receipt'),
    '/rules/0/benefit/tiers/0/from unusual Quantities are thousandths: 10 is 10 thousandths of a piece.',
  ],
  ['digits of the currency', programme({ minorDigits: 3 }), '/minorDigits unusual EUR has 2 digits after the point, not 3.'],
  ['window over', withRule({ window: { to: '2026-06-01T14:00' } }), '/rules/0/window/to past The window ended at 2026-06-01T14:00.'],
  [
    'rule outside of its campaign',
    withRule({ campaign: 'c', window: { from: '2027-02-01' } }, { campaigns: [{ id: 'c', window: { to: '2027-02-01' } }] }),
    '/rules/0/window never The window lies outside the window of the campaign `c`, so the rule never applies.',
  ],
  [
    'price outside of its list',
    programme({ priceLists: [{ id: 'l', window: { from: '2027-02-01' }, items: [{ sku: 'p', unitPriceMinor: 1, to: '2027-01-01' }] }] }),
    '/priceLists/0/items/0 never The price is never valid while its list is.',
  ],
  [
    'two prices for one time',
    programme({
      priceLists: [
        {
          id: 'l',
          items: [
            { sku: 'p', unitPriceMinor: 1 },
            { sku: 'p', unitPriceMinor: 2 },
          ],
        },
      ],
    }),
    '/priceLists/0/items/1/sku duplicate Item 0 has a price of `p` for the same time already; the lower one wins.',
  ],
  [
    'two stores at once',
    withCondition({ kind: 'all', of: [{ kind: 'store', in: ['a', 'b'] }, { kind: 'member' }, { kind: 'store', in: ['c'] }] }),
    '/rules/0/when/of/2 never No store is in all of the lists that must hold together, so the condition never does.',
  ],
  ['SKU twice', withRule({ lines: { skus: ['p', 'p'] } }), '/rules/0/lines/skus/1 duplicate `p` stands in the list twice.'],
  [
    'whole day',
    withCondition({ kind: 'hours', from: '09:00', to: '09:00' }),
    '/rules/0/when/to unusual The same time twice means the whole day.',
  ],
  [
    'whole week',
    withCondition({ kind: 'weekday', in: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] }),
    '/rules/0/when/in unusual All seven days: the condition always holds.',
  ],
  [
    'every first',
    withBenefit({ kind: 'everyNth', n: 1, give: FREE }),
    '/rules/0/benefit/n unusual Every first unit is every unit: a percentage, amount or price for all of them says the same.',
  ],
  [
    'bundle of one',
    withBenefit({ kind: 'bundle', pools: [{ lines: {}, units: 2 }], give: FREE }),
    '/rules/0/benefit/pools unusual A bundle of one pool: `sets` says the same.',
  ],
  [
    'higher tier gives less',
    withBenefit({ kind: 'thresholdTiers', by: 'amount', mode: 'highest', tiers: [percentFrom(100, 20), percentFrom(200, 10)] }, 'receipt'),
    '/rules/0/benefit/tiers/1/give unusual A higher tier gives less than the one below it.',
  ],
  [
    'five a day, three a month',
    withRule({
      limits: [
        { measure: 'times', max: 5, per: 'member', period: { kind: 'day' } },
        { measure: 'times', max: 3, per: 'member', period: { kind: 'month' } },
      ],
    }),
    '/rules/0/limits/0/max never 5 per day is never reached, since 3 per month ends it before.',
  ],
  [
    'limit above the cap',
    withRule({ maxDiscountMinor: 500, limits: [{ measure: 'money', max: 500, per: 'receipt' }] }),
    '/rules/0/limits/0/max never One receipt gets at most 500 by `maxDiscountMinor`, so this limit is never reached.',
  ],
  [
    'more uses for one than for all',
    withRule({ coupon: { codes: ['A'] } }, { promoCodes: [{ code: 'A', maxUses: 1, maxUsesPerMember: 2 }] }),
    '/promoCodes/0/maxUsesPerMember never All customers together have 1 uses, so 2 for one are never reached.',
  ],
  [
    'code of no rule',
    programme({ promoCodes: [{ code: 'A' }] }),
    '/promoCodes/0 unused No rule needs the code `A`: it will be answered as not needed.',
  ],
  ['series of no rule', programme({ couponSeries: [{ id: 's' }] }), '/couponSeries/0 unused No rule needs a code of the series `s`.'],
  [
    'prefix of a shared code',
    withRule({ coupon: { codes: ['XA'], series: ['s'] } }, { promoCodes: [{ code: 'XA' }], couponSeries: [{ id: 's', prefix: 'X' }] }),
    '/couponSeries/0/prefix unusual The shared code `XA` begins with this prefix.',
  ],
  [
    'least burn off its step',
    programme({ settings: { burn: { rate: { points: 1, minor: 1 }, minPoints: 150, stepPoints: 100 } } }),
    '/settings/burn/minPoints unusual Only multiples of 100 are taken, so the least is 200 in fact.',
  ],
  [
    'burn of nothing',
    programme({ settings: { burn: { rate: { points: 1, minor: 1 }, shareMaxBps: 0 } } }),
    '/settings/burn/shareMaxBps never With a share of 0 nothing can be paid with points; leave `burn` out to say so.',
  ],
  [
    'gold easier than silver',
    programme({
      tiers: [
        { id: 'silver', rank: 1, qualify: [{ by: 'spend', min: 500, window: { kind: 'year' } }] },
        { id: 'gold', rank: 2, qualify: [{ by: 'spend', min: 500, window: { kind: 'year' } }] },
      ],
    }),
    '/tiers/1/qualify/0/min never A member reaches this with 500 spend, which is not more than the 500 of the lower tier `silver`: nobody would hold that one.',
  ],
];

test.each(WARNED)('legal, but probably wrong: %s', (_what, document, warning) => {
  expect(warningsOf(document, NOON_2026_06_01)).toEqual([warning]);
});

const all = (...of: object[]): object => withCondition({ kind: 'all', of });
const hours = (from: string, to: string): object => ({ kind: 'hours', from, to });
const above = (minMinor: number): object => ({ kind: 'amount', basis: 'running', minMinor });
const below = (maxMinor: number): object => ({ kind: 'amount', basis: 'running', maxMinor });
const never = (place: string, why: string): string => `/rules/0/when/of/${place} never ${why}, so the condition never does.`;

const NEVER: readonly Row[] = [
  [
    'hours apart',
    all(hours('22:00', '02:00'), hours('02:00', '22:00')),
    never('1', 'No time of day lies in all of the hours that must hold together'),
  ],
  [
    'dates apart',
    all({ kind: 'dates', to: '2027-01-31' }, { kind: 'dates', from: '2027-02-01' }),
    never('1', 'Nothing is within all of the bounds of `dates` that must hold together'),
  ],
  [
    'amounts apart, one deeper',
    all(above(101), { kind: 'all', of: [{ kind: 'member' }, below(100)] }),
    never('1/of/1', 'Nothing is within all of the bounds of `amount` that must hold together'),
  ],
  [
    'a condition and its opposite',
    all({ kind: 'segment', in: ['a'] }, { kind: 'not', of: { kind: 'segment', in: ['a'] } }),
    never('1', 'The opposite must hold too'),
  ],
  [
    'a birthday of nobody',
    all({ kind: 'not', of: { kind: 'member' } }, { kind: 'birthday' }),
    never('0', '`birthday` must hold too and needs a member'),
  ],
  [
    'all excluded',
    withRule({ lines: { skus: ['a', 'b'], exclude: { skus: ['c', 'b', 'a'] } } }),
    '/rules/0/lines/exclude never It excludes all of `skus`, so the filter takes no line.',
  ],
];

test.each(NEVER)('never matches: %s', (_what, document, warning) => {
  expect(warningsOf(document)).toEqual([warning]);
});

const MAY_MATCH: readonly (readonly [what: string, document: unknown])[] = [
  ['hours that meet for a minute', all(hours('22:00', '02:01'), hours('02:00', '22:00'))],
  ['one day in both', all({ kind: 'dates', to: '2027-02-01' }, { kind: 'dates', from: '2027-02-01' })],
  ['one amount in both', all(above(100), below(100))],
  ['amounts of other lines', all(above(101), { ...below(100), lines: { skus: ['p'] } })],
  ['either', withCondition({ kind: 'any', of: [above(101), below(100)] })],
  ['other segments', all({ kind: 'segment', in: ['a', 'b'] }, { kind: 'not', of: { kind: 'segment', in: ['a'] } })],
  ['nobody, at night', all({ kind: 'not', of: { kind: 'member' } }, hours('22:00', '02:00'))],
  ['one left', withRule({ lines: { skus: ['a', 'b'], exclude: { skus: ['a'] } } })],
  ['excluded in part', withRule({ lines: { skus: ['a'], exclude: { skus: ['a'], minQuantityMilli: 2000 } } })],
];

test.each(MAY_MATCH)('may match: %s', (_what, document) => {
  expect(warningsOf(document)).toEqual([]);
});

const FINE_MULTIPLIER = programme({
  rules: [
    { id: 'z', name: 'Z', stage: 'earn', benefit: { kind: 'earnFixed', points: 1 } },
    { id: 'm', name: 'M', stage: 'earn', benefit: { kind: 'earnMultiplier', factorBps: 20_000, of: ['z'] } },
  ],
});

const FINE: readonly (readonly [what: string, document: unknown])[] = [
  ['window of one hour over a change of clocks', withRule({ window: { from: '2027-03-28T02:00', to: '2027-03-28T03:30' } })],
  ['window that ends now plus a millisecond', withRule({ window: { to: '2026-06-01T12:00:00.001Z' } })],
  ['hours past midnight', withCondition({ kind: 'hours', from: '22:00', to: '02:00' })],
  ['hours to the end of the day', withCondition({ kind: 'hours', from: '22:00', to: '24:00' })],
  ['one day', withCondition({ kind: 'dates', from: '2026-02-28', to: '2026-02-28' })],
  ['29 February of a leap year', withCondition({ kind: 'dates', from: '2028-02-29' })],
  ['categories of the tills, without a tree', withRule({ lines: { categories: ['dairy'] } })],
  ['stores of the tills, without a list', withCondition({ kind: 'store', in: ['s1'] })],
  ['no bounds: anything of them', withCondition({ kind: 'amount', basis: 'running', lines: { skus: ['p'] } })],
  ['100 %', withBenefit({ kind: 'percent', rateBps: 10_000 })],
  ['free of charge', withBenefit({ kind: 'fixedPrice', unitPriceMinor: 0 })],
  ['the last of a set', withBenefit({ kind: 'sets', size: 3, take: { pick: 'cheapest', nth: 3 }, give: FREE })],
  [
    'a pool of anything',
    withBenefit({
      kind: 'bundle',
      pools: [
        { lines: {}, units: 1 },
        { lines: { skus: ['p'] }, units: 1 },
      ],
      give: FREE,
    }),
  ],
  ['the largest amount', withRule({ maxDiscountMinor: 100_000_000_000 })],
  [
    'deep but not too deep',
    withCondition({ kind: 'not', of: { kind: 'not', of: { kind: 'all', of: [{ kind: 'any', of: [{ kind: 'member' }] }] } } }),
  ],
  [
    'points without end',
    withRule({
      stage: 'earn',
      benefit: { kind: 'earnFixed', points: 1 },
      points: { activation: { kind: 'days', days: 14 }, life: { kind: 'never' } },
    }),
  ],
  ['a multiplier of the same rank', FINE_MULTIPLIER],
  ['yen', programme({ currency: 'JPY', minorDigits: 0 })],
];

test.each(FINE)('neither an error nor a warning: %s', (_what, document) => {
  expect(warningsOf(document, NOON_2026_06_01)).toEqual([]);
});

test('without a clock, nothing is said of the past', () => {
  expect(warningsOf(withRule({ window: { to: '1999-01-01' } }))).toEqual([]);
});

test('the document itself is handed back', () => {
  const document = programme();
  expect(validateProgramme(document).programme).toBe(document);
});
