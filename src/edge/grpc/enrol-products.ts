import { SHAPE } from '../../config.js';
import type { Product } from '../../core/rules/types.js';
import { checkEnrolment } from './check-enrolment.js';
import type { EnrolmentDeps } from './enrolment-deps.js';
import { text, whole, wordList, words } from './fields.js';
import type { EnrolProductsRequest__Output } from './generated/tallystick/v1/EnrolProductsRequest.js';
import type { EnrolProductsResponse } from './generated/tallystick/v1/EnrolProductsResponse.js';
import type { Operation } from './operation.js';

const { textMax, reasonMax, amountMinorMax } = SHAPE;

export const enrolProducts: Operation<
  EnrolmentDeps,
  EnrolProductsRequest__Output,
  Product[],
  { readonly created: number; readonly replaced: number },
  EnrolProductsResponse
> = {
  name: 'EnrolProducts',
  check({ products }, { caller }, limits) {
    checkEnrolment(caller, products, 'products', limits);
    return products.map((product, i) => ({
      sku: words(product.sku, textMax, 'products', i, 'sku'),
      name: text(product.name, reasonMax, 'products', i, 'name'),
      categories: wordList(product.categories, limits.attributesMax, 'products', i, 'categories'),
      brand: text(product.brand, textMax, 'products', i, 'brand'),
      tags: wordList(product.tags, limits.attributesMax, 'products', i, 'tags'),
      ...regularPrice(product.regularPriceMinor, i),
      minUnitPriceMinor: whole(product.minimumPriceMinor, 0, amountMinorMax, 'products', i, 'minimum_price_minor'),
      discountable: !product.notDiscountable,
      burnable: !product.notBurnable,
      earning: !product.notEarning,
    }));
  },
  run: (deps, products) => deps.enrolProducts(products),
  answer: ({ created, replaced }) => ({ created, replaced }),
};

/** On the wire 0 means unknown. */
function regularPrice(price: number, i: number): Pick<Product, 'unitPriceMinor'> {
  return price === 0 ? {} : { unitPriceMinor: whole(price, 0, amountMinorMax, 'products', i, 'regular_price_minor') };
}
