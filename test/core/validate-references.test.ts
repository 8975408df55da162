import { errorsOf, programme, withBenefit, withCondition, withRule } from './validate-support.js';

type Row = readonly [what: string, document: unknown, error: string];

const off = (rateBps: number): object => ({ kind: 'percent', rateBps });
const tiersOf = (...from: number[]): object[] => from.map((start, i) => ({ from: start, give: off(1000 * (i + 1)) }));
const earn = (id: string, priority: number, benefit: object): object => ({ id, name: id, stage: 'earn', priority, benefit });
const times = (id: string, priority: number, of: string[]): object => earn(id, priority, { kind: 'earnMultiplier', factorBps: 20_000, of });
const base = earn('base', 0, { kind: 'earnFixed', points: 1 });

const DUPLICATES: readonly Row[] = [
  ['rules', programme({ rules: [base, base] }), '/rules/1/id duplicate The rule at /rules/0 has the id `base` already.'],
  ['stores', programme({ stores: [{ id: 's' }, { id: 's' }] }), '/stores/1/id duplicate The store at /stores/0 has the id `s` already.'],
  [
    'categories',
    programme({ categories: [{ id: 'c' }, { id: 'c' }] }),
    '/categories/1/id duplicate The category at /categories/0 has the id `c` already.',
  ],
  [
    'products',
    programme({ products: [{ sku: 'p' }, { sku: 'p' }] }),
    '/products/1/sku duplicate The product at /products/0 has the sku `p` already.',
  ],
  [
    'tiers',
    programme({
      tiers: [
        { id: 't', rank: 0 },
        { id: 't', rank: 1 },
      ],
    }),
    '/tiers/1/id duplicate The tier at /tiers/0 has the id `t` already.',
  ],
  [
    'ranks',
    programme({
      tiers: [
        { id: 't', rank: 1 },
        { id: 'u', rank: 1 },
      ],
    }),
    '/tiers/1/rank duplicate The tier at /tiers/0 has the rank `1` already.',
  ],
  [
    'groups',
    programme({ groups: [1, 2].map(() => ({ id: 'g', stage: 'line', order: 0, mode: 'best' })) }),
    '/groups/1/id duplicate The group at /groups/0 has the id `g` already.',
  ],
  [
    'the default group',
    programme({ groups: [{ id: 'default', stage: 'line', order: 0, mode: 'best' }] }),
    '/groups/0/id duplicate Every stage has a group `default` already; choose another id.',
  ],
  [
    'campaigns',
    programme({ campaigns: [{ id: 'c' }, { id: 'c' }] }),
    '/campaigns/1/id duplicate The campaign at /campaigns/0 has the id `c` already.',
  ],
  [
    'price lists',
    programme({ priceLists: [1, 2].map(() => ({ id: 'l', items: [] })) }),
    '/priceLists/1/id duplicate The price list at /priceLists/0 has the id `l` already.',
  ],
  [
    'promo codes',
    withRule({ coupon: { codes: ['A'] } }, { promoCodes: [{ code: 'A' }, { code: 'A' }] }),
    '/promoCodes/1/code duplicate The promo code at /promoCodes/0 has the code `A` already.',
  ],
  [
    'series',
    programme({ couponSeries: [{ id: 's' }, { id: 's' }] }),
    '/couponSeries/1/id duplicate The coupon series at /couponSeries/0 has the id `s` already.',
  ],
  [
    'prefixes',
    programme({
      couponSeries: [
        { id: 's', prefix: 'X' },
        { id: 't', prefix: 'X' },
      ],
    }),
    '/couponSeries/1/prefix duplicate The coupon series at /couponSeries/0 has the prefix `X` already.',
  ],
  ['weekdays', withCondition({ kind: 'weekday', in: ['mon', 'mon'] }), '/rules/0/when/in/1 duplicate `mon` stands in the list twice.'],
  ['days of the month', withCondition({ kind: 'dayOfMonth', in: [1, 1] }), '/rules/0/when/in/1 duplicate `1` stands in the list twice.'],
  [
    'limits',
    withRule({ limits: [5, 6].map((max) => ({ measure: 'times', max, per: 'member', period: { kind: 'day' } })) }),
    '/rules/0/limits/1 duplicate There is a limit of times per member and day already; keep the lower one.',
  ],
  [
    'budgets',
    withRule({ budgets: [5, 6].map((max) => ({ measure: 'money', max })) }),
    '/rules/0/budgets/1 duplicate There is a limit of money per ever already; keep the lower one.',
  ],
];

