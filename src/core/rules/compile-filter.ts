/** Line filters to closures. A test of a line is a chain of the given fields, cheapest first. */
import type { Attributes } from '../receipt.js';
import type { LineTest } from './rule-set.js';
import type { AttributeTest, LineFilter } from './types.js';

/** A filter as one closure; null where it lets every line through. */
export function compileFilter(filter: LineFilter | undefined): LineTest | null {
  if (filter === undefined) return null;
  const tests: LineTest[] = [];
  addProduct(filter, tests);
  addAmounts(filter, tests);
  addNested(filter, tests);
  return chain(tests);
}

function chain(tests: readonly LineTest[]): LineTest | null {
  const [first, second, third] = tests;
  if (first === undefined) return null;
  if (second === undefined) return first;
  if (third === undefined) return (work, line) => first(work, line) && second(work, line);
  return (work, line) => {
    for (const test of tests) if (!test(work, line)) return false;
    return true;
  };
}

function addProduct(filter: LineFilter, tests: LineTest[]): void {
  if (filter.skus !== undefined) {
    const isOne = oneOf(filter.skus);
    tests.push((_, line) => isOne(line.line.sku));
  }
  if (filter.brands !== undefined) {
    const isOne = oneOf(filter.brands);
    tests.push((_, line) => isOne(line.line.brand));
  }
  if (filter.categories !== undefined) {
    const isOne = oneOf(filter.categories);
    tests.push((_, line) => anyOf(line.categories, isOne));
  }
  if (filter.tags !== undefined) {
    const isOne = oneOf(filter.tags);
    tests.push((_, line) => anyOf(line.line.tags, isOne));
  }
  for (const attribute of filter.attributes ?? []) {
    const test = compileAttribute(attribute);
    tests.push((_, line) => test(line.line.attributes));
  }
}

/** A few values are compared faster than they are looked up. */
function oneOf(values: readonly string[]): (value: string) => boolean {
  const [first, second, third] = values;
  if (third !== undefined) {
    const set = new Set(values);
    return (value) => set.has(value);
  }
  return second === undefined ? (value) => value === first : (value) => value === first || value === second;
}

function anyOf(values: readonly string[], isOne: (value: string) => boolean): boolean {
  for (let i = 0; i < values.length; i++) if (isOne(values[i]!)) return true;
  return false;
}

function addAmounts(filter: LineFilter, tests: LineTest[]): void {
  const { minUnitPriceMinor: minPrice, maxUnitPriceMinor: maxPrice, minQuantityMilli: minQuantity, maxQuantityMilli: maxQuantity } = filter;
  if (minPrice !== undefined) tests.push((_, line) => line.line.unitPriceMinor >= minPrice);
  if (maxPrice !== undefined) tests.push((_, line) => line.line.unitPriceMinor <= maxPrice);
  if (minQuantity !== undefined) tests.push((_, line) => line.line.quantityMilli >= minQuantity);
  if (maxQuantity !== undefined) tests.push((_, line) => line.line.quantityMilli <= maxQuantity);
  const { weighed } = filter;
  if (weighed !== undefined) tests.push((_, line) => line.line.weighed === weighed);
  if (filter.notDiscounted === true) {
    tests.push((_, line) => line.runningMinor === line.line.regularMinor && String(line.line.attributes['reduced'] ?? false) !== 'true');
  }
}

function addNested(filter: LineFilter, tests: LineTest[]): void {
  if (filter.any !== undefined) {
    const any = filter.any.map(compileFilter);
    tests.push((work, line) => any.some((test) => test === null || test(work, line)));
  }
  if (filter.exclude !== undefined) {
    const exclude = compileFilter(filter.exclude);
    tests.push((work, line) => exclude !== null && !exclude(work, line));
  }
}

/** Attributes from tills arrive as text: values compare as text, numbers are read from it. */
export function compileAttribute(test: AttributeTest): (attributes: Attributes) => boolean {
  const values = test.in === undefined ? null : new Set(test.in.map(String));
  const { name, min = -Infinity, max = Infinity } = test;
  const numeric = test.min !== undefined || test.max !== undefined;
  return (attributes) => {
    const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (value === undefined) return false;
    if (values !== null && !values.has(String(value))) return false;
    if (!numeric) return true;
    const number = value === '' ? NaN : Number(value);
    return number >= min && number <= max;
  };
}
