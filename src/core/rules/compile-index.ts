/**
 * The index. Each rule stands under its most selective necessary fact: a SKU, a segment and so on down to the channel; a rule that needs
 * a code stands under its codes, so that each code can be answered; a rule without any such fact is tried on every receipt. What the index finds is a superset: conditions and filters still decide.
 */
import { mulDivFloor } from '../money.js';
import { cleanCode } from './coupons.js';
import type { CompiledRule, RuleIndex } from './rule-set.js';
import type { Condition, LineFilter, Rule } from './types.js';

type Dimension = Exclude<keyof RuleIndex, 'always' | 'whole'>;

/**
 * What is known before any rule is seen: about how many values of a kind a receipt has, and how many there are at least. With the
 * number of values the rules really name this estimates how often a rule would be found in vain.
 */
const SHAPE: Record<Dimension, { readonly onReceipt: number; readonly distinct: number }> = {
  sku: { onReceipt: 10, distinct: 2000 },
  category: { onReceipt: 20, distinct: 100 },
  brand: { onReceipt: 10, distinct: 100 },
  tag: { onReceipt: 10, distinct: 50 },
  coupon: { onReceipt: 1, distinct: 1000 },
  series: { onReceipt: 1, distinct: 100 },
  segment: { onReceipt: 3, distinct: 50 },
  terminal: { onReceipt: 1, distinct: 100 },
  store: { onReceipt: 1, distinct: 20 },
  zone: { onReceipt: 1, distinct: 10 },
  region: { onReceipt: 1, distinct: 10 },
  tier: { onReceipt: 1, distinct: 4 },
  channel: { onReceipt: 1, distinct: 3 },
};

const DIMENSIONS = Object.keys(SHAPE) as Dimension[];

interface Need {
  readonly dimension: Dimension;
  /** Any one of them must be there. */
  readonly values: readonly string[];
  /** The fact is one of the eligible lines themselves, so that only these lines need a look. */
  readonly ofLines: boolean;
  /** It is all that the rule's filter asks of a line. */
  readonly isFilter: boolean;
}

/** `documents` are the rules as written, aligned with the compiled ones. */
export function buildIndex(rules: readonly CompiledRule[], documents: readonly Rule[]): RuleIndex {
  const postings = Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, new Map<string, number[]>()])) as Record<
    Dimension,
    Map<string, number[]>
  >;
  const always: number[] = [];
  const whole = new Array<boolean>(rules.length).fill(false);
  const needs = rules.map((rule) => (rule.coupons === null ? needsOf(documents[rule.ordinal]!) : []));
  const distinct = countDistinct(needs);
  for (const rule of rules) {
    if (rule.coupons !== null) {
      for (const code of rule.coupons.codes) post(postings.coupon, code, rule.ordinal * 2 + 1);
      for (const id of rule.coupons.series) post(postings.series, id, rule.ordinal * 2 + 1);
      continue;
    }
    const need = mostSelective(needs[rule.ordinal]!, distinct);
    if (need === null) {
      always.push(rule.ordinal);
      continue;
    }
    whole[rule.ordinal] = need.isFilter;
    for (const value of new Set(need.values)) post(postings[need.dimension], value, rule.ordinal * 2 + (need.ofLines ? 0 : 1));
  }
  return { ...postings, always, whole };
}

function countDistinct(needs: readonly (readonly Need[])[]): Record<Dimension, number> {
  const values = Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, new Set<string>()])) as Record<Dimension, Set<string>>;
  for (const need of needs.flat()) for (const value of need.values) values[need.dimension].add(value);
  return Object.fromEntries(
    DIMENSIONS.map((dimension) => [dimension, Math.max(values[dimension].size, SHAPE[dimension].distinct)]),
  ) as Record<Dimension, number>;
}

function post(lists: Map<string, number[]>, value: string, posting: number): void {
  const known = lists.get(value);
  if (known === undefined) lists.set(value, [posting]);
  else known.push(posting);
}

/** The need that the fewest receipts meet; of equal ones the one that names the lines. */
function mostSelective(needs: readonly Need[], distinct: Readonly<Record<Dimension, number>>): Need | null {
  let best: Need | null = null;
  let least = Infinity;
  for (const need of needs) {
    const perMillion =
      mulDivFloor(need.values.length * SHAPE[need.dimension].onReceipt, 1_000_000, distinct[need.dimension]) * 2 + (need.ofLines ? 0 : 1);
    if (perMillion >= least) continue;
    best = need;
    least = perMillion;
  }
  return best;
}

function needsOf(rule: Rule): Need[] {
  const needs: Need[] = [];
  const { when, lines, benefit } = rule;
  if (when !== undefined) addCondition(needs, when);
  const worksOnLines = benefit.kind !== 'message' && benefit.kind !== 'issueCoupon';
  if (lines !== undefined && benefit.kind !== 'freeProduct') addFilter(needs, lines, worksOnLines);
  if (benefit.kind === 'buyGet') addFilter(needs, benefit.buy, false);
  if (benefit.kind === 'bundle') for (const pool of benefit.pools) addFilter(needs, pool.lines, false);
  return needs;
}

function add(needs: Need[], dimension: Dimension, values: readonly string[] | undefined, ofLines = false, isFilter = false): void {
  if (values !== undefined) needs.push({ dimension, values, ofLines, isFilter });
}

function addFilter(needs: Need[], filter: LineFilter, ofLines: boolean): void {
  const isFilter = ofLines && Object.values(filter).filter((part) => part !== undefined).length === 1;
  add(needs, 'sku', filter.skus, ofLines, isFilter);
  add(needs, 'brand', filter.brands, ofLines, isFilter);
  add(needs, 'category', filter.categories, ofLines, isFilter);
  add(needs, 'tag', filter.tags, ofLines, isFilter);
}

/** Only what a conjunction cannot do without: alternatives and negations tell nothing. */
function addCondition(needs: Need[], condition: Condition): void {
  switch (condition.kind) {
    case 'all':
      for (const inner of condition.of) addCondition(needs, inner);
      return;
    case 'segment':
    case 'store':
    case 'tier':
    case 'terminal':
    case 'zone':
    case 'region':
    case 'channel':
      add(needs, condition.kind, condition.in);
      return;
    case 'coupon':
      if (condition.series === undefined || condition.series.length === 0) add(needs, 'coupon', condition.codes?.map(cleanCode));
      return;
    case 'amount':
      if ((condition.minMinor ?? (condition.maxMinor === undefined ? 1 : 0)) > 0 && condition.lines !== undefined)
        addFilter(needs, condition.lines, false);
      return;
    case 'quantity':
      if ((condition.minMilli ?? (condition.maxMilli === undefined ? 1 : 0)) > 0 && condition.lines !== undefined)
        addFilter(needs, condition.lines, false);
      return;
    case 'lineCount':
      if ((condition.min ?? (condition.max === undefined ? 1 : 0)) > 0 && condition.lines !== undefined)
        addFilter(needs, condition.lines, false);
      return;
    default:
      return;
  }
}
