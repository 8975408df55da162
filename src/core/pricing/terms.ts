/** When earned points become spendable and when they expire. */
import { unreachable } from '../invariant.js';
import type { EpochMs } from '../money.js';
import type { PointsTerms } from '../rules/types.js';
import { dayNumber, hoursMs, localTime, startOfDay } from '../time.js';

/**
 * Bought on 22 November, active after 14 days → from 6 December 00:00 in the programme's zone. Life of 90 days → to the end of 6 March;
 * to the end of the next month → to the end of 31 January (activated in December).
 */
export function termsOf(
  terms: PointsTerms,
  purchasedAtMs: EpochMs,
  zone: string,
): { readonly activatesAtMs: EpochMs; readonly expiresAtMs: EpochMs | null } {
  const activatesAtMs = activation(terms, purchasedAtMs, zone);
  return { activatesAtMs, expiresAtMs: expiry(terms, activatesAtMs, zone) };
}

function activation({ activation: delay }: PointsTerms, purchasedAtMs: EpochMs, zone: string): EpochMs {
  if (delay === undefined) return purchasedAtMs;
  switch (delay.kind) {
    case 'hours':
      return purchasedAtMs + hoursMs(delay.hours);
    case 'days':
      return delay.days === 0 ? purchasedAtMs : startOfDay(zone, localTime(zone, purchasedAtMs).day + delay.days);
    default:
      return unreachable(delay);
  }
}

function expiry({ life }: PointsTerms, activatesAtMs: EpochMs, zone: string): EpochMs | null {
  if (life === undefined) return null;
  const { day, year, month } = localTime(zone, activatesAtMs);
  switch (life.kind) {
    case 'never':
      return null;
    case 'days':
      return startOfDay(zone, day + life.days + 1);
    case 'endOfMonth':
      return startOfDay(zone, firstOfMonth(year, month + life.months + 1));
    case 'endOfYear':
      return startOfDay(zone, dayNumber(year + life.years + 1, 1, 1));
    default:
      return unreachable(life);
  }
}

function firstOfMonth(year: number, month: number): number {
  let y = year;
  let m = month;
  for (; m > 12; m -= 12) y++;
  return dayNumber(y, m, 1);
}
