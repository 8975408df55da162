/** A programme to a rule set: catalogue, settings, rules in their order of evaluation, and the index by which a receipt finds them. */
import { invariant } from '../invariant.js';
import { compileCatalogue } from './compile-catalogue.js';
import { compileCondition } from './compile-condition.js';
import { countersOf } from './compile-counters.js';
import { compileFilter } from './compile-filter.js';
import { cleanCode } from './coupons.js';
import { buildIndex } from './compile-index.js';
import { compileSettings } from './compile-settings.js';
import { span } from './compile-window.js';
import { daysKept } from './days-kept.js';
import { personalTerms } from './personal.js';
import type { CompiledRule, CompiledSeries, Counter, LineTest, RuleSet } from './rule-set.js';
import type { Benefit } from './benefits.js';
import type { Campaign, Condition, Group, Programme, Rule, RuleStage } from './types.js';

/** The index keeps an ordinal in 20 bits. */
const RULES_MAX = 1_000_000;

/**
 * Compiles a validated programme. `hash` is the content hash of the document, `version` the number it is published under.
 * Rules that can never run again (inactive, or of an inactive campaign) are left out.
 */
export function compile(programme: Programme, version: number, hash: string): RuleSet {
  const groups = new Map((programme.groups ?? []).map((group) => [group.id, group]));
  const campaigns = new Map((programme.campaigns ?? []).map((campaign) => [campaign.id, campaign]));
  invariant((programme.rules ?? []).length <= RULES_MAX, `a programme has at most ${RULES_MAX} rules`);
  const ordered = orderRules(programme.rules ?? [], groups, campaigns);
  const rules = ordered.map(({ rule, group }, ordinal) => compileRule(rule, group, ordinal, campaigns.get(rule.campaign ?? ''), programme));
  const { catalogue, lists } = compileCatalogue(programme);
  return {
    programme,
    version,
    hash,
    catalogue,
    lists,
    settings: compileSettings(programme.settings ?? {}),
    rules,
    ordinalById: new Map(rules.map((rule) => [rule.id, rule.ordinal])),
    index: buildIndex(
      rules,
      ordered.map(({ rule }) => rule),
    ),
    promos: new Map((programme.promoCodes ?? []).map((promo) => [cleanCode(promo.code), promo])),
    series: new Map(
      (programme.couponSeries ?? []).map((series): [string, CompiledSeries] => [
        series.id,
        { series, ...span(series.window, programme.timeZone) },
      ]),
    ),
    tiers: [...(programme.tiers ?? [])].sort((a, b) => b.rank - a.rank),
    personal: personalTerms(programme),
    totals: totalsOf(rules),
    daysKept: daysKept(programme),
  };
}

const STAGE_ORDER: Record<RuleStage, number> = { card_price: 0, line: 1, receipt: 2, earn: 3 };

interface Placed {
  readonly rule: Rule;
  readonly group: Group;
}

/** Stage, then group order and id, then priority (higher first), then rule id. */
function orderRules(rules: readonly Rule[], groups: ReadonlyMap<string, Group>, campaigns: ReadonlyMap<string, Campaign>): Placed[] {
  const live = rules.filter((rule) => rule.active !== false && campaigns.get(rule.campaign ?? '')?.active !== false);
  const placed = live.map((rule) => ({ rule, group: groupOf(rule, groups) }));
  return placed.sort(
    (a, b) =>
      STAGE_ORDER[a.rule.stage] - STAGE_ORDER[b.rule.stage] ||
      a.group.order - b.group.order ||
      compareText(a.group.id, b.group.id) ||
      (b.rule.priority ?? 0) - (a.rule.priority ?? 0) ||
      compareText(a.rule.id, b.rule.id),
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const DEFAULT_GROUPS: Record<RuleStage, Group> = {
  card_price: { id: 'default', stage: 'card_price', order: 0, mode: 'stack' },
  line: { id: 'default', stage: 'line', order: 0, mode: 'stack' },
  receipt: { id: 'default', stage: 'receipt', order: 0, mode: 'stack' },
  earn: { id: 'default', stage: 'earn', order: 0, mode: 'stack' },
};

function groupOf(rule: Rule, groups: ReadonlyMap<string, Group>): Group {
  if (rule.group === undefined) return DEFAULT_GROUPS[rule.stage];
  const group = groups.get(rule.group);
  invariant(group !== undefined && group.stage === rule.stage, `rule ${rule.id} names group ${rule.group}, which is not of its stage`);
  return group;
}

function compileRule(rule: Rule, group: Group, ordinal: number, campaign: Campaign | undefined, programme: Programme): CompiledRule {
  const own = span(rule.window, programme.timeZone);
  const wide = span(campaign?.window, programme.timeZone);
  return {
    id: rule.id,
    name: rule.name,
    ordinal,
    stage: rule.stage,
    group,
    priority: rule.priority ?? 0,
    exclusive: rule.exclusive ?? null,
    maxDiscountMinor: rule.maxDiscountMinor ?? Infinity,
    maxPoints: rule.maxPoints ?? Infinity,
    message: rule.message ?? null,
    kind: rule.benefit.kind,
    fromMs: Math.max(own.fromMs, wide.fromMs),
    toMs: Math.min(own.toMs, wide.toMs),
    when: rule.when === undefined ? null : compileCondition(rule.when),
    lines: compileFilter(rule.lines),
    pools: poolsOf(rule.benefit),
    benefit: rule.benefit,
    coupons: rule.coupon === undefined ? null : { codes: new Set(rule.coupon.codes?.map(cleanCode)), series: new Set(rule.coupon.series) },
    counters: [
      ...countersOf(`rule:${rule.id}`, rule.limits, rule.budgets),
      ...countersOf(`campaign:${campaign?.id ?? ''}`, campaign?.limits, campaign?.budgets),
    ],
    points: { ...programme.settings?.points, ...rule.points },
    ownLinesOnly: dependsOnOwnLines(rule, campaign),
  };
}

/** Nothing shared (counters, units of exclusive lines, points of other rules) and no amount of the receipt in its conditions. */
function dependsOnOwnLines(rule: Rule, campaign: Campaign | undefined): boolean {
  const shares = [rule.limits, rule.budgets, campaign?.limits, campaign?.budgets].some(
    (counters) => counters !== undefined && counters.length > 0,
  );
  const { kind } = rule.benefit;
  return (
    !shares &&
    rule.exclusive === undefined &&
    kind !== 'thresholdTiers' &&
    kind !== 'earnMultiplier' &&
    (rule.when === undefined || isStatic(rule.when))
  );
}

/** No line is looked at, so that no discount can change the answer. */
function isStatic(condition: Condition): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.every(isStatic);
    case 'not':
      return isStatic(condition.of);
    default:
      return condition.kind !== 'amount' && condition.kind !== 'quantity' && condition.kind !== 'lineCount';
  }
}

function poolsOf(benefit: Benefit): (LineTest | null)[] {
  if (benefit.kind === 'buyGet') return [compileFilter(benefit.buy), compileFilter(benefit.get ?? benefit.buy)];
  if (benefit.kind === 'bundle') return benefit.pools.map((pool) => compileFilter(pool.lines));
  if (benefit.kind === 'freeProduct') return [compileFilter({ skus: benefit.skus })];
  return [];
}

function totalsOf(rules: readonly CompiledRule[]): Counter[] {
  const totals = new Map<string, Counter>();
  for (const rule of rules)
    for (const counter of rule.counters) if (counter.scope === 'total') totals.set(counter.key + (counter.period?.kind ?? ''), counter);
  return [...totals.values()];
}
