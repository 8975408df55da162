/**
 * What the budgets of a programme would be drawn on in a day, by a sample of what was sold. Each receipt is priced by itself, as if every
 * budget were still whole, and windows of what has a budget are taken as open: a campaign for December is judged by the days before it.
 */
import { divFloor, mulDivHalfUp } from '../money.js';
import { priceSums } from '../pricing/price.js';
import { isRejection } from '../rejection.js';
import type { RuleSet } from '../rules/rule-set.js';
import type { Campaign, Programme, Rule } from '../rules/types.js';
import type { Finding } from '../rules/validation/finding.js';
import { DAY_MS } from '../time.js';
import { baseOf, fieldOf } from './counter-rows.js';
import type { PastReceipt } from './simulation.js';

export function hasBudgets({ rules = [], campaigns = [] }: Programme): boolean {
  return [...rules, ...campaigns].some(({ budgets = [] }) => budgets.length > 0);
}

/** The same rules, with those that have a budget open at any time. */
export function withoutWindows(programme: Programme): Programme {
  const bounded = new Set((programme.campaigns ?? []).filter(isBounded).map(({ id }) => id));
  return {
    ...programme,
    rules: (programme.rules ?? []).map((rule) => (isBounded(rule) || bounded.has(rule.campaign ?? '') ? open(rule) : rule)),
    campaigns: (programme.campaigns ?? []).map((campaign) => (isBounded(campaign) ? open(campaign) : campaign)),
  };
}

const isBounded = ({ budgets = [] }: Rule | Campaign): boolean => budgets.length > 0;

function open<T extends Rule | Campaign>({ window: _, ...rest }: T): Omit<T, 'window'> {
  return rest;
}

export class DayDraw {
  private readonly drawn = new Map<string, number>();
  private receipts = 0;
  private firstMs = Infinity;
  private lastMs = -Infinity;

  constructor(private readonly ruleSet: RuleSet) {}

  take({ receipt, member, coupons }: PastReceipt): void {
    this.receipts++;
    this.firstMs = Math.min(this.firstMs, receipt.purchasedAtMs);
    this.lastMs = Math.max(this.lastMs, receipt.purchasedAtMs);
    const sums = priceSums({ receipt, ruleSet: this.ruleSet, member, explain: false, coupons, budgets: {} });
    if (isRejection(sums)) return;
    const own = new Map<string, number>();
    // Two budgets of one measure, of a day and in total, are drawn on alike and counted once.
    for (const delta of sums.usage) if (delta.scope === 'total') own.set(baseOf(delta.key), delta[fieldOf(delta)]);
    for (const [key, amount] of own) this.drawn.set(key, (this.drawn.get(key) ?? 0) + amount);
  }

  /** Of an average day, where the sample stands for so many receipts; by `rule:R1/money`. Empty where nothing was sold. */
  perDay(receiptsInAll: number): ReadonlyMap<string, number> {
    if (this.receipts === 0) return new Map();
    const days = Math.max(1, divFloor(this.lastMs - this.firstMs + DAY_MS - 1, DAY_MS));
    return new Map([...this.drawn].map(([key, drawn]) => [key, mulDivHalfUp(drawn, receiptsInAll, this.receipts * days)]));
  }
}

/**
 * Warns of each budget that a day like those would use up. 40 receipts a day that each get 1.00 draw 4000: a budget of 4000 is warned of,
 * one of 4001 is not.
 */
export function exhaustedInADay({ rules = [], campaigns = [] }: Programme, perDay: ReadonlyMap<string, number>): Finding[] {
  const found: Finding[] = [];
  const look = (place: string, owner: string, { budgets = [] }: Rule | Campaign): void => {
    for (const [i, { measure, max }] of budgets.entries()) {
      const drawn = perDay.get(`${owner}/${measure}`) ?? 0;
      if (drawn < max) continue;
      const sentence = `By what was sold lately, a day draws about ${drawn} on this budget of ${max}: it would be used up within a day.`;
      found.push({ pointer: `${place}/budgets/${i}/max`, code: 'exhausted', sentence });
    }
  };
  for (const [i, rule] of rules.entries()) if (rule.active !== false) look(`/rules/${i}`, `rule:${rule.id}`, rule);
  for (const [i, campaign] of campaigns.entries())
    if (campaign.active !== false) look(`/campaigns/${i}`, `campaign:${campaign.id}`, campaign);
  return found;
}