const REFERENCES: readonly Row[] = [
  [
    'group',
    withRule({ group: 'bset' }, { groups: [{ id: 'best', stage: 'line', order: 0, mode: 'best' }] }),
    '/rules/0/group unresolved There is no group `bset`; did you mean `best`?',
  ],
  [
    'group of another stage',
    withRule({ group: 'g' }, { groups: [{ id: 'g', stage: 'receipt', order: 0, mode: 'best' }] }),
    '/rules/0/group wrong_stage The group `g` is of the stage `receipt`, but the rule is of the stage `line`.',
  ],
  ['campaign', withRule({ campaign: 'spring' }), '/rules/0/campaign unresolved There is no campaign `spring`.'],
  [
    'promo code of a rule',
    withRule({ coupon: { codes: ['WELCOME'] } }),
    '/rules/0/coupon/codes/0 unresolved There is no promo code `WELCOME`.',
  ],
  ['series of a rule', withRule({ coupon: { series: ['mail'] } }), '/rules/0/coupon/series/0 unresolved There is no coupon series `mail`.'],
  [
    'promo code of a condition',
    withCondition({ kind: 'coupon', codes: ['WELCOME'] }),
    '/rules/0/when/codes/0 unresolved There is no promo code `WELCOME`.',
  ],
  [
    'series to issue',
    withBenefit({ kind: 'issueCoupon', series: 'mail' }, 'earn'),
    '/rules/0/benefit/series unresolved There is no coupon series `mail`.',
  ],
  ['tier', withCondition({ kind: 'tier', in: ['gold'] }), '/rules/0/when/in/0 unresolved There is no tier `gold`.'],
  [
    'tier deep inside',
    withCondition({ kind: 'any', of: [{ kind: 'member' }, { kind: 'not', of: { kind: 'tier', in: ['gold'] } }] }),
    '/rules/0/when/of/1/of/in/0 unresolved There is no tier `gold`.',
  ],
  [
    'category of a filter',
    withRule({ lines: { any: [{ categories: ['dary'] }] } }, { categories: [{ id: 'dairy' }] }),
    '/rules/0/lines/any/0/categories/0 unresolved There is no category `dary`; did you mean `dairy`?',
  ],
  [
    'category of a product',
    programme({ categories: [{ id: 'dairy' }], products: [{ sku: 'p', categories: ['meat'] }] }),
    '/products/0/categories/0 unresolved There is no category `meat`.',
  ],
  [
    'parent category',
    programme({ categories: [{ id: 'milk', parent: 'dairy' }] }),
    '/categories/0/parent unresolved There is no category `dairy`.',
  ],
  [
    'store',
    withCondition({ kind: 'store', in: ['s2'] }, { stores: [{ id: 's1' }] }),
    '/rules/0/when/in/0 unresolved There is no store `s2`; did you mean `s1`?',
  ],
  [
    'region',
    withCondition({ kind: 'region', in: ['south'] }, { stores: [{ id: 's1', region: 'north' }] }),
    '/rules/0/when/in/0 unresolved There is no region of a store `south`; did you mean `north`?',
  ],
  [
    'zone',
    withCondition({ kind: 'zone', in: ['b'] }, { stores: [{ id: 's1', zones: ['city'] }] }),
    '/rules/0/when/in/0 unresolved There is no zone of a store `b`.',
  ],
  [
    'condition of a price list',
    programme({ priceLists: [{ id: 'l', when: { kind: 'tier', in: ['gold'] }, items: [] }] }),
    '/priceLists/0/when/in/0 unresolved There is no tier `gold`.',
  ],
  [
    'condition of a burn share',
    programme({
      settings: { burn: { rate: { points: 1, minor: 1 }, shares: [{ when: { kind: 'tier', in: ['gold'] }, shareMaxBps: 1 }] } },
    }),
    '/settings/burn/shares/0/when/in/0 unresolved There is no tier `gold`.',
  ],
  ['rule of a multiplier', programme({ rules: [times('m', 0, ['base'])] }), '/rules/0/benefit/of/0 unresolved There is no rule `base`.'],
];

