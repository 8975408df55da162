/** Every condition, coupon and setting of the neutral format, with amounts worked out by hand. */
import { TEN, line, lines, on, only, run } from './neutral-support.js';
import type { Fields, Row } from './neutral-support.js';

const CONDITIONS: readonly Row[] = [
  ['min_subtotal at', { ...only(TEN, { when: { min_subtotal: 10_000 } }) }, { discount_total: 1000 }],
  ['min_subtotal below', { ...only(TEN, { when: { min_subtotal: 10_001 } }) }, { discount_total: 0 }],
  [
    'min_subtotal sees what is left',
    {
      rules: [
        { id: 'a', priority: 2, action: TEN },
        { id: 'b', priority: 1, action: TEN, when: { min_subtotal: 10_000 } },
      ],
    },
    { discount_total: 1000, rules_applied: ['a'] },
  ],
  [
    'min_subtotal_original does not',
    {
      rules: [
        { id: 'a', priority: 2, action: TEN },
        { id: 'b', priority: 1, action: TEN, when: { min_subtotal_original: 10_000 } },
      ],
    },
    { discount_total: 1900, rules_applied: ['b', 'a'] },
  ],
  ['min_qty at', { ...only(TEN, { when: { min_qty: 2 } }), receipt: lines(line('a', 1, 100), line('b', 1, 100)) }, { discount_total: 20 }],
  [
    'contains units',
    {
      ...only(TEN, { when: { contains: { filter: { category: ['c'] }, min_qty: 2 } } }),
      receipt: lines(line('a', 1, 100, { category: ['c'] }), line('b', 1, 100)),
    },
    { discount_total: 0 },
  ],
  [
    'contains both units and amount',
    {
      ...only(TEN, { when: { contains: { filter: { brand: ['x'] }, min_qty: 1, min_subtotal: 101 } } }),
      receipt: lines(line('a', 1, 100, { brand: 'x' })),
    },
    { discount_total: 0 },
  ],
  [
    'customer_group',
    { ...only(TEN, { when: { customer_group: ['vip'] } }), context: { customer: { groups: ['vip', 'new'] } } },
    { discount_total: 1000 },
  ],
  ['nth_order of nobody', { ...only(TEN, { when: { nth_order: 1 } }) }, { discount_total: 0 }],
  [
    'valid_to at',
    { ...only(TEN, { when: { valid_to: '2024-01-14T12:00:00Z' } }), ...on('2024-01-14T12:00:00Z') },
    { discount_total: 1000 },
  ],
  [
    'valid_to after',
    { ...only(TEN, { when: { valid_to: '2024-01-14T12:00:00Z' } }), ...on('2024-01-14T12:00:01Z') },
    { discount_total: 0 },
  ],
  [
    'valid_from at',
    { ...only(TEN, { when: { valid_from: '2024-01-14T12:00:00Z' } }), ...on('2024-01-14T12:00:00Z') },
    { discount_total: 1000 },
  ],
  [
    'valid_from before',
    { ...only(TEN, { when: { valid_from: '2024-01-14T12:00:00Z' } }), ...on('2024-01-14T11:59:59Z') },
    { discount_total: 0 },
  ],
  ['usage_limit', { ...only(TEN, { when: { usage_limit: 5, used: 4 } }) }, { discount_total: 1000 }],
  ['usage_limit used up', { ...only(TEN, { when: { usage_limit: 5, used: 5 } }) }, { discount_total: 0 }],
  ['usage_limit of zero', { ...only(TEN, { when: { usage_limit: 0, used: 0 } }) }, { discount_total: 0 }],
  ['budget_limit at', { ...only(TEN, { when: { budget_limit: 5000, budget_used: 4000 } }) }, { discount_total: 1000 }],
  ['budget_limit past', { ...only(TEN, { when: { budget_limit: 5000, budget_used: 4001 } }) }, { discount_total: 0 }],
  ['unit_price_max at', { ...only(TEN, { filter: { unit_price_max: 10_000 } }) }, { discount_total: 1000 }],
  ['unit_price_min above', { ...only(TEN, { filter: { unit_price_min: 10_001 } }) }, { discount_total: 0 }],
  [
    'not_discounted',
    {
      ...only(TEN, { filter: { not_discounted: true } }),
      receipt: lines(line('a', 1, 100, { already_discounted: true }), line('b', 1, 200)),
    },
    { line_discount: { a: 0, b: 20 } },
  ],
  [
    'discountable',
    { ...only(TEN, { filter: { discountable: true } }), receipt: lines(line('a', 1, 100, { discountable: false }), line('b', 1, 200)) },
    { line_discount: { a: 0, b: 20 } },
  ],
  [
    'exclude',
    {
      ...only(TEN, { filter: { category: ['c'], exclude: { sku: ['a'] } } }),
      receipt: lines(line('a', 1, 100, { category: ['c'] }), line('b', 1, 200, { category: ['c'] })),
    },
    { line_discount: { a: 0, b: 20 } },
  ],
];

