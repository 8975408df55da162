import { civil, dayNumber, dayOf, type LocalTime } from '../time.js';

/** Today is `before` or fewer days before the birthday, or `after` or fewer after it. 29 February is kept on 1 March in other years. */
export function isNearBirthday(birthDate: string, { day, year }: LocalTime, before: number, after: number): boolean {
  const born = civil(dayOf(birthDate));
  for (const candidate of [year - 1, year, year + 1]) {
    const birthday = dayNumber(candidate, born.month, born.dayOfMonth);
    if (day >= birthday - before && day <= birthday + after) return true;
  }
  return false;
}
