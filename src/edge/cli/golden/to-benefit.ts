import { unreachable } from '../../../core/invariant.js';
import type { DiscountBenefit, Give } from '../../../core/rules/benefits.js';
import type { Basis } from '../../../core/rules/types.js';
import { Unsupported } from './neutral-case.js';
import type { NeutralAction, NeutralFilter } from './neutral-case.js';
import { toFilter } from './to-filter.js';
import { amountOf, capOf, giveOf, pickOf, rateOf, refuseOthers, timesOf, toGive } from './to-give.js';
import { toTiers } from './to-tiers.js';

const TYPES = [
  'order_percent',
  'order_fixed',
  'line_percent',
  'line_fixed',
  'unit_fixed',
  'price_percent',
  'price_fixed',
  'set_price',
  'set_unit_price',
  'buy_get',
  'buy_get_block',
  'cheapest_free',
  'set_group',
  'quantity_group',
  'tier_percent',
  'tier_fixed',
  'first_and_more',
] as const;

export type ActionType = (typeof TYPES)[number];

/** Changes the unit price itself: a special card price. */
export const isPrice = (type: string): boolean => type === 'price_percent' || type === 'price_fixed';

/** Works on the order as a whole. */
export const isOrder = (type: string): boolean => type === 'order_percent' || type === 'order_fixed';

export function actionType(action: NeutralAction): ActionType {
  const known = TYPES.find((type) => type === action.type);
  if (known === undefined) throw new Unsupported(`action ${action.type}`);
  return known;
}

/** Null: the action gives nothing at all (a percentage or an amount of zero), which our rules do not hold. `running` is what thresholds look at. */
export function toBenefit(action: NeutralAction, filter: NeutralFilter | undefined, running: Basis): DiscountBenefit | null {
  const type = actionType(action);
  switch (type) {
    case 'order_percent':
    case 'line_percent':
    case 'price_percent':
      refuseOthers(action, ['value', 'percent', 'max_units', 'pick']);
      return rateOf(action) === 0 ? null : { kind: 'percent', rateBps: rateOf(action), ...capOf(action) };
    case 'order_fixed':
      refuseOthers(action, ['value', 'fixed']);
      return amountOff(action, 'receipt');
    case 'line_fixed':
      refuseOthers(action, ['value', 'fixed']);
      return amountOff(action, 'line');
    case 'unit_fixed':
    case 'price_fixed':
      refuseOthers(action, ['value', 'fixed', 'max_units', 'pick']);
      return amountOff(action, 'unit');
    case 'set_unit_price':
      refuseOthers(action, ['value', 'price', 'max_units', 'pick']);
      return { kind: 'fixedPrice', unitPriceMinor: action.price ?? amountOf(action), ...capOf(action) };
    case 'tier_percent':
    case 'tier_fixed':
      refuseOthers(action, ['value', 'tiers', 'tier_by']);
      return toTiers(action, running);
    case 'first_and_more':
      refuseOthers(action, ['value', 'first', 'more', 'max_units']);
      return firstAndMore(action);
    case 'set_price':
    case 'buy_get':
    case 'buy_get_block':
    case 'cheapest_free':
    case 'set_group':
    case 'quantity_group':
      return setBenefit(type, action, filter);
    default:
      return unreachable(type);
  }
}

function amountOff(action: NeutralAction, per: 'unit' | 'line' | 'receipt'): DiscountBenefit | null {
  const amountMinor = amountOf(action);
  return amountMinor === 0 ? null : { kind: 'amountOff', amountMinor, per, ...capOf(action) };
}

/** The first unit of a line gets `first` (or `value`), each further one `more`. */
function firstAndMore(action: NeutralAction): DiscountBenefit | null {
  const steps = [action.first ?? action.value ?? 0, action.more ?? 0].map((value, i) => ({ fromMilli: (i + 1) * 1000, value }));
  const tiers = steps.filter(({ value }) => Number(value) > 0).map(({ fromMilli, value }) => ({ fromMilli, give: toGive(value) }));
  if (tiers.length === 0) return null;
  // A first unit with something and further ones without: one unit of each line.
  const maxUnits = tiers.length === 1 && tiers[0]!.fromMilli === 1000 ? 1 : action.max_units;
  return { kind: 'quantityTiers', count: 'line', units: 'above', tiers, ...(maxUnits !== undefined && maxUnits > 0 && { maxUnits }) };
}

type SetType = 'set_price' | 'buy_get' | 'buy_get_block' | 'cheapest_free' | 'set_group' | 'quantity_group';