const CODE = { coupon: { code: 'c-1' } };
const given = (customer?: Fields): Fields => ({ context: { coupons: ['c-1'], ...(customer && { customer }) } });

const COUPONS: readonly Row[] = [
  ['given', { ...only(TEN, CODE), ...given() }, { discount_total: 1000 }],
  ['not given', { ...only(TEN, CODE) }, { discount_total: 0 }],
  ['unknown', { ...only(TEN, CODE), context: { coupons: ['other'] } }, { rejected_coupons: { other: 'unknown' } }],
  [
    'expired',
    { ...only(TEN, { coupon: { code: 'c-1', valid_to: '2024-01-01T00:00:00Z' } }), ...given() },
    { rejected_coupons: { 'c-1': 'expired' } },
  ],
  [
    'used up',
    { ...only(TEN, { coupon: { code: 'c-1', usage_limit: 2, used: 2 } }), ...given() },
    { rejected_coupons: { 'c-1': 'usage_limit' } },
  ],
  [
    'used up by this customer',
    { ...only(TEN, { coupon: { code: 'c-1', per_customer_limit: 2, used_by_customer: 2 } }), ...given({ id: 'c' }) },
    { rejected_coupons: { 'c-1': 'per_customer_limit' } },
  ],
  [
    'a use that was cancelled and given back',
    { ...only(TEN, { coupon: { code: 'c-1', usage_limit: 1, used: 1, reusable_after_cancel: true, cancelled_uses: 1 } }), ...given() },
    { discount_total: 1000 },
  ],
  [
    'a use that was cancelled and is lost',
    { ...only(TEN, { coupon: { code: 'c-1', usage_limit: 1, used: 1, reusable_after_cancel: false, cancelled_uses: 1 } }), ...given() },
    { discount_total: 0 },
  ],
  [
    'a cancelled use told beside the others',
    { ...only(TEN, { coupon: { code: 'c-1', usage_limit: 1, used: 0, reusable_after_cancel: false, cancelled_uses: 1 } }), ...given() },
    { discount_total: 0 },
  ],
];

const TWO = [
  { id: 'a', priority: 2, action: TEN },
  { id: 'b', priority: 1, action: { type: 'order_fixed', value: 2000 } },
];
const THIRDS = lines(line('a', 1, 5000), line('b', 1, 5000), line('c', 1, 5000));

