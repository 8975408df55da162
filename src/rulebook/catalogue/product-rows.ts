import { ATTRIBUTES_MAX, NAME_MAX } from '../../core/rules/validation/limits.js';
import { attributes as attributesSchema } from '../../core/rules/validation/scalars.js';
import { amountOf, arrayText, flagOf, isProblem, jsonOf, listOf, malformed, textProblem, type Cells } from '../upload/cells.js';
import type { RowKind, RowProblem } from '../upload/receive-rows.js';
import type { UploadMode } from '../upload/upload-file.js';
import { markProducts } from './apply-products.js';
import { WORDS_MAX } from './limits.js';
import { PRODUCT_COLUMNS, PRODUCTS_TABLE } from './product-columns.js';

const EVERY = Object.values(PRODUCT_COLUMNS).flatMap(([, names]) => names);

/**
 * Rows of products. Amounts stand in minor units, as `cost_minor`, or decimal, as `cost`; categories and tags between bars; attributes are a JSON
 * object. What has no column in the file stays as it is. Of a file that deletes: `sku` alone.
 */
export function productRows(mode: UploadMode, minorDigits: number): RowKind {
  const optional = mode === 'delete' ? [] : [...EVERY, 'retired'];
  return {
    columns: { sku: true, ...Object.fromEntries(optional.map((name) => [name, false])) },
    ...PRODUCTS_TABLE,
    key: 'sku',
    mark: markProducts,
    read(cell) {
      const wrong = textProblem('sku', cell('sku')) ?? textProblem('name', cell('name'), NAME_MAX, true) ?? brandProblem(cell);
      if (wrong !== null) return wrong;
      const values = [...wordsOf(cell), ...amountsOf(cell, minorDigits), ...flagsOf(cell)];
      return values.find(isProblem) ?? [cell('sku'), cell('name'), ...(values as (string | null)[])];
    },
  };
}

const brandProblem = (cell: Cells): RowProblem | null => textProblem('brand', cell('brand'), undefined, true);

function wordsOf(cell: Cells): (string | RowProblem)[] {
  const list = (name: string): string | RowProblem => {
    const items = listOf(cell, name, WORDS_MAX);
    return isProblem(items) ? items : arrayText(items);
  };
  return [list('categories'), cell('brand'), list('tags'), attributesOf(cell('attributes'))];
}

function attributesOf(text: string): string | RowProblem {
  if (text === '') return '{}';
  const { success, data } = attributesSchema.safeParse(jsonOf(text));
  if (success) return JSON.stringify(data);
  return malformed(`\`attributes\` must be a JSON object of at most ${ATTRIBUTES_MAX} texts, whole numbers and booleans, as {"fat": 35}`);
}

function amountsOf(cell: Cells, minorDigits: number): (string | null | RowProblem)[] {
  const [price, least, cost] = ['unit_price', 'min_unit_price', 'cost'].map((name) => amountOf(cell, name, minorDigits));
  return [price!, least ?? '0', cost!];
}

function flagsOf(cell: Cells): (string | RowProblem)[] {
  const flag = (name: string, usual: boolean): string | RowProblem => {
    const value = flagOf(cell, name, usual);
    return isProblem(value) ? value : String(value);
  };
  return [flag('weighed', false), flag('discountable', true), flag('burnable', true), flag('earning', true), flag('retired', false)];
}