function setBenefit(type: SetType, action: NeutralAction, filter: NeutralFilter | undefined): DiscountBenefit {
  switch (type) {
    case 'set_price':
      refuseOthers(action, ['value', 'price', 'n', 'limit', 'repeat', 'pick']);
      return setPrice(action);
    case 'buy_get':
      refuseOthers(action, ['value', 'fixed', 'price', 'percent', 'buy', 'get', 'buy_qty', 'get_qty', 'pick', 'limit', 'repeat']);
      return buyGet(action, filter);
    case 'buy_get_block':
      refuseOthers(action, ['value', 'fixed', 'percent', 'buy_qty', 'get_qty', 'apply_to', 'limit', 'repeat']);
      return block(action);
    case 'cheapest_free':
      refuseOthers(action, ['n', 'limit', 'repeat']);
      return {
        kind: 'sets',
        size: wanted(action, 'n'),
        from: 'cheapest',
        take: { pick: 'cheapest', units: 1 },
        give: { kind: 'free' },
        maxTimes: action.limit ?? 1,
      };
    case 'set_group':
      refuseOthers(action, [
        'value',
        'fixed',
        'price',
        'percent',
        'group_size',
        'group_sort',
        'take',
        'sort',
        'pick',
        'picker',
        'limit',
        'repeat',
      ]);
      return group(action);
    case 'quantity_group':
      refuseOthers(action, ['value', 'fixed', 'percent', 'group_size', 'n', 'limit', 'repeat']);
      return { kind: 'sets', size: action.group_size ?? wanted(action, 'n'), give: giveOf(action), ...timesOf(action) };
    default:
      return unreachable(type);
  }
}

function wanted(action: NeutralAction, field: 'n' | 'buy_qty' | 'get_qty' | 'group_size'): number {
  const value = action[field];
  if (value === undefined || value === 0) throw new Unsupported(`${action.type} without ${field}`);
  return value;
}

function setPrice(action: NeutralAction): DiscountBenefit {
  const priceMinor = action.price ?? amountOf(action);
  if (action.n === undefined) return { kind: 'totalPrice', priceMinor };
  const from = action.pick === undefined ? 'cheapest' : pickOf(action.pick);
  return { kind: 'sets', size: wanted(action, 'n'), from, give: { kind: 'price', priceMinor }, per: 'set', ...timesOf(action) };
}

function buyGet(action: NeutralAction, filter: NeutralFilter | undefined): DiscountBenefit {
  const buy = toFilter(action.buy) ?? toFilter(filter) ?? {};
  const get = toFilter(action.get);
  return {
    kind: 'buyGet',
    buy,
    buyUnits: wanted(action, 'buy_qty'),
    ...(get !== undefined && { get }),
    getUnits: wanted(action, 'get_qty'),
    give: action.percent === undefined && action.value === undefined && action.fixed === undefined ? { kind: 'free' } : giveOf(action),
    pick: action.pick === undefined ? 'cheapest' : pickOf(action.pick),
    ...timesOf(action),
  };
}

/** Blocks of bought and got units of one line; off each got unit, or once off the whole block. */
function block(action: NeutralAction): DiscountBenefit {
  const got = wanted(action, 'get_qty');
  const size = wanted(action, 'buy_qty') + got;
  const give: Give = giveOf(action);
  if (action.apply_to === 'xy_total') return { kind: 'sets', size, within: 'line', give, per: 'set', ...timesOf(action) };
  return { kind: 'sets', size, within: 'line', take: { pick: 'cheapest', units: got }, give, ...timesOf(action) };
}

/** Vertical: the k-th of each group. Horizontal: the k-th over all groups together. Without k: the whole group. */
function group(action: NeutralAction): DiscountBenefit {
  const from = action.group_sort === 'price_asc' ? 'cheapest' : 'dearest';
  const sort = action.sort === undefined ? from : action.sort === 'price_asc' ? 'cheapest' : 'dearest';
  const pick = action.pick === undefined ? sort : pickOf(action.pick);
  const across = action.picker === 'horizontal' ? ('all' as const) : ('set' as const);
  const give = giveOf(action);
  const size = wanted(action, 'group_size');
  if (action.take !== undefined) return { kind: 'sets', size, from, take: { pick, nth: action.take, across }, give, ...timesOf(action) };
  return { kind: 'sets', size, from, give, ...(perSet(give) && { per: 'set' }), ...timesOf(action) };
}

const perSet = (give: Give): boolean => give.kind === 'amount' || give.kind === 'price';
