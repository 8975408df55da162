/** Schemas of rules, groups and campaigns, with their windows, limits and budgets. */
import { z } from 'zod';
import { benefit, slipMessage } from './benefit-schema.js';
import { condition, lineFilter } from './condition-schema.js';
import { POINTS_MAX, STEPS_MAX, TOTAL_MAX } from './limits.js';
import { closed, codes, days, id, ids, instant, minorSome, name, whole } from './scalars.js';

export const window = closed({ from: instant.optional(), to: instant.optional() });

const day = closed({ kind: z.literal('day') });
const week = closed({ kind: z.literal('week') });
const month = closed({ kind: z.literal('month') });
const year = closed({ kind: z.literal('year') });
const rolling = closed({ kind: z.literal('rolling'), days });

const measure = z.enum(['times', 'units', 'money', 'points']);
const exceed = z.enum(['refuse', 'cut']).optional();
const max = whole(1, TOTAL_MAX);

export const limits = z
  .array(
    closed({
      measure,
      max,
      per: z.enum(['receipt', 'member']),
      period: z.discriminatedUnion('kind', [day, week, month, year, rolling]).optional(),
      exceed,
    }),
  )
  .max(STEPS_MAX);

export const budgets = z
  .array(closed({ measure, max, period: z.discriminatedUnion('kind', [day, week, month, year]).optional(), exceed }))
  .max(STEPS_MAX);

export const pointsTerms = closed({
  activation: z
    .discriminatedUnion('kind', [
      closed({ kind: z.literal('hours'), hours: whole(0, 87_840) }),
      closed({ kind: z.literal('days'), days: whole(0, 3_660) }),
    ])
    .optional(),
  life: z
    .discriminatedUnion('kind', [
      closed({ kind: z.literal('days'), days: whole(0, 36_600) }),
      closed({ kind: z.literal('endOfMonth'), months: whole(0, 1_200) }),
      closed({ kind: z.literal('endOfYear'), years: whole(0, 100) }),
      closed({ kind: z.literal('never') }),
    ])
    .optional(),
});

export const stage = z.enum(['card_price', 'line', 'receipt', 'earn']);

export const group = closed({
  id,
  name: name.optional(),
  stage,
  order: whole(-1_000_000, 1_000_000),
  mode: z.enum(['stack', 'best', 'first']),
  per: z.enum(['line', 'receipt']).optional(),
});

export const campaign = closed({
  id,
  name: name.optional(),
  active: z.boolean().optional(),
  window: window.optional(),
  limits: limits.optional(),
  budgets: budgets.optional(),
});

export const rule = closed({
  id,
  name,
  stage,
  group: id.optional(),
  priority: whole(-1_000_000, 1_000_000).optional(),
  active: z.boolean().optional(),
  campaign: id.optional(),
  exclusive: z.enum(['lines', 'receipt']).optional(),
  window: window.optional(),
  when: condition.optional(),
  lines: lineFilter.optional(),
  coupon: closed({ codes: codes.optional(), series: ids.optional() }).optional(),
  benefit,
  maxDiscountMinor: minorSome.optional(),
  maxPoints: whole(1, POINTS_MAX).optional(),
  points: pointsTerms.optional(),
  limits: limits.optional(),
  budgets: budgets.optional(),
  message: slipMessage.optional(),
});
