/** The schema of the whole document. Its type is the one of `types.ts`, which `same-type.ts` proves to the compiler. */
import { z } from 'zod';
import { condition, lineFilter, span } from './condition-schema.js';
import {
  CAMPAIGNS_MAX,
  CATEGORIES_MAX,
  GROUPS_MAX,
  PRICE_ITEMS_MAX,
  PRICE_LISTS_MAX,
  PRODUCTS_MAX,
  PROMO_CODES_MAX,
  RULES_MAX,
  SERIES_MAX,
  STEPS_MAX,
  STORES_MAX,
  TIERS_MAX,
  TOTAL_MAX,
} from './limits.js';
import { campaign, group, pointsTerms, rule, window } from './rule-schema.js';
import { attributes, closed, code, currency, days, id, instant, minor, name, points, prefix, share, whole, word, zone } from './scalars.js';

const settings = closed({
  percentBase: z.enum(['regular', 'card', 'running']).optional(),
  rounding: closed({
    mode: z.enum(['half_up', 'down']).optional(),
    at: z.enum(['unit', 'line', 'receipt']).optional(),
    split: z.enum(['largest_remainder', 'floor_then_first', 'last_takes_rest', 'nearest_then_first']).optional(),
  }).optional(),
  minUnitPriceMinor: minor.optional(),
  amountToleranceMinor: minor.optional(),
  stackingShareMaxBps: share.optional(),
  burn: closed({
    rate: closed({ points: whole(1, 1_000_000_000), minor: whole(1, 1_000_000_000) }),
    shareMaxBps: share.optional(),
    shares: z
      .array(closed({ when: condition, shareMaxBps: share }))
      .max(STEPS_MAX)
      .optional(),
    lineShareMaxBps: share.optional(),
    lineShares: z
      .array(closed({ lines: lineFilter, shareMaxBps: share }))
      .max(STEPS_MAX)
      .optional(),
    minMoneyMinor: minor.optional(),
    minPoints: points.optional(),
    stepPoints: points.optional(),
    excluded: lineFilter.optional(),
  }).optional(),
  earnBase: z.enum(['money', 'before_burn']).optional(),
  points: pointsTerms.optional(),
  returns: closed({
    shortfall: z.enum(['negative', 'deduct', 'forgive']).optional(),
    giveBack: z.boolean().optional(),
    restoreCoupons: z.boolean().optional(),
    restoreLimits: z.boolean().optional(),
    withoutReceipt: z.enum(['refused', 'lowest_price']).optional(),
  }).optional(),
  holdTtlMs: whole(1_000, 2_592_000_000).optional(),
  secondPerson: z.boolean().optional(),
});

const store = closed({
  id: word,
  name: name.optional(),
  region: word.optional(),
  timeZone: zone.optional(),
  zones: z.array(word).max(STEPS_MAX).optional(),
  attributes: attributes.optional(),
});

const category = closed({ id: word, name: name.optional(), parent: word.optional() });

const product = closed({
  sku: word,
  name: name.optional(),
  categories: z.array(word).max(STEPS_MAX).optional(),
  brand: word.optional(),
  tags: z.array(word).max(STEPS_MAX).optional(),
  attributes: attributes.optional(),
  unitPriceMinor: minor.optional(),
  minUnitPriceMinor: minor.optional(),
  costMinor: minor.optional(),
  weighed: z.boolean().optional(),
  discountable: z.boolean().optional(),
  burnable: z.boolean().optional(),
  earning: z.boolean().optional(),
});

const tier = closed({
  id,
  name: name.optional(),
  rank: whole(0, 1_000),
  qualify: z
    .array(closed({ by: z.enum(['spend', 'points', 'purchases']), min: whole(1, TOTAL_MAX), window: span }))
    .max(STEPS_MAX)
    .optional(),
  keep: z
    .discriminatedUnion('kind', [closed({ kind: z.literal('days'), days }), closed({ kind: z.literal('endOfYear'), years: whole(0, 100) })])
    .optional(),
});

export const priceItem = closed({ sku: word, unitPriceMinor: minor, from: instant.optional(), to: instant.optional() });

const priceList = closed({
  id,
  name: name.optional(),
  active: z.boolean().optional(),
  window: window.optional(),
  when: condition.optional(),
  items: z.array(priceItem).max(PRICE_ITEMS_MAX),
});

const promoCode = closed({
  code,
  active: z.boolean().optional(),
  window: window.optional(),
  maxUses: whole(1, TOTAL_MAX).optional(),
  maxUsesPerMember: whole(1, TOTAL_MAX).optional(),
  stackable: z.boolean().optional(),
});

const series = closed({
  id,
  name: name.optional(),
  window: window.optional(),
  lifeDays: days.optional(),
  maxUses: whole(1, 1_000_000).optional(),
  bound: z.boolean().optional(),
  stackable: z.boolean().optional(),
  prefix: prefix.optional(),
});

export const programmeSchema = closed({
  format: z.literal('tallystick/1'),
  id,
  name,
  currency,
  minorDigits: whole(0, 4),
  pointScale: whole(0, 2),
  timeZone: zone,
  settings: settings.optional(),
  stores: z.array(store).max(STORES_MAX).optional(),
  categories: z.array(category).max(CATEGORIES_MAX).optional(),
  products: z.array(product).max(PRODUCTS_MAX).optional(),
  tiers: z.array(tier).max(TIERS_MAX).optional(),
  groups: z.array(group).max(GROUPS_MAX).optional(),
  campaigns: z.array(campaign).max(CAMPAIGNS_MAX).optional(),
  priceLists: z.array(priceList).max(PRICE_LISTS_MAX).optional(),
  promoCodes: z.array(promoCode).max(PROMO_CODES_MAX).optional(),
  couponSeries: z.array(series).max(SERIES_MAX).optional(),
  rules: z.array(rule).max(RULES_MAX).optional(),
});

const listOf = (most: number) => z.array(z.unknown()).max(most).optional();

/** The document without its lists, whose items are read one by one by the schemas below. */
export const headSchema = closed({
  ...programmeSchema.shape,
  stores: listOf(STORES_MAX),
  categories: listOf(CATEGORIES_MAX),
  products: listOf(PRODUCTS_MAX),
  tiers: listOf(TIERS_MAX),
  groups: listOf(GROUPS_MAX),
  campaigns: listOf(CAMPAIGNS_MAX),
  priceLists: listOf(PRICE_LISTS_MAX),
  promoCodes: listOf(PROMO_CODES_MAX),
  couponSeries: listOf(SERIES_MAX),
  rules: listOf(RULES_MAX),
});

export const itemSchemas = {
  stores: store,
  categories: category,
  products: product,
  tiers: tier,
  groups: group,
  campaigns: campaign,
  priceLists: closed({ ...priceList.shape, items: z.array(z.unknown()).max(PRICE_ITEMS_MAX) }),
  promoCodes: promoCode,
  couponSeries: series,
  rules: rule,
};
