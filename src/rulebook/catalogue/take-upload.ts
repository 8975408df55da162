/** Files of products and of categories: their rows are in force as soon as all of them are right. */
import { isRefusal } from '../access/refusal.js';
import type { RowKind } from '../upload/receive-rows.js';
import type { Take, UploadMode } from '../upload/upload-file.js';
import { applyCategories } from './apply-categories.js';
import { applyProducts } from './apply-products.js';
import { categoryRows } from './category-rows.js';
import { productRows } from './product-rows.js';

export const CATALOGUE_KINDS = ['products', 'categories'] as const;
export type CatalogueKind = (typeof CATALOGUE_KINDS)[number];

export function catalogueRows(kind: CatalogueKind, mode: UploadMode, minorDigits: number): RowKind {
  return kind === 'products' ? productRows(mode, minorDigits) : categoryRows(mode);
}

export function takeCatalogue(kind: CatalogueKind, mode: UploadMode): Take {
  const apply = kind === 'products' ? applyProducts : applyCategories;
  return async (tx, uploadId, columns) => {
    const applied = await apply(tx, mode, columns);
    if (isRefusal(applied)) return applied;
    const facts = { kind, mode, ...applied };
    return { status: 'applied', note: { action: 'catalogue.upload', subject: `upload:${uploadId}`, facts }, applied };
  };
}
