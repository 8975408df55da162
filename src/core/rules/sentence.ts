/** English sentences made from the codes of comparisons. Another language needs this file only. */
import { unreachable } from '../invariant.js';
import { dateTimeText } from '../time.js';
import type { Comparison, ComparisonCode, Side } from './explain.js';

/** How amounts and instants are written. */
export interface Style {
  readonly minorDigits: number;
  readonly pointScale: number;
  readonly timeZone: string;
}

const SUBJECTS: Record<ComparisonCode, string> = {
  outside_window: 'the time of purchase',
  member_needed: 'the member',
  coupon_needed: 'a code that opens the rule',
  amount_regular: 'the regular amount',
  amount_card: 'the amount at card prices',
  amount_running: 'the running amount',
  quantity: 'the quantity',
  line_count: 'the number of lines',
  store: 'the store',
  region: 'the region',
  zone: 'the zone',
  channel: 'the channel',
  terminal: 'the terminal',
  store_attribute: 'the store attribute',
  receipt_attribute: 'the receipt attribute',
  member_attribute: 'the member attribute',
  weekday: 'the weekday',
  hours: 'the hour',
  dates: 'the date',
  day_of_month: 'the day of the month',
  segment: 'the segment',
  tier: 'the tier',
  birthday: 'the birthday',
  purchase_number: 'the number of the purchase',
  days_since_last_purchase: 'the days since the last purchase',
  days_since_enrolment: 'the days since enrolment',
  counter: 'the counter',
  coupon: 'a valid code',
  tender: 'the amount paid with',
  none_of: 'none of the alternatives holds',
  excluded_by: 'a condition that must not hold does',
  no_eligible_line: 'an eligible line',
  not_enough_units: 'the number of units',
  below_threshold: 'the amount or quantity',
  not_better: 'the benefit',
  group_taken: 'another rule of the group applied',
  exclusive: 'an exclusive rule applied',
  no_room: 'the lines are at their lowest price',
  no_benefit: 'the rule gives nothing here',
  limit: 'the limit',
  budget: 'the budget',
  code_unknown: 'the code is unknown',
  code_mistyped: 'the code was mistyped: its check character does not go with the others',
  code_expired: 'the code expired',
  code_not_started: 'the code is not valid yet',
  code_used: 'the code is used',
  code_not_yours: 'the code belongs to another member',
  code_limit_reached: 'the uses of the code',
  code_member_limit_reached: "the member's uses of the code",
  code_not_stackable: 'the code does not go with',
  code_not_needed: 'no rule needs the code now',
  code_withdrawn: 'the code was withdrawn',
};

/** Codes that say everything by themselves; the other side is only who was in the way. */
const COMPLETE: ReadonlySet<ComparisonCode> = new Set([
  'none_of',
  'excluded_by',
  'group_taken',
  'exclusive',
  'no_room',
  'no_benefit',
  'code_unknown',
  'code_mistyped',
  'code_used',
  'code_not_yours',
  'code_not_needed',
  'code_withdrawn',
]);

/** The relation with its wanted side, after the subject and the actual side. */
function relationText(relation: Comparison['relation'], wanted: string): string {
  switch (relation) {
    case 'below':
      return `is below ${wanted}`;
    case 'above':
      return `is above ${wanted}`;
    case 'not_in':
      return `is not one of ${wanted}`;
    case 'in':
      return `is ${wanted}`;
    case 'missing':
      return wanted === '' ? 'is missing' : `is missing: ${wanted}`;
    case 'outside':
      return `is outside of ${wanted}`;
    case 'used_up':
      return `would be used up: at most ${wanted}`;
    default:
      return unreachable(relation);
  }
}

/** "The running amount 94.50 is below 100.00." · "The limit (month) 3 would be used up: at most 2." · "The code is unknown." */
export function sentenceOf(comparison: Comparison, style: Style): string {
  const { code, relation, actual, wanted, unit, subject } = comparison;
  const what = SUBJECTS[code];
  if (COMPLETE.has(code)) return finish(subject === '' ? what : `${what} (${subject})`);
  const show = (side: Side): string => sideText(side, isInstant(code) ? 'instant' : unit, style);
  const named = subject === '' ? what : `${what} (${subject})`;
  const left = relation === 'missing' || actual === null ? '' : ` ${show(actual)}`;
  return finish(`${named}${left} ${relationText(relation, show(wanted))}`);
}

const isInstant = (code: ComparisonCode): boolean => code === 'outside_window' || code === 'code_expired' || code === 'code_not_started';

const finish = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function sideText(side: Side, unit: Comparison['unit'] | 'instant', style: Style): string {
  if (side === null) return '';
  if (typeof side === 'object') return side.map((each) => sideText(each, unit, style)).join(', ');
  if (typeof side !== 'number') return String(side);
  switch (unit) {
    case 'minor':
      return scaled(side, style.minorDigits);
    case 'points':
      return `${scaled(side, style.pointScale)} points`;
    case 'milli':
      return scaled(side, 3).replace(/\.?0+$/, '');
    case 'instant':
      return dateTimeText(style.timeZone, side);
    case 'count':
    case 'text':
      return String(side);
    default:
      return unreachable(unit);
  }
}

/** An integer with its point put in: 9450 with 2 digits is 94.50. */
function scaled(value: number, digits: number): string {
  if (digits === 0) return String(value);
  const text = String(value).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
