import { errorsOf, programme, withBenefit, withCondition, withRule } from './validate-support.js';

type Row = readonly [what: string, document: unknown, error: string];

const nested = (depth: number): unknown => (depth === 0 ? { kind: 'member' } : { kind: 'not', of: nested(depth - 1) });

const DOCUMENT: readonly Row[] = [
  ['null', null, ' type The document must be an object.'],
  ['a list', [], ' type The document must be an object.'],
  ['a text', 'tallystick/1', ' type The document must be an object.'],
  ['nothing', undefined, ' missing The document is missing.'],
  ['another format', programme({ format: 'tallystick/2' }), '/format unknown_value `format` must be `tallystick/1`.'],
  ['unknown field', programme({ rulez: [] }), '/rulez unknown_field There is no field `rulez` here; did you mean `rules`?'],
  [
    'field far from any',
    withRule({ xyzzyx: 1 }),
    '/rules/0/xyzzyx unknown_field There is no field `xyzzyx` here; known here: id, name, stage, group, priority, active, campaign, exclusive, window, when, lines, coupon, benefit, maxDiscountMinor, maxPoints, points, limits, budgets, message.',
  ],
  ['prototype', JSON.parse('{"__proto__":{"x":1}}'), '/__proto__ unknown_field The name `__proto__` is not allowed.'],
  ['a function', programme({ rules: [() => 1] }), '/rules/0 not_json A value of type function is not JSON.'],
  ['not a number', withBenefit({ kind: 'percent', rateBps: NaN }), '/rules/0/benefit/rateBps not_json A value of type number is not JSON.'],
  [
    'nested too deep',
    withRule({ when: nested(60) }),
    `/rules/0/when${'/of'.repeat(46)} too_deep Objects and lists may be nested at most 48 deep.`,
  ],
  ['a list that is none', programme({ rules: {} }), '/rules type `rules` must be a list.'],
  ['an item that is none', programme({ rules: [7] }), '/rules/0 type Each item of `rules` must be an object.'],
];