const ORDER: readonly Row[] = [
  [
    'category of itself',
    programme({ categories: [{ id: 'a', parent: 'a' }] }),
    '/categories/0/parent cycle The category lies below itself: a > a.',
  ],
  [
    'categories in a ring',
    programme({
      categories: [
        { id: 'a', parent: 'c' },
        { id: 'b', parent: 'a' },
        { id: 'c', parent: 'b' },
      ],
    }),
    '/categories/0/parent cycle The category lies below itself: a > b > c > a.',
  ],
  [
    'a branch on a ring',
    programme({
      categories: [
        { id: 'x', parent: 'a' },
        { id: 'a', parent: 'b' },
        { id: 'b', parent: 'a' },
      ],
    }),
    '/categories/0/parent cycle The category lies below itself: a > b > a.',
  ],
  [
    'multiplier of itself',
    programme({ rules: [base, times('m', -1, ['m'])] }),
    '/rules/1/benefit/of/0 cycle A multiplier cannot multiply its own points.',
  ],
  [
    'multiplier of a later rule',
    programme({ rules: [base, times('m', 1, ['base'])] }),
    '/rules/1/benefit/of/0 order The rule `base` must have given its points before this one multiplies them; give this one a lower priority or a later group.',
  ],
  [
    'multipliers of each other',
    programme({ rules: [times('a', 0, ['b']), times('b', -1, ['a'])] }),
    '/rules/0/benefit/of/0 order The rule `b` must have given its points before this one multiplies them; give this one a lower priority or a later group.',
  ],
  [
    'tiers downwards',
    withBenefit({ kind: 'thresholdTiers', by: 'amount', mode: 'highest', tiers: tiersOf(5000, 3000) }, 'receipt'),
    '/rules/0/benefit/tiers/1/from order Tiers go upwards: 3000 stands after 5000.',
  ],
  [
    'tiers twice',
    withBenefit({ kind: 'thresholdTiers', by: 'amount', mode: 'highest', tiers: tiersOf(3000, 3000) }, 'receipt'),
    '/rules/0/benefit/tiers/1/from duplicate Two tiers begin at 3000; only one of them can hold.',
  ],
  [
    'quantity tiers downwards',
    withBenefit({
      kind: 'quantityTiers',
      count: 'line',
      units: 'all',
      tiers: [
        { fromMilli: 3000, give: off(1000) },
        { fromMilli: 2000, give: off(2000) },
      ],
    }),
    '/rules/0/benefit/tiers/1/fromMilli order Tiers go upwards: 2000 stands after 3000.',
  ],
  [
    'earn tiers twice',
    withBenefit(
      {
        kind: 'earnTiers',
        mode: 'highest',
        tiers: [
          { fromMinor: 100, points: 1 },
          { fromMinor: 100, points: 2 },
        ],
      },
      'earn',
    ),
    '/rules/0/benefit/tiers/1/fromMinor duplicate Two tiers begin at 100; only one of them can hold.',
  ],
];

describe.each([
  ['twice', DUPLICATES],
  ['not there', REFERENCES],
  ['in the wrong order', ORDER],
])('%s', (_, rows) => {
  test.each(rows)('%s', (_what, document, error) => {
    expect(errorsOf(document)).toEqual([error]);
  });
});
