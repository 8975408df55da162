/** Rules beside each other: one that another always beats, and discounts that together take too much. */
import { BPS_ONE, mulDivFloor } from '../../money.js';
import type { Campaign, Group, Rule } from '../types.js';
import type { Findings } from './finding.js';
import type { Sound, SoundProgramme } from './sound.js';

export function checkCompetition(programme: SoundProgramme, findings: Findings): void {
  const campaigns = new Map(programme.campaigns.map(({ item }) => [item.id, item]));
  const live = programme.rules.filter(({ item }) => item.active !== false && campaigns.get(item.campaign ?? '')?.active !== false);
  checkBeaten(programme, live, campaigns, findings);
  checkStacking(programme, live, findings);
}

type Campaigns = ReadonlyMap<string, Campaign>;

/**
 * Only what is certain: a plain percentage that is always open beats a lower one for the same lines in a group of the mode `best`. 20 %
 * off everything beats 10 % off bread; 20 % off bread does not beat 10 % off everything, nor does 20 % for gold members beat 10 % for all.
 */
function checkBeaten(programme: SoundProgramme, live: readonly Sound<Rule>[], campaigns: Campaigns, findings: Findings): void {
  const best = new Map<string, Group>(programme.groups.filter(({ item }) => item.mode === 'best').map(({ item }) => [item.id, item]));
  const open = live.filter(({ item }) => best.has(item.group ?? '') && isAlwaysOpen(item, campaigns));
  for (const { path, item } of live) {
    const winner = open.find(({ item: other }) => beats(other, item))?.item;
    if (winner === undefined) continue;
    const sentence = `The rule \`${winner.id}\` of the same group always gives at least as much on these lines, so this one never applies.`;
    findings.warn([...path, 'group'], 'never', sentence);
  }
}

function isAlwaysOpen(rule: Rule, campaigns: Campaigns): boolean {
  const campaign = campaigns.get(rule.campaign ?? '');
  const bounds = [rule.when, rule.coupon, rule.window, rule.limits, rule.budgets, rule.maxDiscountMinor, rule.exclusive];
  const shared = [campaign?.window, campaign?.limits, campaign?.budgets];
  return [...bounds, ...shared].every((bound) => bound === undefined) && plainRate(rule) !== null;
}

function beats(winner: Rule, rule: Rule): boolean {
  if (winner === rule || winner.group !== rule.group || winner.stage !== rule.stage || rule.exclusive !== undefined) return false;
  const [most, rate] = [plainRate(winner), plainRate(rule)];
  if (most === null || rate === null || most < rate) return false;
  const sameLines = JSON.stringify(winner.lines) === JSON.stringify(rule.lines);
  if (winner.lines !== undefined && !sameLines) return false;
  return most > rate || isBefore(winner, rule);
}

/** A percentage of all eligible lines; null for anything else. */
function plainRate({ benefit }: Rule): number | null {
  return benefit.kind === 'percent' && Object.keys(benefit).length === 2 ? benefit.rateBps : null;
}

function isBefore(a: Rule, b: Rule): boolean {
  const [first, second] = [a.priority ?? 0, b.priority ?? 0];
  return first > second || (first === second && a.id < b.id);
}

/** Percentages for the same lines, or all lines, taken one after the other: 30 % and 30 % take 51 %. */
function checkStacking({ settings, groups }: SoundProgramme, live: readonly Sound<Rule>[], findings: Findings): void {
  const max = settings.stackingShareMaxBps;
  if (max === undefined) return;
  const rivals = new Set(groups.filter(({ item }) => item.mode !== 'stack').map(({ item }) => item.id));
  const discounts = live.filter(({ item }) => item.stage !== 'earn' && item.benefit.kind === 'percent');
  const filters = new Set(discounts.map(({ item }) => JSON.stringify(item.lines)));
  let worst: { readonly share: number; readonly rules: readonly Sound<Rule>[] } = { share: 0, rules: [] };
  for (const filter of filters) {
    const rules = together(
      discounts.filter(({ item }) => item.lines === undefined || JSON.stringify(item.lines) === filter),
      rivals,
    );
    const share = BPS_ONE - rules.reduce((left, { item }) => mulDivFloor(left, BPS_ONE - rateOf(item), BPS_ONE), BPS_ONE);
    if (share > worst.share) worst = { share, rules };
  }
  const last = worst.rules.at(-1);
  if (worst.share <= max || last === undefined || worst.rules.length < 2) return;
  const ids = worst.rules.map(({ item }) => `\`${item.id}\``).join(', ');
  const sentence = `${ids} together take ${percent(worst.share)} off where the conditions of all hold; \`stackingShareMaxBps\` is ${percent(max)}.`;
  findings.warn([...last.path, 'benefit', 'rateBps'], 'unusual', sentence);
}

/** All that stack, and the highest of each group in which only one applies. */
function together(rules: readonly Sound<Rule>[], rivals: ReadonlySet<string>): readonly Sound<Rule>[] {
  return rules.filter(({ item }) => {
    if (!rivals.has(item.group ?? '')) return true;
    const others = rules.filter((other) => other.item.group === item.group && other.item !== item);
    return others.every((other) => rateOf(other.item) < rateOf(item) || (rateOf(other.item) === rateOf(item) && item.id < other.item.id));
  });
}

const rateOf = ({ benefit }: Rule): number => (benefit.kind === 'percent' ? benefit.rateBps : 0);

function percent(share: number): string {
  const hundredths = String(share).padStart(3, '0');
  return `${hundredths.slice(0, -2)}.${hundredths.slice(-2)}`.replace(/\.?0+$/, '') + ' %';
}
