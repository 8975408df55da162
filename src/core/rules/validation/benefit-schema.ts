/** Schemas of benefits: what a rule gives. */
import { z } from 'zod';
import { basis, lineFilter } from './condition-schema.js';
import { AMOUNT_MAX, FACTOR_MAX, STEPS_MAX } from './limits.js';
import { closed, id, message, minor, minorSome, points, quantitySome, rate, units, whole, words } from './scalars.js';

export const give = z.discriminatedUnion('kind', [
  closed({ kind: z.literal('free') }),
  closed({ kind: z.literal('percent'), rateBps: rate }),
  closed({ kind: z.literal('amount'), amountMinor: minorSome }),
  closed({ kind: z.literal('price'), priceMinor: minor }),
]);

export const slipMessage = closed({ code: id, text: message });

const pick = z.enum(['cheapest', 'dearest']);
const within = z.enum(['line', 'lines']).optional();
const per = z.enum(['unit', 'set']).optional();
const maxTimes = units.optional();
const unitCap = { maxUnits: units.optional(), unitsPer: z.enum(['line', 'rule']).optional(), pick: pick.optional() };
const take = closed({ pick, units: units.optional(), nth: units.optional(), across: z.enum(['set', 'all']).optional() });

function steps<T extends z.ZodType>(step: T): z.ZodArray<T> {
  return z.array(step).min(1).max(STEPS_MAX);
}

export const benefit = z.discriminatedUnion('kind', [
  closed({ kind: z.literal('percent'), rateBps: rate, ...unitCap }),
  closed({ kind: z.literal('amountOff'), amountMinor: minorSome, per: z.enum(['unit', 'line', 'receipt']), ...unitCap }),
  closed({ kind: z.literal('fixedPrice'), unitPriceMinor: minor, ...unitCap }),
  closed({ kind: z.literal('totalPrice'), priceMinor: minor }),
  closed({
    kind: z.literal('quantityTiers'),
    count: z.enum(['line', 'lines']),
    units: z.enum(['all', 'above']),
    tiers: steps(closed({ fromMilli: quantitySome, give })),
    maxUnits: units.optional(),
  }),
  closed({ kind: z.literal('everyNth'), n: units, give, within, from: pick.optional(), maxTimes }),
  closed({ kind: z.literal('sets'), size: units, within, from: pick.optional(), take: take.optional(), give, per, maxTimes }),
  closed({
    kind: z.literal('buyGet'),
    buy: lineFilter,
    buyUnits: units,
    get: lineFilter.optional(),
    getUnits: units,
    give,
    pick: pick.optional(),
    maxTimes,
    partial: z.boolean().optional(),
  }),
  closed({ kind: z.literal('bundle'), pools: steps(closed({ lines: lineFilter, units })), give, per, pick: pick.optional(), maxTimes }),
  closed({ kind: z.literal('units'), units, give, pick: pick.optional() }),
  closed({
    kind: z.literal('thresholdTiers'),
    by: z.enum(['amount', 'quantity']),
    basis: basis.optional(),
    over: z.enum(['eligible', 'receipt']).optional(),
    mode: z.enum(['highest', 'every']),
    tiers: steps(closed({ from: whole(1, AMOUNT_MAX), give })),
  }),
  closed({ kind: z.literal('freeProduct'), skus: words, units, offer: slipMessage }),
  closed({ kind: z.literal('earnPercent'), rateBps: rate }),
  closed({ kind: z.literal('earnPerAmount'), points, perMinor: minorSome, complete: z.boolean().optional() }),
  closed({ kind: z.literal('earnPerUnit'), points }),
  closed({ kind: z.literal('earnFixed'), points }),
  closed({ kind: z.literal('earnTiers'), mode: z.enum(['highest', 'every']), tiers: steps(closed({ fromMinor: minorSome, points })) }),
  closed({ kind: z.literal('earnMultiplier'), factorBps: whole(10_001, FACTOR_MAX), of: z.array(id).min(1).max(STEPS_MAX).optional() }),
  closed({ kind: z.literal('issueCoupon'), series: id, count: whole(1, 100).optional() }),
  closed({ kind: z.literal('message') }),
]);
