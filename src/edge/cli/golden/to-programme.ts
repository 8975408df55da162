/** The rules of a case as a programme, and what is used of its codes and budgets. */
import type { Usage } from '../../../core/member.js';
import { minor, points } from '../../../core/money.js';
import { promoKey } from '../../../core/rules/coupons.js';
import type { Budget, Group, Limit, Programme, PromoCode, Rule, Window } from '../../../core/rules/types.js';
import type { Rounding } from '../../../core/rules/settings.js';
import { isOrder, isPrice, toBenefit } from './to-benefit.js';
import { toCondition } from './to-condition.js';
import { toFilter } from './to-filter.js';
import type { NeutralCase, NeutralCoupon, NeutralRule } from './neutral-case.js';

export interface Mapped {
  readonly programme: Programme;
  /** Uses of budgets and codes by all customers, and by this one. */
  readonly used: Readonly<Record<string, Usage>>;
  readonly usedByMember: Readonly<Record<string, Usage>>;
  /** Our rule id → the case's. */
  readonly ruleIds: ReadonlyMap<string, string>;
}

const LINE_GROUP = 'rules';
const RECEIPT_GROUP = 'order-rules';
const PRICES_ALONE = 'prices-alone';

const GROUPS: readonly Group[] = [
  { id: PRICES_ALONE, stage: 'card_price', order: -1, mode: 'stack' },
  { id: LINE_GROUP, stage: 'line', order: 0, mode: 'stack' },
  { id: RECEIPT_GROUP, stage: 'receipt', order: 0, mode: 'stack' },
];

const SPLITS: Readonly<Record<string, Rounding['split']>> = {
  proportional_round_half_down_then_first: 'nearest_then_first',
  floor_then_first: 'floor_then_first',
  last_line_takes_rest: 'last_takes_rest',
};

export function toProgramme(neutral: NeutralCase): Mapped {
  const best = neutral.combine === 'best';
  const ordered = neutral.rules
    .map((rule, i) => ({ rule, i }))
    .sort((a, b) => (b.rule.priority ?? 0) - (a.rule.priority ?? 0) || a.i - b.i);
  const ordersLast = !best && areOrdersLast(ordered.map(({ rule }) => rule));
  const used: Record<string, Usage> = {};
  const usedByMember: Record<string, Usage> = {};
  const rules: Rule[] = [];
  const promoCodes = new Map<string, PromoCode>();
  const ruleIds = new Map<string, string>();
  for (const [rank, { rule, i }] of ordered.entries()) {
    const id = `r${i + 1}`;
    ruleIds.set(id, rule.id);
    const mapped = toRule(rule, id, ordered.length - rank, neutral, ordersLast);
    if (mapped !== null) rules.push(mapped);
    noteUsage(rule, id, used, usedByMember);
    if (rule.coupon !== undefined) addPromo(promoCodes, rule.coupon);
  }
  const programme: Programme = {
    format: 'tallystick/1',
    id: 'golden',
    name: neutral.name,
    currency: neutral.currency,
    minorDigits: neutral.scale,
    pointScale: 0,
    timeZone: 'UTC',
    settings: { rounding: toRounding(neutral), percentBase: neutral.combine === 'stack_original' ? 'card' : 'running' },
    groups: GROUPS.map((group) => (best && group.id === LINE_GROUP ? { ...group, mode: 'best' } : group)),
    promoCodes: [...promoCodes.values()],
    rules,
  };
  return { programme, used, usedByMember, ruleIds };
}

/**
 * Rules of a case are one sequence by priority, whatever they take off. Where those of the order come last they stand in the stage of
 * the receipt; otherwise all stand in one stage, so that their order is kept.
 */
function areOrdersLast(rules: readonly NeutralRule[]): boolean {
  const orders = rules.filter(({ action }) => !isPrice(action.type)).map(({ action }) => isOrder(action.type));
  return orders.every((order, i) => order || !orders.slice(0, i).includes(true));
}

function toRounding({ rounding }: NeutralCase): Rounding {
  return {
    mode: rounding?.mode === 'floor' ? 'down' : 'half_up',
    at: rounding?.at === 'order' ? 'receipt' : (rounding?.at ?? 'line'),
    split: SPLITS[rounding?.split ?? ''] ?? 'largest_remainder',
  };
}

