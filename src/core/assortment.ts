/** What is known of the goods beside the programme: the catalogue that admins load. */
import type { Product } from './rules/types.js';

export interface CatalogueProduct extends Product {
  /** Not sold any more. What restricts it holds for the last pieces on the shelf; its price does not. */
  readonly retired?: boolean;
}

export interface Assortment {
  /** Facts of a product, which win over the products in the programme; its categories are its own with all above them. */
  product(sku: string): CatalogueProduct | undefined;
  /** Categories with all above them in the tree of the catalogue. */
  withAbove(categories: readonly string[]): readonly string[];
}

export const NO_ASSORTMENT: Assortment = { product: () => undefined, withAbove: (categories) => categories };

/** What a unit costs where a till sends no price. */
export function shelfPrice(product: CatalogueProduct | undefined): number | undefined {
  return product?.retired === true ? undefined : product?.unitPriceMinor;
}
