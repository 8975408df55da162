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

const block = (field: string, units: number, sold: number, cost: number): string =>
  `/rules/0/benefit/${field} below_cost The rule can sell ${units} of \`p\` for ${sold}, below their cost of ${cost}.`;
const set = (sold: number): string =>
  `/rules/0/benefit/give below_cost The rule can sell a set of \`p\`, \`q\` for ${sold}, below its cost of 1400.`;
const percentOff = (rateBps: number): object => ({ kind: 'percent', rateBps });
const tiers = (...rates: number[]): object =>
  selling({
    benefit: {
      ...{ kind: 'quantityTiers', count: 'line', units: 'all' },
      tiers: rates.map((rate, i) => ({ fromMilli: (i + 2) * 1000, give: percentOff(rate) })),
    },
  });
const nth = (parts: object): object => selling({ benefit: { kind: 'everyNth', ...parts } });
const sets = (parts: object): object => ({ benefit: { kind: 'sets', ...parts } });
const buyGet = (parts: object): object => selling({ benefit: { kind: 'buyGet', buy: { skus: ['p'] }, give: { kind: 'free' }, ...parts } });
const threshold = (give: object): object =>
  selling({ stage: 'receipt', benefit: { kind: 'thresholdTiers', by: 'amount', mode: 'highest', tiers: [{ from: 5000, give }] } });
const cake = { sku: 'q', unitPriceMinor: 600, costMinor: 500 };
const bundle = (give: object, products: object[] = [product, cake]): object =>
  selling({ benefit: { kind: 'bundle', pools: ['p', 'q'].map((sku) => ({ lines: { skus: [sku] }, units: 1 })), give } }, { products });

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
  ['a tier of 11 %', tiers(1000, 1100), warned('tiers', 890)],
  ['every third at 300', nth({ n: 3, give: { kind: 'price', priceMinor: 699 } }), block('give', 3, 2699, 2700)],
  ['nine for eight', selling(sets({ size: 9, take: { pick: 'cheapest' }, give: { kind: 'free' } })), block('give', 9, 8000, 8100)],
  ['three for 26.99', selling(sets({ size: 3, give: { kind: 'price', priceMinor: 2699 }, per: 'set' })), block('give', 3, 2699, 2700)],
  ['buy two get one', buyGet({ buyUnits: 2, getUnits: 1 }), block('give', 3, 2000, 2700)],
  ['two units at 899', selling({ benefit: { kind: 'units', units: 2, give: { kind: 'price', priceMinor: 899 } } }), warned('give', 899)],
  ['a threshold of 11 %', threshold({ kind: 'percent', rateBps: 1100 }), warned('tiers', 890)],
  ['a bundle for 13.99', bundle({ kind: 'price', priceMinor: 1399 }), set(1399)],
  ['a bundle with 2.01 off', bundle({ kind: 'amount', amountMinor: 201 }), set(1399)],
  ['a bundle at 13 % off', bundle({ kind: 'percent', rateBps: 1300 }), set(1392)],
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
  ['a tier of 10 %', tiers(500, 1000)],
  ['every third at 700', nth({ n: 3, give: { kind: 'price', priceMinor: 700 } })],
  ['ten for nine', selling(sets({ size: 10, take: { pick: 'cheapest' }, give: { kind: 'free' } }))],
  ['three for 27.00', selling(sets({ size: 3, give: { kind: 'price', priceMinor: 2700 }, per: 'set' }))],
  ['buy nine get one', buyGet({ buyUnits: 9, getUnits: 1 })],
  ['another product free', buyGet({ buyUnits: 1, getUnits: 1, get: { skus: ['q'] } })],
  ['other goods bought', buyGet({ buyUnits: 1, getUnits: 1, buy: { skus: ['q'] } })],
  ['free units', selling({ benefit: { kind: 'units', units: 2, give: { kind: 'free' } } })],
  ['an amount off from a threshold on', threshold({ kind: 'amount', amountMinor: 500 })],
  ['a bundle for 14.00', bundle({ kind: 'price', priceMinor: 1400 })],
  ['a bundle with 2.00 off', bundle({ kind: 'amount', amountMinor: 200 })],
  ['a bundle at 12 % off', bundle({ kind: 'percent', rateBps: 1200 })],
  ['a bundle with goods of unknown cost', bundle({ kind: 'free' }, [product])],
  ['a list price of 900', programme({ products: [product], categories: TREE.categories, ...list(900) })],
])('not below cost: %s', (_what, document) => {
  expect(warningsOf(document)).toEqual([]);
});