const SCALARS: readonly Row[] = [
  ['no name', withRule({ name: undefined }), '/rules/0/name missing `name` is missing.'],
  ['empty name', withRule({ name: '' }), '/rules/0/name length `name` must be at least 1 characters long.'],
  ['name of 201', withRule({ name: 'x'.repeat(201) }), '/rules/0/name length `name` must be at most 200 characters long.'],
  ['control character', withRule({ name: 'a\u0000b' }), '/rules/0/name format `name` must be printable text without spaces around it.'],
  ['half a surrogate pair', withRule({ name: 'a\ud800' }), '/rules/0/name format `name` must be printable text without spaces around it.'],
  [
    'id with a slash',
    withRule({ id: 'a/b' }),
    '/rules/0/id format `id` must be letters, digits, `_`, `.`, `:` or `-`, beginning with a letter or digit.',
  ],
  ['id of 65', withRule({ id: 'x'.repeat(65) }), '/rules/0/id length `id` must be at most 64 characters long.'],
  [
    'half a cent',
    withBenefit({ kind: 'amountOff', per: 'line', amountMinor: 10.5 }),
    '/rules/0/benefit/amountMinor type `amountMinor` must be a whole number.',
  ],
  [
    'an amount as text',
    withBenefit({ kind: 'amountOff', per: 'line', amountMinor: '10' }),
    '/rules/0/benefit/amountMinor type `amountMinor` must be a number.',
  ],
  ['2^53', withRule({ maxDiscountMinor: 2 ** 53 }), '/rules/0/maxDiscountMinor range `maxDiscountMinor` must be at most 100000000000.'],
  [
    'an amount over the limit',
    withRule({ maxDiscountMinor: 100_000_000_001 }),
    '/rules/0/maxDiscountMinor range `maxDiscountMinor` must be at most 100000000000.',
  ],
  [
    'a negative amount',
    withBenefit({ kind: 'fixedPrice', unitPriceMinor: -1 }),
    '/rules/0/benefit/unitPriceMinor range `unitPriceMinor` must be at least 0.',
  ],
  [
    'zone',
    programme({ timeZone: 'Europe/Berln' }),
    '/timeZone format `timeZone` must be a time zone of the IANA database, such as Europe/Berlin.',
  ],
  [
    'zone as an offset',
    programme({ timeZone: '+01:00' }),
    '/timeZone format `timeZone` must be a time zone of the IANA database, such as Europe/Berlin.',
  ],
  ['currency', programme({ currency: 'EUX' }), '/currency format `currency` must be a currency code of ISO 4217, such as EUR.'],
  [
    'currency in small letters',
    programme({ currency: 'eur' }),
    '/currency format `currency` must be a currency code of ISO 4217, such as EUR.',
  ],
  ['point scale', programme({ pointScale: 3 }), '/pointScale range `pointScale` must be at most 2.'],
  [
    '30 February',
    withRule({ window: { from: '2026-02-30' } }),
    '/rules/0/window/from format `from` must be an instant that exists, such as 2026-11-01, 2026-11-01T09:00 or 2026-11-01T09:00:00+01:00.',
  ],
  [
    '25 o’clock',
    withRule({ window: { from: '2026-02-03T25:00' } }),
    '/rules/0/window/from format `from` must be an instant that exists, such as 2026-11-01, 2026-11-01T09:00 or 2026-11-01T09:00:00+01:00.',
  ],
  [
    'a day of words',
    withRule({ window: { to: 'tomorrow' } }),
    '/rules/0/window/to format `to` must be an instant that exists, such as 2026-11-01, 2026-11-01T09:00 or 2026-11-01T09:00:00+01:00.',
  ],
  [
    'an attribute that is a list',
    programme({ stores: [{ id: 's', attributes: { size: [1] } }] }),
    '/stores/0/attributes/size type `size` must be a text, a number, true or false.',
  ],
  [
    'an attribute name with a space',
    programme({ stores: [{ id: 's', attributes: { 'a b': 1 } }] }),
    '/stores/0/attributes/a b format `a b` must be a name of up to 64 letters, digits, `_`, `.` or `-` that begins with a letter.',
  ],
  [
    '33 attributes',
    programme({ stores: [{ id: 's', attributes: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`a${i}`, i])) }] }),
    '/stores/0/attributes format `attributes` must be at most 32 attributes.',
  ],
  [
    'code in small letters',
    programme({ promoCodes: [{ code: 'summer' }] }),
    '/promoCodes/0/code format `code` must be capital letters A to Z, digits, `_` or `-`, beginning with a letter or digit: codes are compared in upper case.',
  ],
  [
    'code with a space',
    programme({ promoCodes: [{ code: 'A B' }] }),
    '/promoCodes/0/code format `code` must be capital letters A to Z, digits, `_` or `-`, beginning with a letter or digit: codes are compared in upper case.',
  ],
];

