/** Limits and budgets: each counted once, of something the rule gives, and reachable. */
import type { Benefit } from '../benefits.js';
import type { Budget, Limit, Measure, Rule } from '../types.js';
import type { Findings, Path } from './finding.js';
import type { SoundProgramme } from './sound.js';

export function checkLimits(programme: SoundProgramme, findings: Findings): void {
  for (const { path, item } of programme.campaigns) {
    checkLimitList([...path, 'limits'], item.limits ?? [], findings);
    checkBudgetList([...path, 'budgets'], item.budgets ?? [], findings);
  }
  for (const { path, item } of programme.rules) {
    checkLimitList([...path, 'limits'], item.limits ?? [], findings);
    checkBudgetList([...path, 'budgets'], item.budgets ?? [], findings);
    for (const field of ['limits', 'budgets'] as const) {
      for (const [i, { measure }] of (item[field] ?? []).entries()) checkMeasure([...path, field, i, 'measure'], measure, item, findings);
    }
    for (const [i, limit] of (item.limits ?? []).entries()) checkAgainstCaps([...path, 'limits', i, 'max'], limit, item, findings);
  }
}

const NEVER_POINTS: readonly Benefit['kind'][] = ['issueCoupon', 'message'];

function checkMeasure(path: Path, measure: Measure, rule: Rule, findings: Findings): void {
  const discounts = rule.stage !== 'earn';
  if (measure === 'points' && (discounts || NEVER_POINTS.includes(rule.benefit.kind))) {
    findings.error(path, 'contradiction', 'The rule gives no points, so points cannot be limited.');
  }
  if (measure === 'money' && !discounts) findings.error(path, 'contradiction', 'The rule takes no money off, so money cannot be limited.');
  if (measure === 'units' && !discounts) findings.error(path, 'contradiction', 'The rule gives no units, so units cannot be limited.');
}

/** A limit above what one receipt can get at all is never reached. */
function checkAgainstCaps(path: Path, limit: Limit, rule: Rule, findings: Findings): void {
  if (limit.per !== 'receipt') return;
  const cap = limit.measure === 'money' ? rule.maxDiscountMinor : limit.measure === 'points' ? rule.maxPoints : undefined;
  const name = limit.measure === 'money' ? 'maxDiscountMinor' : 'maxPoints';
  if (cap !== undefined && limit.max >= cap)
    findings.warn(path, 'never', `One receipt gets at most ${cap} by \`${name}\`, so this limit is never reached.`);
}

function checkLimitList(path: Path, limits: readonly Limit[], findings: Findings): void {
  for (const [i, limit] of limits.entries()) {
    if (limit.per === 'receipt' && limit.period !== undefined) {
      findings.error(
        [...path, i, 'period'],
        'contradiction',
        'A limit per receipt has no period; limit the member, or leave `period` out.',
      );
    }
  }
  checkRepeats(
    path,
    limits.map((limit) => `${limit.measure} per ${limit.per} and ${periodText(limit.period)}`),
    findings,
  );
  warnOfUnreachable(path, limits, findings);
}

function checkBudgetList(path: Path, budgets: readonly Budget[], findings: Findings): void {
  checkRepeats(
    path,
    budgets.map((budget) => `${budget.measure} per ${periodText(budget.period)}`),
    findings,
  );
}

function periodText(period: Limit['period']): string {
  if (period === undefined) return 'ever';
  return period.kind === 'rolling' ? `${period.days} days` : period.kind;
}

function checkRepeats(path: Path, keys: readonly string[], findings: Findings): void {
  for (const [i, key] of keys.entries()) {
    if (keys.indexOf(key) < i) findings.error([...path, i], 'duplicate', `There is a limit of ${key} already; keep the lower one.`);
  }
}

/** Days that every period has at least, to compare them. */
function daysOf(period: Limit['period']): number {
  if (period === undefined) return Infinity;
  if (period.kind === 'rolling') return period.days;
  return { day: 1, week: 7, month: 28, year: 365 }[period.kind];
}

/** Five a day is never reached where a month allows three. */
function warnOfUnreachable(path: Path, limits: readonly Limit[], findings: Findings): void {
  for (const [i, limit] of limits.entries()) {
    const tighter = limits.find(
      (other) => other !== limit && other.measure === limit.measure && other.max < limit.max && spanOf(other) > spanOf(limit),
    );
    if (tighter === undefined) continue;
    const sentence = `${limit.max} per ${textOf(limit)} is never reached, since ${tighter.max} per ${textOf(tighter)} ends it before.`;
    findings.warn([...path, i, 'max'], 'never', sentence);
  }
}

const spanOf = (limit: Limit): number => (limit.per === 'receipt' ? 0 : daysOf(limit.period));
const textOf = (limit: Limit): string => (limit.per === 'receipt' ? 'receipt' : periodText(limit.period));
