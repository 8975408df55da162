/** What the till knows of products by itself: names and shelf prices out of a product file. The engine decides what they cost. */
import { existsSync, readFileSync } from 'node:fs';

export interface KnownProduct {
  readonly sku: string;
  readonly name: string;
  /** Null where the file has none. */
  readonly priceMinor: number | null;
}

export interface Catalogue {
  readonly products: readonly KnownProduct[];
  find(sku: string): KnownProduct | undefined;
}

interface ProductRow {
  readonly sku: string;
  readonly name?: string;
  readonly unitPriceMinor?: number;
  readonly regularPriceMinor?: number;
}

/** A list of products, or an object that holds one as `products`; no file, no catalogue. SKUs are found in any case of letters. */
export function readCatalogue(file: string): Catalogue {
  const parsed: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  const rows = (Array.isArray(parsed) ? parsed : ((parsed as { products?: unknown }).products ?? [])) as readonly ProductRow[];
  const products = rows.map(({ sku, name, unitPriceMinor, regularPriceMinor }) => ({
    sku,
    name: name ?? sku,
    priceMinor: unitPriceMinor ?? regularPriceMinor ?? null,
  }));
  const bySku = new Map(products.map((product) => [product.sku.toUpperCase(), product]));
  return { products, find: (sku) => bySku.get(sku.toUpperCase()) };
}
