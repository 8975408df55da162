/** Conditions on the member's history. An anonymous receipt fails them all. */
import type { DayTotals, MemberState } from '../member.js';
import { divFloor } from '../money.js';
import type { Work } from '../pricing/work.js';
import { DAY_MS } from '../time.js';
import { isNearBirthday } from './birthday.js';
import { rangeCheck } from './check-range.js';
import { comparison } from './explain.js';
import { birthdayKey } from './personal.js';
import type { Check } from './rule-set.js';
import { sumOfSpan } from './spans.js';
import type { Span } from './types.js';

/** By the birth date, or, for a sale that is computed again, by the answer that is stored with it. */
export function birthdayCheck(daysBefore: number, daysAfter: number): Check {
  const key = birthdayKey(daysBefore, daysAfter);
  return {
    test: ({ member, local }) =>
      member !== null && (member.birthDate === '' ? isHeld(member, key) : isNearBirthday(member.birthDate, local, daysBefore, daysAfter)),
    why: (work) => comparison('birthday', 'outside', work.member?.birthDate ?? null, [daysBefore, daysAfter], 'count'),
  };
}

/** Whether a condition on the person held when the sale was made. */
export function isHeld(member: MemberState, key: string): boolean {
  return member.holding?.includes(key) === true;
}

/** The first purchase is number 1, so a member with 4 purchases is at number 5. */
export function purchaseNumberCheck(min: number | undefined, max: number | undefined, every: number | undefined): Check {
  const number = (work: Work): number | null => (work.member === null ? null : work.member.counters.purchases + 1);
  const range = rangeCheck('purchase_number', 'count', min, max, number);
  if (every === undefined) return range;
  return {
    test: (work) => range.test(work) && number(work)! % every === 0,
    why: (work) => (range.test(work) ? comparison('purchase_number', 'not_in', number(work), every, 'count', 'every') : range.why(work)),
  };
}

export function sinceLastCheck(min: number | undefined, max: number | undefined): Check {
  return rangeCheck('days_since_last_purchase', 'count', min, max, (work) =>
    daysSince(work, work.member?.counters.lastPurchaseAtMs ?? null),
  );
}

export function sinceEnrolmentCheck(min: number | undefined, max: number | undefined): Check {
  return rangeCheck('days_since_enrolment', 'count', min, max, (work) => daysSince(work, work.member?.enrolledAtMs ?? null));
}

function daysSince(work: Work, thenMs: number | null): number | null {
  if (thenMs === null) return null;
  const gone = work.receipt.purchasedAtMs - thenMs;
  return gone <= 0 ? 0 : divFloor(gone, DAY_MS);
}

const COUNTED = {
  spend: (day: DayTotals): number => day.spentMinor,
  points: (day: DayTotals): number => day.earnedPoints,
  purchases: (day: DayTotals): number => day.purchases,
} as const;

export function counterCheck(of: 'spend' | 'points' | 'purchases', span: Span, min: number | undefined, max: number | undefined): Check {
  const unit = of === 'spend' ? 'minor' : of === 'points' ? 'points' : 'count';
  return rangeCheck(
    'counter',
    unit,
    min,
    max,
    (work) => (work.member === null ? null : sumOfSpan(work.member.counters.days, span, work.home, COUNTED[of])),
    of,
  );
}
