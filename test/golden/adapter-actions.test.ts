/** Every action of the neutral format, with amounts worked out by hand. */
import { TEN, line, lines, only, run } from './neutral-support.js';
import type { Row } from './neutral-support.js';

const ACTIONS: readonly Row[] = [
  ['order_percent', { ...only({ type: 'order_percent', value: '12.5' }) }, { discount_total: 1250 }],
  [
    'order_percent goes where there is room above the least price',
    { ...only({ type: 'order_percent', value: '50' }), receipt: lines(line('a', 1, 1000, { min_unit: 900 }), line('b', 1, 1000)) },
    { line_discount: { a: 100, b: 900 } },
  ],
  ['order_fixed', { ...only({ type: 'order_fixed', value: 999 }) }, { total: 9001 }],
  [
    'line_percent, one unit of each line',
    { ...only({ type: 'line_percent', value: '10', max_units: 1 }), receipt: lines(line('a', 2, 1000), line('b', 3, 500)) },
    { line_discount: { a: 100, b: 50 } },
  ],
  [
    'line_percent, the cheapest unit',
    {
      ...only({ type: 'line_percent', value: '10', max_units: 1, pick: 'cheapest' }),
      receipt: lines(line('a', 2, 1000), line('b', 3, 500)),
    },
    { line_discount: { a: 0, b: 50 } },
  ],
  [
    'line_percent, the dearest unit',
    {
      ...only({ type: 'line_percent', value: '10', max_units: 1, pick: 'most_expensive' }),
      receipt: lines(line('a', 2, 1000), line('b', 3, 500)),
    },
    { line_discount: { a: 100, b: 0 } },
  ],
  [
    'line_fixed, once per line',
    { ...only({ type: 'line_fixed', value: 150 }), receipt: lines(line('a', 3, 1000), line('b', 1, 100)) },
    { line_discount: { a: 150, b: 100 } },
  ],
  [
    'unit_fixed',
    { ...only({ type: 'unit_fixed', value: 150 }), receipt: lines(line('a', 3, 1000), line('b', 1, 100)) },
    { line_discount: { a: 450, b: 100 } },
  ],
  ['price_percent', { ...only({ type: 'price_percent', value: '15' }), receipt: lines(line('a', 3, 994)) }, { line_total: { a: 2535 } }],
  [
    'price_fixed',
    { ...only({ type: 'price_fixed', value: 94 }), receipt: lines(line('a', 3, 994)) },
    { line_total: { a: 2700 }, discount_total: 282 },
  ],
  [
    'price_fixed stops at the least price',
    { ...only({ type: 'price_fixed', value: 900 }), receipt: lines(line('a', 2, 994, { min_unit: 500 })) },
    { line_total: { a: 1000 } },
  ],
  [
    'set_price, all of it',
    { ...only({ type: 'set_price', value: 7000 }), receipt: lines(line('a', 3, 5000), line('b', 1, 10_000)) },
    { line_discount: { a: 10_800, b: 7200 } },
  ],
  [
    'set_price, three units',
    { ...only({ type: 'set_price', value: 2000, n: 3 }), receipt: lines(line('a', 4, 800)) },
    { discount_total: 400, units_used: 3 },
  ],
  [
    'set_price, the cheapest three units',
    { ...only({ type: 'set_price', value: 2000, n: 3 }), receipt: lines(line('a', 2, 1200), line('b', 2, 1000)) },
    { line_discount: { a: 450, b: 750 } },
  ],
  [
    'set_price never raises',
    { ...only({ type: 'set_price', value: 2000, n: 3 }), receipt: lines(line('a', 3, 600)) },
    { discount_total: 0 },
  ],
  [
    'set_price, two sets at most one',
    { ...only({ type: 'set_price', value: 1000, n: 2, limit: 1 }), receipt: lines(line('a', 4, 600)) },
    { discount_total: 200 },
  ],
  [
    'set_unit_price',
    { ...only({ type: 'set_unit_price', value: 450 }), receipt: lines(line('a', 2, 500), line('b', 1, 400)) },
    { line_discount: { a: 100, b: 0 } },
  ],
  [
    'buy_get, every two get one',
    {
      ...only({ type: 'buy_get', buy_qty: 2, get_qty: 1, percent: '100', repeat: true, buy: { sku: ['a'] }, get: { sku: ['b'] } }),
      receipt: lines(line('a', 5, 100), line('b', 3, 70)),
    },
    { line_discount: { b: 140 } },
  ],
  [
    'buy_get, once',
    {
      ...only({ type: 'buy_get', buy_qty: 2, get_qty: 1, percent: '50', repeat: false, buy: { sku: ['a'] }, get: { sku: ['b'] } }),
      receipt: lines(line('a', 5, 100), line('b', 3, 70)),
    },
    { line_discount: { b: 35 } },
  ],
  [
    'buy_get of the same goods',
    {
      ...only({ type: 'buy_get', buy_qty: 2, get_qty: 1, percent: '100', buy: { sku: ['a'] }, get: { sku: ['a'] } }),
      receipt: lines(line('a', 5, 100)),
    },
    { line_discount: { a: 100 } },
  ],
  [
    'buy_get, repetitions limited',
    {
      ...only({ type: 'buy_get', buy_qty: 1, get_qty: 2, percent: '100', limit: 1, buy: { sku: ['a'] }, get: { sku: ['b'] } }),
      receipt: lines(line('a', 5, 100), line('b', 9, 70)),
    },
    { line_discount: { b: 140 } },
  ],
  [
    'buy_get, reward units limited',
    {
      ...only({ type: 'buy_get', buy_qty: 1, get_qty: 2, percent: '100', limit: 3, buy: { sku: ['a'] }, get: { sku: ['b'] } }),
      receipt: lines(line('a', 5, 100), line('b', 9, 70)),
      peer_semantics: 'the reward quantity is floor(bought / step) * reward, up to a maximum',
    },
    { line_discount: { b: 210 } },
  ],
  [
    'buy_get_block, off each',
    { ...only({ type: 'buy_get_block', value: 500, buy_qty: 3, get_qty: 2, apply_to: 'each_y' }), receipt: lines(line('a', 11, 1000)) },
    { discount_total: 2000 },
  ],
  [
    'buy_get_block, off the block',
    { ...only({ type: 'buy_get_block', value: 500, buy_qty: 3, get_qty: 2, apply_to: 'xy_total' }), receipt: lines(line('a', 11, 1000)) },
    { discount_total: 1000 },
  ],
  [
    'buy_get_block, percent off each',
    { ...only({ type: 'buy_get_block', percent: '50', buy_qty: 1, get_qty: 1 }), receipt: lines(line('a', 3, 1000)) },
    { discount_total: 500 },
  ],
  [
    'buy_get_block does not mix lines',
    { ...only({ type: 'buy_get_block', value: 500, buy_qty: 1, get_qty: 1 }), receipt: lines(line('a', 1, 1000), line('b', 1, 1000)) },
    { discount_total: 0 },
  ],
  [
    'cheapest_free, once',
    { ...only({ type: 'cheapest_free', n: 3 }), receipt: lines(line('a', 4, 400), line('b', 4, 200)) },
    { discount_total: 200, units_used: 3 },
  ],
  ['cheapest_free, one unit short', { ...only({ type: 'cheapest_free', n: 3 }), receipt: lines(line('a', 2, 400)) }, { discount_total: 0 }],
  [
    'set_group, amount off the set',
    {
      ...only({ type: 'set_group', group_size: 2, group_sort: 'price_asc', fixed: 5000 }),
      receipt: lines(line('a', 2, 6000), line('b', 1, 3000)),
    },
    { total: 10_000 },
  ],
  [
    'set_group, the second of each group, vertical',
    {
      ...only({ type: 'set_group', group_size: 2, group_sort: 'price_desc', take: 2, picker: 'vertical', percent: '100' }),
      receipt: lines(line('a', 2, 900), line('b', 2, 300)),
    },
    { line_discount: { a: 900, b: 300 } },
  ],
  [
    'set_group, the second of all, horizontal',
    {
      ...only({ type: 'set_group', group_size: 2, group_sort: 'price_asc', take: 2, picker: 'horizontal', percent: '100' }),
      receipt: lines(line('a', 2, 900), line('b', 2, 300)),
    },
    { line_discount: { a: 0, b: 300 } },
  ],
  [
    'quantity_group',
    { ...only({ type: 'quantity_group', value: 500, group_size: 2 }), receipt: lines(line('a', 5, 1000)) },
    { line_discount: { a: 2000 } },
  ],
  [
    'tier_percent below the first tier',
    { ...only({ type: 'tier_percent', value: '10', tiers: { '2000': '15' }, tier_by: 'subtotal' }), receipt: lines(line('a', 1, 1999)) },
    { discount_total: 200 },
  ],
  [
    'tier_percent without a base',
    { ...only({ type: 'tier_percent', value: '0', tiers: { '2000': '15' } }), receipt: lines(line('a', 1, 1999)) },
    { discount_total: 0 },
  ],
  [
    'tier_percent by the eligible amount',
    {
      ...only({ type: 'tier_percent', tiers: { '2000': '15' }, tier_by: 'eligible_subtotal' }, { filter: { sku: ['a'] } }),
      receipt: lines(line('a', 1, 1999), line('b', 1, 900)),
    },
    { discount_total: 0 },
  ],
  [
    'tier_fixed',
    { ...only({ type: 'tier_fixed', value: 100, tiers: { '2000': 300, '5000': 900 } }), receipt: lines(line('a', 1, 4999)) },
    { discount_total: 300 },
  ],
  [
    'tier_percent by the units of each line',
    {
      ...only({ type: 'tier_percent', value: '10', tiers: { '3': '20' }, tier_by: 'line_qty' }),
      receipt: lines(line('a', 3, 100), line('b', 2, 100)),
    },
    { line_discount: { a: 60, b: 20 } },
  ],
  [
    'first_and_more',
    { ...only({ type: 'first_and_more', first: 500, more: 200 }), receipt: lines(line('a', 3, 1000), line('b', 1, 1000)) },
    { line_discount: { a: 900, b: 500 } },
  ],
  [
    'first_and_more of two units',
    { ...only({ type: 'first_and_more', first: 500, more: 200, max_units: 2 }), receipt: lines(line('a', 3, 1000)) },
    { line_discount: { a: 700 } },
  ],
  ['max_discount caps the rule', { ...only({ ...TEN, max_discount: 999 }) }, { discount_total: 999 }],
  ['a percentage of 0', { ...only({ type: 'order_percent', value: '0' }) }, { discount_total: 0, rules_applied: [] }],
  ['more than 100 percent', { ...only({ type: 'order_percent', value: '150' }) }, { total: 0 }],
  [
    'a line amount instead of a unit price',
    { ...only({ type: 'order_percent', value: '50' }), receipt: lines(line('a', 3, 0, { line_total: 1001 })) },
    { discount_total: 501 },
  ],
];

test.each(ACTIONS)('%s', (_what, parts, expect_) => {
  const { verdict, details } = run(parts, expect_);
  expect({ verdict, details }).toEqual({ verdict: 'agree', details: [] });
});