const SETTINGS: readonly Row[] = [
  [
    'stack_running',
    {
      rules: [
        { id: 'a', priority: 2, action: TEN },
        { id: 'b', priority: 1, action: TEN },
      ],
    },
    { total: 8100 },
  ],
  [
    'stack_original',
    {
      rules: [
        { id: 'a', priority: 2, action: TEN },
        { id: 'b', priority: 1, action: TEN },
      ],
      combine: 'stack_original',
    },
    { total: 8000 },
  ],
  ['best', { rules: TWO, combine: 'best' }, { total: 8000, rules_applied: ['b'] }],
  ['exclusive', { rules: [TWO[0], { ...TWO[1], exclusive: true }] }, { total: 8000, rules_applied: ['b'] }],
  [
    'priority, then file order',
    {
      rules: [
        { id: 'a', action: { type: 'order_fixed', value: 5000 } },
        { id: 'b', action: TEN },
      ],
    },
    { total: 4500 },
  ],
  [
    'half up at the line',
    { ...only({ type: 'line_percent', value: '50' }), receipt: lines(line('a', 1, 101), line('b', 1, 101)) },
    { discount_total: 102 },
  ],
  [
    'floor at the line',
    {
      ...only({ type: 'line_percent', value: '50' }),
      receipt: lines(line('a', 1, 101), line('b', 1, 101)),
      rounding: { mode: 'floor', at: 'line' },
    },
    { discount_total: 100 },
  ],
  [
    'half up at the order',
    {
      ...only({ type: 'order_percent', value: '50' }),
      receipt: lines(line('a', 1, 101), line('b', 1, 101)),
      rounding: { mode: 'half_up', at: 'order' },
    },
    { discount_total: 101 },
  ],
  [
    'half up at the unit',
    { ...only({ type: 'line_percent', value: '50' }), receipt: lines(line('a', 3, 101)), rounding: { mode: 'half_up', at: 'unit' } },
    { discount_total: 153 },
  ],
  [
    'floor then first',
    { ...only({ type: 'order_fixed', value: 1001 }), receipt: THIRDS, rounding: { split: 'floor_then_first' } },
    { line_discount: { a: 334, b: 334, c: 333 } },
  ],
  [
    'last line takes rest',
    { ...only({ type: 'order_fixed', value: 1001 }), receipt: THIRDS, rounding: { split: 'last_line_takes_rest' } },
    { line_discount: { a: 334, b: 334, c: 333 } },
  ],
  [
    'last line takes less',
    { ...only({ type: 'order_fixed', value: 1000 }), receipt: THIRDS, rounding: { split: 'last_line_takes_rest' } },
    { line_discount: { a: 333, b: 333, c: 334 } },
  ],
  [
    'nearest with halves down, then first',
    {
      ...only({ type: 'order_fixed', value: 3 }),
      receipt: lines(line('a', 1, 100), line('b', 1, 100)),
      rounding: { split: 'proportional_round_half_down_then_first' },
    },
    { line_discount: { a: 2, b: 1 } },
  ],
  [
    'units of a line',
    { ...only({ type: 'order_fixed', value: 1000 }), receipt: lines(line('a', 3, 1000)) },
    { unit_discount: { a: [333, 333, 334] } },
  ],
  [
    'every unit the same',
    { ...only({ type: 'unit_fixed', value: 100 }), receipt: lines(line('a', 3, 1000)) },
    { unit_discount: { a: 100 } },
  ],
];

describe.each([
  ['conditions', CONDITIONS],
  ['coupons', COUPONS],
  ['settings', SETTINGS],
])('%s', (_, rows) => {
  test.each(rows)('%s', (_what, parts, expect_) => {
    const { verdict, details } = run(parts, expect_);
    expect({ verdict, details }).toEqual({ verdict: 'agree', details: [] });
  });
});

const UNSUPPORTED: readonly (readonly [what: string, parts: Fields, expect: Fields, detail: string])[] = [
  ['an action nobody knows', only({ type: 'gift_wrap' }), {}, 'action gift_wrap'],
  ['a field nobody knows', only({ ...TEN, colour: 'red' }), {}, 'rules.0.action.colour is not known'],
  ['a condition nobody knows', only(TEN, { when: { moon: 'full' } }), {}, 'rules.0.when.moon is not known'],
  ['an expectation nobody knows', only(TEN), { mood: 1 }, 'expect.mood is not known'],
  [
    'a percentage finer than a basis point',
    only({ type: 'order_percent', value: '33.333' }),
    {},
    'a percentage of 33.333 is finer than a basis point, or none',
  ],
  ['an amount finer than a cent', only(TEN), { total: 9000.5 }, 'total of 9000.5, which is finer than the currency'],
];

test.each(UNSUPPORTED)('unsupported and told so: %s', (_what, parts, expect_, detail) => {
  const { verdict, details } = run(parts, expect_);
  expect({ verdict, details }).toEqual({ verdict: 'unsupported', details: [detail] });
});

test('a wrong expectation is a disagreement with both sides', () => {
  const { verdict, details } = run(only(TEN), { discount_total: 999, total: 9000 });
  expect({ verdict, details }).toEqual({ verdict: 'disagree', details: ['discount_total: expected 999, got 1000'] });
});
