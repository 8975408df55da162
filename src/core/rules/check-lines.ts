/** Conditions over a filter of lines: amount by basis, quantity, number of lines or SKUs. Without bounds, one is wanted. */
import { amountOf } from '../pricing/work.js';
import type { Work } from '../pricing/work.js';
import { rangeCheck } from './check-range.js';
import { compileFilter } from './compile-filter.js';
import type { ComparisonCode } from './explain.js';
import type { Check } from './rule-set.js';
import type { Basis, LineFilter } from './types.js';

const AMOUNT_CODES = { regular: 'amount_regular', card: 'amount_card', running: 'amount_running' } as const satisfies Record<
  Basis,
  ComparisonCode
>;

export function amountCheck(basis: Basis, min: number | undefined, max: number | undefined, lines: LineFilter | undefined): Check {
  const eligible = compileFilter(lines);
  return rangeCheck(AMOUNT_CODES[basis], 'minor', orOne(min, max), max, (work) => {
    let sum = 0;
    for (const line of work.lines) if (eligible === null || eligible(work, line)) sum += amountOf(line, basis);
    return sum;
  });
}

export function quantityCheck(min: number | undefined, max: number | undefined, lines: LineFilter | undefined): Check {
  const eligible = compileFilter(lines);
  return rangeCheck('quantity', 'milli', orOne(min, max), max, (work) => {
    let sum = 0;
    for (const line of work.lines) if (eligible === null || eligible(work, line)) sum += line.line.quantityMilli;
    return sum;
  });
}

export function lineCountCheck(
  count: 'lines' | 'skus',
  min: number | undefined,
  max: number | undefined,
  lines: LineFilter | undefined,
): Check {
  const eligible = compileFilter(lines);
  return rangeCheck('line_count', 'count', orOne(min, max), max, (work: Work) => {
    const found = work.lines.filter((line) => eligible === null || eligible(work, line));
    return count === 'lines' ? found.length : new Set(found.map((line) => line.line.sku)).size;
  });
}

function orOne(min: number | undefined, max: number | undefined): number | undefined {
  return min === undefined && max === undefined ? 1 : min;
}
