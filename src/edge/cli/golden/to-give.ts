import type { Give, Pick, UnitCap } from '../../../core/rules/benefits.js';
import { Unsupported } from './neutral-case.js';
import type { NeutralAction } from './neutral-case.js';

/** `12.5` → 1250. More than 100 % takes no more than everything. */
export function toBps(percent: string | number): number {
  const text = String(percent);
  const match = /^(\d{1,6})(?:\.(\d{1,2})0*)?$/.exec(text);
  if (match === null) throw new Unsupported(`a percentage of ${text} is finer than a basis point, or none`);
  return Math.min(10_000, Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')));
}

/** An integer is an amount, a text is a percentage. */
export function toGive(value: string | number): Give {
  if (typeof value === 'number') return { kind: 'amount', amountMinor: value };
  const rateBps = toBps(value);
  return rateBps === 10_000 ? { kind: 'free' } : { kind: 'percent', rateBps };
}

/** What the units of a set or block get: percent, fixed, price or value, whichever the action names. */
export function giveOf(action: NeutralAction): Give {
  if (action.percent !== undefined) return toGive(action.percent);
  if (action.price !== undefined) return { kind: 'price', priceMinor: action.price };
  const value = action.fixed ?? action.value;
  if (value === undefined) throw new Unsupported(`${action.type} names no percent, fixed, price or value`);
  return toGive(value);
}

export function amountOf(action: NeutralAction): number {
  const value = action.value ?? action.fixed;
  if (typeof value !== 'number') throw new Unsupported(`${action.type} needs a value in minor units`);
  return value;
}

export function rateOf(action: NeutralAction): number {
  const value = action.percent ?? action.value;
  if (value === undefined) throw new Unsupported(`${action.type} needs a percentage`);
  return toBps(value);
}

export const pickOf = (pick: NeutralAction['pick']): Pick => (pick === 'cheapest' ? 'cheapest' : 'dearest');

/** At most so many units: of each line, or of the whole rule where a pick says which. */
export function capOf(action: NeutralAction): UnitCap {
  if (action.max_units === undefined) return {};
  if (action.pick === undefined) return { maxUnits: action.max_units, unitsPer: 'line' };
  return { maxUnits: action.max_units, unitsPer: 'rule', pick: pickOf(action.pick) };
}

/** Repetitions: a limit, once, or as often as there are units. */
export function timesOf(action: NeutralAction): { readonly maxTimes?: number } {
  if (action.repeat === false) return { maxTimes: 1 };
  return action.limit === undefined ? {} : { maxTimes: action.limit };
}

/** Parameters that an action of this type does not have. */
export function refuseOthers(action: NeutralAction, known: readonly (keyof NeutralAction)[]): void {
  for (const key of Object.keys(action) as (keyof NeutralAction)[]) {
    if (key !== 'type' && key !== 'max_discount' && !known.includes(key)) throw new Unsupported(`${action.type} with ${key}`);
  }
}
