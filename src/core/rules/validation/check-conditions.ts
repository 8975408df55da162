/** Conditions and line filters that say something, and nothing that contradicts itself. */
import type { AttributeTest, Condition, LineFilter } from '../types.js';
import { checkTogether } from './check-together.js';
import type { Findings, Path } from './finding.js';
import type { SoundProgramme } from './sound.js';
import { conditionsOf, filtersOf } from './visit.js';

export function checkConditions(programme: SoundProgramme, findings: Findings): void {
  const told = new Set<string>();
  for (const { path, item } of conditionsOf(programme)) {
    checkCondition(path, item, findings);
    if (item.kind === 'all') checkTogether({ path, item }, told, findings);
    if (path[0] === 'priceLists') checkPriceList(path, item, findings);
  }
  for (const { path, item } of filtersOf(programme)) checkFilter(path, item, findings);
}

function checkCondition(path: Path, condition: Condition, findings: Findings): void {
  if ('in' in condition)
    checkRepeats([...path, 'in'], condition.in, condition.kind === 'weekday' || condition.kind === 'dayOfMonth', findings);
  switch (condition.kind) {
    case 'amount':
      checkRange(path, 'minMinor', condition.minMinor, 'maxMinor', condition.maxMinor, findings);
      break;
    case 'quantity':
      checkRange(path, 'minMilli', condition.minMilli, 'maxMilli', condition.maxMilli, findings);
      warnOfThousandths([...path, 'minMilli'], condition.minMilli, findings);
      break;
    case 'purchaseNumber':
      if (condition.every === undefined) checkGiven(path, [condition.min, condition.max], '`min`, `max` or `every`', findings);
      break;
    case 'daysSinceLastPurchase':
    case 'daysSinceEnrolment':
    case 'counter':
      checkGiven(path, [condition.min, condition.max], '`min` or `max`', findings);
      break;
    case 'dates':
      checkGiven(path, [condition.from, condition.to], '`from` or `to`', findings);
      checkDates(path, condition.from, condition.to, findings);
      break;
    case 'hours':
      if (condition.from === condition.to) findings.warn([...path, 'to'], 'unusual', 'The same time twice means the whole day.');
      break;
    case 'weekday':
      if (new Set(condition.in).size === 7) findings.warn([...path, 'in'], 'unusual', 'All seven days: the condition always holds.');
      break;
    case 'coupon':
      checkGiven(path, [condition.codes, condition.series], '`codes` or `series`', findings);
      break;
    case 'storeAttribute':
    case 'receiptAttribute':
    case 'memberAttribute':
      checkAttribute([...path, 'test'], condition.test, findings);
      break;
    default:
      break;
  }
  if ('min' in condition || 'max' in condition) checkRange(path, 'min', condition.min, 'max', condition.max, findings);
}

/** A list is judged once for the receipt, before anything is taken off, and also for listing pages. */
function checkPriceList(path: Path, condition: Condition, findings: Findings): void {
  if (condition.kind === 'coupon')
    findings.error([...path, 'kind'], 'wrong_stage', 'A price list cannot ask for a code; use a rule of the stage `card_price`.');
  if (condition.kind !== 'amount' || condition.basis === 'regular') return;
  findings.error(
    [...path, 'basis'],
    'wrong_stage',
    `A price list is judged before anything is taken off: test the \`regular\` amount, not \`${condition.basis}\`.`,
  );
}

/** Quantities are thousandths; 10 is meant as ten pieces more often than as a hundredth of one. */
export function warnOfThousandths(path: Path, milli: number | undefined, findings: Findings): void {
  if (milli === undefined || milli === 0 || milli >= 100) return;
  findings.warn(path, 'unusual', `Quantities are thousandths: ${milli} is ${milli} thousandths of a piece.`);
}

function checkFilter(path: Path, filter: LineFilter, findings: Findings): void {
  checkRange(path, 'minUnitPriceMinor', filter.minUnitPriceMinor, 'maxUnitPriceMinor', filter.maxUnitPriceMinor, findings);
  checkRange(path, 'minQuantityMilli', filter.minQuantityMilli, 'maxQuantityMilli', filter.maxQuantityMilli, findings);
  for (const [i, test] of (filter.attributes ?? []).entries()) checkAttribute([...path, 'attributes', i], test, findings);
  for (const field of ['skus', 'categories', 'brands', 'tags'] as const)
    checkRepeats([...path, field], filter[field] ?? [], false, findings);
  if (filter.exclude !== undefined && Object.keys(filter.exclude).length === 0) {
    findings.error([...path, 'exclude'], 'impossible', 'An empty filter takes every line, so to exclude it leaves none.');
  }
  checkExcluded(path, filter, findings);
}

/** Excluded is all that is taken: `bread` but not `bread` or `milk`. */
function checkExcluded(path: Path, filter: LineFilter, findings: Findings): void {
  const { exclude } = filter;
  if (exclude === undefined || Object.keys(exclude).length !== 1) return;
  for (const field of ['skus', 'categories', 'brands', 'tags'] as const) {
    const [wanted, not] = [filter[field], new Set(exclude[field])];
    if (wanted?.every((value) => not.has(value)) === true)
      findings.warn([...path, 'exclude'], 'never', `It excludes all of \`${field}\`, so the filter takes no line.`);
  }
}

function checkAttribute(path: Path, test: AttributeTest, findings: Findings): void {
  checkRange(path, 'min', test.min, 'max', test.max, findings);
  checkRepeats([...path, 'in'], test.in ?? [], false, findings);
}

function checkRange(
  path: Path,
  minName: string,
  min: number | undefined,
  maxName: string,
  max: number | undefined,
  findings: Findings,
): void {
  if (min === undefined || max === undefined || min <= max) return;
  findings.error(
    [...path, maxName],
    'impossible',
    `\`${maxName}\` (${max}) must not be below \`${minName}\` (${min}): nothing is between them.`,
  );
}

function checkDates(path: Path, from: string | undefined, to: string | undefined, findings: Findings): void {
  if (from === undefined || to === undefined || from <= to) return;
  findings.error([...path, 'to'], 'impossible', `\`to\` (${to}) must not be before \`from\` (${from}).`);
}

function checkGiven(path: Path, values: readonly unknown[], wanted: string, findings: Findings): void {
  if (values.every((value) => value === undefined))
    findings.error(path, 'missing', `The condition needs ${wanted}: without, it tests nothing.`);
}

/** Calendars are short and written by hand, so a repeat there is an error; in long lists it only costs room. */
function checkRepeats(path: Path, values: readonly (string | number | boolean)[], strict: boolean, findings: Findings): void {
  const first = new Map<string | number | boolean, number>();
  for (const [i, value] of values.entries()) {
    const earlier = first.get(value);
    if (earlier === undefined) first.set(value, i);
    else findings[strict ? 'error' : 'warn']([...path, i], 'duplicate', `\`${value}\` stands in the list twice.`);
  }
}
