/**
 * The neutral format of promotion cases: facts (prices, rule parameters, expected amounts) without the words of any one engine.
 * Amounts are integers in minor units, percentages are decimal texts. Every object is closed: a field that is not known here makes a case
 * unsupported, since to leave it out would be to run another case.
 */
import { z } from 'zod';

const whole = z.int().min(0);
/** One value may stand for a list of one. */
const texts = z.union([z.string(), z.array(z.string())]).transform((value) => (typeof value === 'string' ? [value] : value));
const percent = z.union([z.string(), z.number()]).transform(String);
const amountOrPercent = z.union([whole, z.string()]);

const filter = z.strictObject({
  sku: texts.optional(),
  category: texts.optional(),
  brand: texts.optional(),
  unit_price_min: whole.optional(),
  unit_price_max: whole.optional(),
  not_discounted: z.boolean().optional(),
  discountable: z.boolean().optional(),
  get exclude() {
    return filter.optional();
  },
});

const usage = { valid_from: z.string().optional(), valid_to: z.string().optional(), usage_limit: whole.optional(), used: whole.optional() };

const contains = z.strictObject({ filter: filter.optional(), min_qty: whole.optional(), min_subtotal: whole.optional() });

const when = z.strictObject({
  ...usage,
  min_subtotal: whole.optional(),
  min_subtotal_original: whole.optional(),
  min_qty: whole.optional(),
  contains: z.union([contains, z.array(contains)]).optional(),
  customer_group: texts.optional(),
  nth_order: whole.optional(),
  budget_limit: whole.optional(),
  budget_used: whole.optional(),
});

const coupon = z.strictObject({
  ...usage,
  code: z.string(),
  per_customer_limit: whole.optional(),
  used_by_customer: whole.optional(),
  reusable_after_cancel: z.boolean().optional(),
  cancelled_uses: whole.optional(),
});

const pick = z.enum(['cheapest', 'most_expensive']);

/** The format says in words what these parameters mean, and not how they are spelled; every one of these means the same. */
const ALIASES: Readonly<Record<string, string>> = {
  k: 'take',
  nth: 'take',
  take_nth: 'take',
  index: 'take',
  direction: 'picker',
  picking: 'picker',
  orientation: 'picker',
  take_sort: 'sort',
  usage: 'limit',
  max_items: 'max_units',
  first_unit: 'first',
  first_item: 'first',
  additional: 'more',
  additional_item: 'more',
  further: 'more',
};

function spellOut(action: unknown): unknown {
  if (typeof action !== 'object' || action === null) return action;
  return Object.fromEntries(Object.entries(action).map(([name, value]) => [ALIASES[name] ?? name, value]));
}

const action = z.preprocess(
  spellOut,
  z.strictObject({
    type: z.string(),
    value: amountOrPercent.optional(),
    percent: percent.optional(),
    fixed: whole.optional(),
    price: whole.optional(),
    first: amountOrPercent.optional(),
    more: amountOrPercent.optional(),
    max_units: whole.optional(),
    max_discount: whole.optional(),
    pick: pick.optional(),
    limit: whole.optional(),
    repeat: z.boolean().optional(),
    n: whole.optional(),
    buy: filter.optional(),
    get: filter.optional(),
    buy_qty: whole.optional(),
    get_qty: whole.optional(),
    apply_to: z.enum(['each_y', 'xy_total']).optional(),
    group_size: whole.optional(),
    group_sort: z.enum(['price_asc', 'price_desc']).optional(),
    take: whole.optional(),
    sort: z.enum(['price_asc', 'price_desc']).optional(),
    picker: z.enum(['vertical', 'horizontal']).optional(),
    tiers: z.record(z.string(), amountOrPercent).optional(),
    tier_by: z.string().optional(),
  }),
);

const rule = z.strictObject({
  id: z.string(),
  priority: z.number().optional(),
  exclusive: z.boolean().optional(),
  coupon: coupon.optional(),
  when: when.optional(),
  filter: filter.optional(),
  action,
});

const line = z.strictObject({
  id: z.string(),
  sku: z.string().optional(),
  qty: z.number().positive(),
  unit: whole.optional(),
  /** The price before an earlier reduction; told, not used. */
  regular_unit: whole.optional(),
  category: texts.optional(),
  brand: z.string().optional(),
  min_unit: whole.optional(),
  already_discounted: z.boolean().optional(),
  discountable: z.boolean().optional(),
  line_total: whole.optional(),
});

const context = z.strictObject({
  now: z.string().optional(),
  coupons: texts.optional(),
  customer: z
    .strictObject({ id: z.string().optional(), groups: texts.optional(), completed_orders: whole.optional() })
    .nullable()
    .optional(),
});

const amounts = z.record(z.string(), z.number());

const expected = z.strictObject({
  line_discount: amounts.optional(),
  line_total: amounts.optional(),
  unit_discount: z.record(z.string(), z.union([z.number(), z.array(z.number())])).optional(),
  line_discount_multiset: z.array(z.number()).optional(),
  line_discount_sum: z.number().optional(),
  discount_total: z.number().optional(),
  total: z.number().optional(),
  rule_line_discount: z.record(z.string(), amounts).optional(),
  rules_applied: texts.optional(),
  rejected_coupons: z.union([z.record(z.string(), z.string()), z.array(z.string())]).optional(),
  units_used: z.number().optional(),
});

const rounding = z.strictObject({
  mode: z.enum(['half_up', 'floor', 'none']).nullable().optional(),
  at: z.enum(['unit', 'line', 'order']).nullable().optional(),
  split: z
    .enum(['proportional_round_half_down_then_first', 'floor_then_first', 'last_line_takes_rest', 'exact', 'any', 'proportional'])
    .nullable()
    .optional(),
  /** Which units of a line get the odd cents; the sum of the line does not depend on it. */
  unit_split: z.string().optional(),
});

export const neutralCase = z.strictObject({
  id: z.string(),
  name: z.string(),
  tags: z.array(z.string()).optional(),
  portability: z.string(),
  currency: z.string(),
  scale: whole.max(4),
  rules: z.array(rule),
  receipt: z.strictObject({ lines: z.array(line).min(1) }),
  context: context.optional(),
  combine: z.enum(['stack_running', 'stack_original', 'best']).optional(),
  rounding: rounding.optional(),
  expect: expected,
  peer_semantics: z.string().optional(),
  note: z.string().optional(),
  notes: z.string().optional(),
  comment: z.string().optional(),
  source: z.looseObject({ peer: z.string().optional() }).optional(),
});

export type NeutralCase = z.infer<typeof neutralCase>;
export type NeutralRule = NeutralCase['rules'][number];
export type NeutralAction = NeutralRule['action'];
export type NeutralFilter = z.infer<typeof filter>;
export type NeutralWhen = z.infer<typeof when>;
export type NeutralCoupon = z.infer<typeof coupon>;
export type NeutralLine = NeutralCase['receipt']['lines'][number];
export type NeutralExpect = NeutralCase['expect'];

/** A case, or a part of one, that our rules cannot say. */
export class Unsupported extends Error {}