function toRule(rule: NeutralRule, id: string, priority: number, neutral: NeutralCase, ordersLast: boolean): Rule | null {
  const { action, when, coupon, filter, exclusive } = rule;
  const running = neutral.combine === 'stack_original' ? 'card' : 'running';
  const benefit = toBenefit(action, filter, running);
  if (benefit === null) return null;
  // Where only the best rule counts, a price is one discount among others and must compete with them.
  const price = isPrice(action.type) && neutral.combine !== 'best';
  const condition = toCondition(when, running);
  const lines = toFilter(filter);
  const cap = capOnRewards(neutral, rule);
  const alone = exclusive === true ? { exclusive: price ? ('lines' as const) : ('receipt' as const) } : {};
  const ofOrder = ordersLast && isOrder(action.type);
  const group = price ? (exclusive === true ? { group: PRICES_ALONE } : {}) : { group: ofOrder ? RECEIPT_GROUP : LINE_GROUP };
  const budgets = budgetsOf(rule);
  return {
    id,
    name: rule.id === '' ? id : rule.id,
    stage: price ? 'card_price' : ofOrder ? 'receipt' : 'line',
    ...group,
    priority,
    ...alone,
    ...windowOf(when),
    ...(condition && { when: condition }),
    ...(lines && { lines }),
    ...(coupon && { coupon: { codes: [toCode(coupon.code)] } }),
    benefit: cap === null || benefit.kind !== 'buyGet' ? benefit : { ...benefit, maxTimes: undefined },
    ...(action.max_discount !== undefined && action.max_discount > 0 && { maxDiscountMinor: action.max_discount }),
    ...(cap && { limits: [cap] }),
    ...(budgets.length > 0 && { budgets }),
  };
}

/** Some peers cap the reward units, not the repetitions; their cases say so in words. */
function capOnRewards({ peer_semantics: words }: NeutralCase, { action }: NeutralRule): Limit | null {
  if (action.type !== 'buy_get' || action.limit === undefined || !/reward quantity.*maximum/i.test(words ?? '')) return null;
  return { measure: 'units', max: action.limit, per: 'receipt', exceed: 'cut' };
}

/** Both sides belong to the window of a case; ours ends before its end. */
function windowOf(span: { readonly valid_from?: string | undefined; readonly valid_to?: string | undefined } | undefined): {
  readonly window?: Window;
} {
  if (span?.valid_from === undefined && span?.valid_to === undefined) return {};
  const from = span.valid_from === undefined ? {} : { from: new Date(span.valid_from).toISOString() };
  const to = span.valid_to === undefined ? {} : { to: new Date(Date.parse(span.valid_to) + 1).toISOString() };
  return { window: { ...from, ...to } };
}

function budgetsOf({ when }: NeutralRule): Budget[] {
  const budgets: Budget[] = [];
  if (when?.usage_limit !== undefined) budgets.push({ measure: 'times', max: Math.max(1, when.usage_limit) });
  if (when?.budget_limit !== undefined) budgets.push({ measure: 'money', max: Math.max(1, when.budget_limit) });
  return budgets;
}

function noteUsage({ when, coupon }: NeutralRule, id: string, used: Record<string, Usage>, usedByMember: Record<string, Usage>): void {
  if (when?.usage_limit !== undefined) used[`rule:${id}/times`] = usage(beside(when.usage_limit, when.used ?? 0), 0);
  if (when?.budget_limit !== undefined) used[`rule:${id}/money`] = usage(0, beside(when.budget_limit, when.budget_used ?? 0));
  if (coupon === undefined) return;
  const key = promoKey(toCode(coupon.code));
  if (coupon.usage_limit !== undefined) used[key] = usage(beside(coupon.usage_limit, usesOf(coupon.used, coupon)), 0);
  if (coupon.per_customer_limit !== undefined) {
    usedByMember[key] = usage(beside(coupon.per_customer_limit, usesOf(coupon.used_by_customer, coupon)), 0);
  }
}

/** A limit of 0 cannot be written in a programme; a limit of 1 that is used up says the same. */
const beside = (limit: number, used: number): number => (limit === 0 ? 1 : used);

/** Uses that count: those of cancelled orders only where the code is not given back. They are told within the uses, or beside them. */
function usesOf(used: number | undefined, coupon: NeutralCoupon): number {
  const cancelled = coupon.cancelled_uses ?? 0;
  const all = used ?? 0;
  const within = all >= cancelled;
  if (coupon.reusable_after_cancel === true) return within ? all - cancelled : all;
  return within ? all : all + cancelled;
}

const usage = (times: number, money: number): Usage => ({ times, minor: minor(money), points: points(0) });

/** Codes of a case may hold anything; ours are capital letters, digits, `_` and `-`. */
export function toCode(code: string): string {
  const clean = code.toUpperCase().replaceAll(/[^A-Z0-9_-]/g, '_');
  return /^[A-Z0-9]/.test(clean) ? clean : `X${clean}`;
}

function addPromo(promos: Map<string, PromoCode>, coupon: NeutralCoupon): void {
  const code = toCode(coupon.code);
  if (promos.has(code)) return;
  promos.set(code, {
    code,
    ...windowOf(coupon),
    ...(coupon.usage_limit !== undefined && { maxUses: Math.max(1, coupon.usage_limit) }),
    ...(coupon.per_customer_limit !== undefined && { maxUsesPerMember: Math.max(1, coupon.per_customer_limit) }),
  });
}
