/** Discounts below what a product costs the shop. Each row that warns has a near miss among those that do not. */
import { programme, warningsOf, withRule } from './validate-support.js';

const product = { sku: 'p', unitPriceMinor: 1000, costMinor: 900, categories: ['rye'], brand: 'Mill' };
const TREE = { categories: [{ id: 'bread' }, { id: 'rye', parent: 'bread' }] };
const selling = (changes: object, parts: object = {}): object => withRule({ ...changes }, { ...TREE, products: [product], ...parts });
const amount = (amountMinor: number, per = 'unit'): object => ({ benefit: { kind: 'amountOff', amountMinor, per } });
const price = (unitPriceMinor: number): object => ({ benefit: { kind: 'fixedPrice', unitPriceMinor } });
const percent = (rateBps: number): object => ({ benefit: { kind: 'percent', rateBps } });
const list = (unitPriceMinor: number): object => ({ priceLists: [{ id: 'l', items: [{ sku: 'p', unitPriceMinor }] }] });
const warned = (field: string, sold: number, cost = 900): string =>
  `/rules/0/benefit/${field} below_cost The rule can sell \`p\` for ${sold}, below its cost of ${cost}.`;

test.each([
  ['11 %', selling(percent(1100)), warned('rateBps', 890)],
  ['11 % off its category, by the one above', selling({ ...percent(1100), lines: { categories: ['bread'] } }), warned('rateBps', 890)],
  ['11 % off its brand', selling({ ...percent(1100), lines: { brands: ['Mill'] } }), warned('rateBps', 890)],
  ['101 off a unit', selling({ ...amount(101), lines: { skus: ['p'] } }), warned('amountMinor', 899)],
  ['101 off a line', selling(amount(101, 'line')), warned('amountMinor', 899)],
  ['a price of 899', selling(price(899)), warned('unitPriceMinor', 899)],
  ['a price where no other is known', selling(price(899), { products: [{ sku: 'p', costMinor: 900 }] }), warned('unitPriceMinor', 899)],
  ['a cap of 101', selling({ ...percent(5000), maxDiscountMinor: 101 }), warned('rateBps', 899)],
  ['a least price of 899', selling(percent(5000), { products: [{ ...product, minUnitPriceMinor: 899 }] }), warned('rateBps', 899)],
  [
    'small quantities are not excluded',
    selling({ ...percent(1100), lines: { exclude: { skus: ['p'], minQuantityMilli: 5000 } } }),
    warned('rateBps', 890),
  ],
  [
    'a card price of what takes no discount',
    selling({ ...percent(1100), stage: 'card_price' }, { products: [{ ...product, discountable: false }] }),
    warned('rateBps', 890),
  ],
  [
    'a list price of 899',
    programme({ products: [product], categories: TREE.categories, ...list(899) }),
    '/priceLists/0/items/0/unitPriceMinor below_cost The price of `p` is below its cost of 900.',
  ],
])('below cost: %s', (_what, document, warning) => {
  expect(warningsOf(document)).toEqual([warning]);
});

test.each([
  ['10 %', selling(percent(1000))],
  ['another product', selling({ ...percent(1100), lines: { skus: ['q'] } })],
  ['another brand', selling({ ...percent(1100), lines: { brands: ['Other'] } })],
  ['dearer goods only', selling({ ...percent(1100), lines: { minUnitPriceMinor: 1001 } })],
  ['excluded', selling({ ...percent(1100), lines: { exclude: { categories: ['bread'] } } })],
  ['100 off a unit', selling(amount(100))],
  ['off the receipt', selling({ ...amount(500, 'receipt') })],
  ['a price of 900', selling(price(900))],
  ['a cap of 100', selling({ ...percent(5000), maxDiscountMinor: 100 })],
  ['a least price of 900', selling(percent(5000), { products: [{ ...product, minUnitPriceMinor: 900 }] })],
  ['not discountable', selling(percent(1100), { products: [{ ...product, discountable: false }] })],
  ['no cost known', selling(percent(9000), { products: [{ sku: 'p', unitPriceMinor: 1000 }] })],
  ['no price known', selling(percent(9000), { products: [{ sku: 'p', costMinor: 900 }] })],
  ['switched off', selling({ ...percent(1100), active: false })],
  ['a list price of 900', programme({ products: [product], categories: TREE.categories, ...list(900) })],
])('not below cost: %s', (_what, document) => {
  expect(warningsOf(document)).toEqual([]);
});