const VALUES: readonly Row[] = [
  [
    'stage',
    withRule({ stage: 'lines' }),
    '/rules/0/stage unknown_value `stage` must be one of card_price, line, receipt, earn; did you mean `line`?',
  ],
  [
    'benefit',
    withBenefit({ kind: 'freeGift' }),
    '/rules/0/benefit/kind unknown_value `kind` must be one of percent, amountOff, fixedPrice, totalPrice, quantityTiers, everyNth, sets, buyGet, bundle, units, thresholdTiers, freeProduct, earnPercent, earnPerAmount, earnPerUnit, earnFixed, earnTiers, earnMultiplier, issueCoupon, message.',
  ],
  [
    'give',
    withBenefit({ kind: 'units', units: 1, give: { kind: 'gratis' } }),
    '/rules/0/benefit/give/kind unknown_value `kind` must be one of free, percent, amount, price.',
  ],
  [
    'group mode',
    programme({ groups: [{ id: 'g', stage: 'line', order: 0, mode: 'beste' }] }),
    '/groups/0/mode unknown_value `mode` must be one of stack, best, first; did you mean `best`?',
  ],
  [
    'weekday',
    withCondition({ kind: 'weekday', in: ['mo'] }),
    '/rules/0/when/in/0 unknown_value Each item of `in` must be one of mon, tue, wed, thu, fri, sat, sun; did you mean `mon`?',
  ],
  ['day of month', withCondition({ kind: 'dayOfMonth', in: [32] }), '/rules/0/when/in/0 range Each item of `in` must be at most 31.'],
  [
    'hours',
    withCondition({ kind: 'hours', from: '9:00', to: '18:00' }),
    '/rules/0/when/from format `from` must be a time of day as HH:MM, from 00:00 to 23:59.',
  ],
  [
    'hours past 24:00',
    withCondition({ kind: 'hours', from: '09:00', to: '24:01' }),
    '/rules/0/when/to format `to` must be a time of day as HH:MM, from 00:00 to 24:00.',
  ],
  [
    'dates',
    withCondition({ kind: 'dates', from: '2026-13-01' }),
    '/rules/0/when/from format `from` must be a date that exists, as YYYY-MM-DD.',
  ],
  [
    'percent over 100',
    withBenefit({ kind: 'percent', rateBps: 10_001 }),
    '/rules/0/benefit/rateBps range `rateBps` must be at most 10000.',
  ],
  ['percent of 0', withBenefit({ kind: 'percent', rateBps: 0 }), '/rules/0/benefit/rateBps range `rateBps` must be at least 1.'],
  [
    'given percent over 100',
    withBenefit({ kind: 'everyNth', n: 2, give: { kind: 'percent', rateBps: 20_000 } }),
    '/rules/0/benefit/give/rateBps range `rateBps` must be at most 10000.',
  ],
  [
    'amount of 0',
    withBenefit({ kind: 'amountOff', per: 'unit', amountMinor: 0 }),
    '/rules/0/benefit/amountMinor range `amountMinor` must be at least 1.',
  ],
  ['every 0th', withBenefit({ kind: 'everyNth', n: 0, give: { kind: 'free' } }), '/rules/0/benefit/n range `n` must be at least 1.'],
  ['sets of 0', withBenefit({ kind: 'sets', size: 0, give: { kind: 'free' } }), '/rules/0/benefit/size range `size` must be at least 1.'],
  [
    'buy 0',
    withBenefit({ kind: 'buyGet', buy: {}, buyUnits: 0, getUnits: 1, give: { kind: 'free' } }),
    '/rules/0/benefit/buyUnits range `buyUnits` must be at least 1.',
  ],
  [
    'at most 0 times',
    withBenefit({ kind: 'everyNth', n: 2, maxTimes: 0, give: { kind: 'free' } }),
    '/rules/0/benefit/maxTimes range `maxTimes` must be at least 1.',
  ],
  [
    'points per 0.00',
    withBenefit({ kind: 'earnPerAmount', points: 1, perMinor: 0 }, 'earn'),
    '/rules/0/benefit/perMinor range `perMinor` must be at least 1.',
  ],
  ['0 points', withBenefit({ kind: 'earnFixed', points: 0 }, 'earn'), '/rules/0/benefit/points range `points` must be at least 1.'],
  [
    'a multiplier of one',
    withBenefit({ kind: 'earnMultiplier', factorBps: 10_000 }, 'earn'),
    '/rules/0/benefit/factorBps range `factorBps` must be at least 10001.',
  ],
  [
    'a limit of 0',
    withRule({ limits: [{ measure: 'times', max: 0, per: 'member' }] }),
    '/rules/0/limits/0/max range `max` must be at least 1.',
  ],
  [
    'a rate of 0 points',
    programme({ settings: { burn: { rate: { points: 0, minor: 1 } } } }),
    '/settings/burn/rate/points range `points` must be at least 1.',
  ],
  [
    'a share over 100 %',
    programme({ settings: { burn: { rate: { points: 1, minor: 1 }, shareMaxBps: 10_001 } } }),
    '/settings/burn/shareMaxBps range `shareMaxBps` must be at most 10000.',
  ],
  ['a hold of a moment', programme({ settings: { holdTtlMs: 999 } }), '/settings/holdTtlMs range `holdTtlMs` must be at least 1000.'],
];

