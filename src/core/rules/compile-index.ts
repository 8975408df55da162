/**
 * The index. Each rule stands under its most selective necessary fact: a SKU, a segment and so on down to the channel; a rule that needs
 * a code stands under its codes, so that each code can be answered; a rule without any such fact is tried on every receipt. What the index finds is a superset: conditions and filters still decide.
 */
import { cleanCode } from './coupons.js';
import type { CompiledRule, RuleIndex } from './rule-set.js';
import type { Condition, LineFilter } from './types.js';

type Dimension = Exclude<keyof RuleIndex, 'always'>;

/** Most selective first. */
const DIMENSIONS: readonly Dimension[] = ['series', 'coupon', 'sku', 'segment', 'brand', 'terminal', 'category', 'store', 'tag', 'tier', 'zone', 'region', 'channel'];

interface Need {
  readonly dimension: Dimension;
  /** Any one of them must be there. */
  readonly values: readonly string[];
  /** The fact is one of the eligible lines themselves, so that only these lines need a look. */
  readonly ofLines: boolean;
}

export function buildIndex(rules: readonly CompiledRule[]): RuleIndex {
  const postings = Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, new Map<string, number[]>()])) as Record<Dimension, Map<string, number[]>>;
  const always: number[] = [];
  for (const rule of rules) {
    if (rule.coupons !== null) {
      for (const code of rule.coupons.codes) post(postings.coupon, code, rule.ordinal * 2 + 1);
      for (const id of rule.coupons.series) post(postings.series, id, rule.ordinal * 2 + 1);
      continue;
    }
    const need = mostSelective(needsOf(rule));
    if (need === null) always.push(rule.ordinal);
    else for (const value of new Set(need.values)) post(postings[need.dimension], value, rule.ordinal * 2 + (need.ofLines ? 0 : 1));
  }
  return { ...postings, always };
}

function post(lists: Map<string, number[]>, value: string, posting: number): void {
  const known = lists.get(value);
  if (known === undefined) lists.set(value, [posting]);
  else known.push(posting);
}

/** The first dimension of the order; in it, the need with the fewest values. */
function mostSelective(needs: readonly Need[]): Need | null {
  let best: Need | null = null;
  for (const need of needs) {
    if (best === null || rank(need) < rank(best)) best = need;
  }
  return best;
}

const rank = (need: Need): number => DIMENSIONS.indexOf(need.dimension) * 1e6 + need.values.length * 2 + (need.ofLines ? 0 : 1);

function needsOf(rule: CompiledRule): Need[] {
  const needs: Need[] = [];
  const { when, lines, benefit } = rule.rule;
  if (when !== undefined) addCondition(needs, when);
  const worksOnLines = benefit.kind !== 'message' && benefit.kind !== 'issueCoupon';
  if (lines !== undefined && benefit.kind !== 'freeProduct') addFilter(needs, lines, worksOnLines);
  if (benefit.kind === 'buyGet') addFilter(needs, benefit.buy, false);
  if (benefit.kind === 'bundle') for (const pool of benefit.pools) addFilter(needs, pool.lines, false);
  return needs;
}

function add(needs: Need[], dimension: Dimension, values: readonly string[] | undefined, ofLines = false): void {
  if (values !== undefined) needs.push({ dimension, values, ofLines });
}

function addFilter(needs: Need[], filter: LineFilter, ofLines: boolean): void {
  add(needs, 'sku', filter.skus, ofLines);
  add(needs, 'brand', filter.brands, ofLines);
  add(needs, 'category', filter.categories, ofLines);
  add(needs, 'tag', filter.tags, ofLines);
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
      if ((condition.minMinor ?? (condition.maxMinor === undefined ? 1 : 0)) > 0 && condition.lines !== undefined) addFilter(needs, condition.lines, false);
      return;
    case 'quantity':
      if ((condition.minMilli ?? (condition.maxMilli === undefined ? 1 : 0)) > 0 && condition.lines !== undefined) addFilter(needs, condition.lines, false);
      return;
    case 'lineCount':
      if ((condition.min ?? (condition.max === undefined ? 1 : 0)) > 0 && condition.lines !== undefined) addFilter(needs, condition.lines, false);
      return;
    default:
      return;
  }
}
