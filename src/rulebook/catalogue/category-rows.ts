import { NAME_MAX } from '../../core/rules/validation/limits.js';
import { textProblem } from '../upload/cells.js';
import type { RowKind } from '../upload/receive-rows.js';
import type { UploadMode } from '../upload/upload-file.js';
import { markCategories } from './apply-categories.js';

export const CATEGORIES_TABLE = { table: 'category_id text COLLATE "C", name text, parent text COLLATE "C"' };

/** Rows of categories: `category`, and where wanted `name` and `parent`, the category above it. Of a file that deletes: `category` alone. */
export function categoryRows(mode: UploadMode): RowKind {
  return {
    columns: mode === 'delete' ? { category: true } : { category: true, name: false, parent: false },
    ...CATEGORIES_TABLE,
    key: 'category_id',
    mark: (tx) => markCategories(tx, mode),
    read(cell) {
      const [category, name, parent] = [cell('category'), cell('name'), cell('parent')];
      const wrong =
        textProblem('category', category) ?? textProblem('name', name, NAME_MAX, true) ?? textProblem('parent', parent, undefined, true);
      return wrong ?? [category, name, parent === '' ? null : parent];
    },
  };
}