const EMPTY: readonly Row[] = [
  ['empty any', withCondition({ kind: 'any', of: [] }), '/rules/0/when/of length `of` must be a list of at least 1 item.'],
  ['empty all', withCondition({ kind: 'all', of: [] }), '/rules/0/when/of length `of` must be a list of at least 1 item.'],
  ['empty not', withCondition({ kind: 'not' }), '/rules/0/when/of missing `of` is missing.'],
  ['no store', withCondition({ kind: 'store', in: [] }), '/rules/0/when/in length `in` must be a list of at least 1 item.'],
  ['no SKU', withRule({ lines: { skus: [] } }), '/rules/0/lines/skus length `skus` must be a list of at least 1 item.'],
  ['no filter of any', withRule({ lines: { any: [] } }), '/rules/0/lines/any length `any` must be a list of at least 1 item.'],
  [
    'no pool',
    withBenefit({ kind: 'bundle', pools: [], give: { kind: 'free' } }),
    '/rules/0/benefit/pools length `pools` must be a list of at least 1 item.',
  ],
  [
    'an empty pool',
    withBenefit({
      kind: 'bundle',
      pools: [
        { lines: { skus: [] }, units: 1 },
        { lines: {}, units: 1 },
      ],
      give: { kind: 'free' },
    }),
    '/rules/0/benefit/pools/0/lines/skus length `skus` must be a list of at least 1 item.',
  ],
  [
    'a pool of 0 units',
    withBenefit({
      kind: 'bundle',
      pools: [
        { lines: {}, units: 0 },
        { lines: {}, units: 1 },
      ],
      give: { kind: 'free' },
    }),
    '/rules/0/benefit/pools/0/units range `units` must be at least 1.',
  ],
  [
    'no tier',
    withBenefit({ kind: 'thresholdTiers', by: 'amount', mode: 'highest', tiers: [] }),
    '/rules/0/benefit/tiers length `tiers` must be a list of at least 1 item.',
  ],
  ['no code', withRule({ coupon: { codes: [] } }), '/rules/0/coupon/codes length `codes` must be a list of at least 1 item.'],
];

describe.each([
  ['the document', DOCUMENT],
  ['scalars', SCALARS],
  ['values', VALUES],
  ['empty lists', EMPTY],
])('%s', (_, rows) => {
  test.each(rows)('%s', (_what, document, error) => {
    expect(errorsOf(document)).toEqual([error]);
  });
});

test('an empty programme is a programme', () => {
  expect(errorsOf(programme())).toEqual([]);
});

test('all errors at once, of shape and of meaning', () => {
  const document = programme({
    colour: 'red',
    rules: [
      { id: 'a', name: 'A', stage: 'line', benefit: { kind: 'percent', rateBps: 0 } },
      { id: 'b', name: 'B', stage: 'line', group: 'none', benefit: { kind: 'percent', rateBps: 1 } },
      { id: 'c', name: 'C', stage: 'earn', benefit: { kind: 'earnMultiplier', factorBps: 20_000, of: ['a', 'd'] } },
    ],
  });
  expect(errorsOf(document)).toEqual([
    '/colour unknown_field There is no field `colour` here; known here: format, id, name, currency, minorDigits, pointScale, timeZone, settings, stores, categories, products, tiers, groups, campaigns, priceLists, promoCodes, couponSeries, rules.',
    '/rules/0/benefit/rateBps range `rateBps` must be at least 1.',
    '/rules/1/group unresolved There is no group `none`.',
    '/rules/2/benefit/of/1 unresolved There is no rule `d`.',
  ]);
});

test('a thousand errors are listed and the rest is counted', () => {
  const rules = Array.from({ length: 1_500 }, (_, i) => ({
    id: `r${i}`,
    name: 'R',
    stage: 'line',
    benefit: { kind: 'percent', rateBps: 0 },
  }));
  const errors = errorsOf(programme({ rules }));
  expect(errors).toHaveLength(1_001);
  expect(errors.at(-1)).toBe(' too_many There are 500 more like these.');
});

test.each([
  [
    'a long list in a rule',
    withRule({ lines: { skus: Array.from({ length: 200_000 }, () => 1) } }),
    '/rules/0/lines/skus length A list like this has at most 10000 items, not 200000.',
  ],
  [
    'a large object',
    programme({ stores: [{ id: 's', attributes: Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`${i}`, null])) }] }),
    '/stores/0/attributes length An object like this has at most 1000 items, not 200000.',
  ],
  [
    'a price list with nothing right in it',
    programme({ priceLists: [{ id: 'l', items: Array.from({ length: 200_000 }, () => null) }] }),
    '/priceLists/0/items/0 type Each item of `items` must be an object.',
  ],
  [
    'two hundred thousand rules',
    programme({ rules: Array.from({ length: 200_000 }, () => null) }),
    '/rules length `rules` must be a list of at most 100000 items.',
  ],
])('as much wrong as there can be is told and survived: %s', (_what, document, first) => {
  expect(errorsOf(document)[0]).toBe(first);
});
