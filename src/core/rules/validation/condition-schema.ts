/** Schemas of line filters and conditions. */
import { z } from 'zod';
import { BRANCHES_MAX, TOTAL_MAX } from './limits.js';
import {
  attributeTest,
  closed,
  codes,
  count,
  date,
  days,
  hour,
  hourEnd,
  ids,
  minor,
  minorSome,
  quantity,
  whole,
  word,
  words,
} from './scalars.js';

export const lineFilter = closed({
  skus: words.optional(),
  categories: words.optional(),
  brands: words.optional(),
  tags: words.optional(),
  attributes: z.array(attributeTest).min(1).max(BRANCHES_MAX).optional(),
  minUnitPriceMinor: minor.optional(),
  maxUnitPriceMinor: minor.optional(),
  minQuantityMilli: quantity.optional(),
  maxQuantityMilli: quantity.optional(),
  weighed: z.boolean().optional(),
  notDiscounted: z.boolean().optional(),
  get any() {
    return z.array(lineFilter).min(1).max(BRANCHES_MAX).optional();
  },
  get exclude() {
    return lineFilter.optional();
  },
});

export const span = z.discriminatedUnion('kind', [
  closed({ kind: z.literal('days'), days }),
  closed({ kind: z.literal('month') }),
  closed({ kind: z.literal('year') }),
  closed({ kind: z.literal('ever') }),
]);

export const basis = z.enum(['regular', 'card', 'running']);
const weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
const lines = lineFilter.optional();
const range = { min: count.optional(), max: count.optional() };

export const condition = z.discriminatedUnion('kind', [
  closed({
    kind: z.literal('all'),
    get of() {
      return z.array(condition).min(1).max(BRANCHES_MAX);
    },
  }),
  closed({
    kind: z.literal('any'),
    get of() {
      return z.array(condition).min(1).max(BRANCHES_MAX);
    },
  }),
  closed({
    kind: z.literal('not'),
    get of() {
      return condition;
    },
  }),
  closed({ kind: z.literal('amount'), basis, minMinor: minor.optional(), maxMinor: minor.optional(), lines }),
  closed({ kind: z.literal('quantity'), minMilli: quantity.optional(), maxMilli: quantity.optional(), lines }),
  closed({ kind: z.literal('lineCount'), count: z.enum(['lines', 'skus']).optional(), ...range, lines }),
  closed({ kind: z.literal('store'), in: words }),
  closed({ kind: z.literal('region'), in: words }),
  closed({ kind: z.literal('zone'), in: words }),
  closed({ kind: z.literal('channel'), in: words }),
  closed({ kind: z.literal('terminal'), in: words }),
  closed({ kind: z.literal('storeAttribute'), test: attributeTest }),
  closed({ kind: z.literal('receiptAttribute'), test: attributeTest }),
  closed({ kind: z.literal('weekday'), in: z.array(weekday).min(1).max(7) }),
  closed({ kind: z.literal('hours'), from: hour, to: hourEnd }),
  closed({ kind: z.literal('dates'), from: date.optional(), to: date.optional() }),
  closed({ kind: z.literal('dayOfMonth'), in: z.array(whole(1, 31)).min(1).max(31) }),
  closed({ kind: z.literal('member') }),
  closed({ kind: z.literal('segment'), in: words }),
  closed({ kind: z.literal('tier'), in: ids }),
  closed({ kind: z.literal('memberAttribute'), test: attributeTest }),
  closed({ kind: z.literal('birthday'), daysBefore: whole(0, 182).optional(), daysAfter: whole(0, 182).optional() }),
  closed({ kind: z.literal('purchaseNumber'), ...range, every: whole(1, 1_000_000).optional() }),
  closed({ kind: z.literal('daysSinceLastPurchase'), ...range }),
  closed({ kind: z.literal('daysSinceEnrolment'), ...range }),
  closed({
    kind: z.literal('counter'),
    of: z.enum(['spend', 'points', 'purchases']),
    span,
    min: whole(0, TOTAL_MAX).optional(),
    max: whole(0, TOTAL_MAX).optional(),
  }),
  closed({ kind: z.literal('coupon'), codes: codes.optional(), series: ids.optional() }),
  closed({ kind: z.literal('tender'), in: z.array(word).min(1).max(100), minMinor: minorSome.optional() }),
]);
