import { termsOf } from '../../src/core/pricing/terms.js';
import type { PointsTerms } from '../../src/core/rules/types.js';
import { member, programme, quote } from './support.js';

const BERLIN = 'Europe/Berlin';
const NEW_YORK = 'America/New_York';
const CHATHAM = 'Pacific/Chatham';
const BEIRUT = 'Asia/Beirut';
const days = (n: number): PointsTerms => ({ life: { kind: 'days', days: n } });
const months = (n: number): PointsTerms => ({ life: { kind: 'endOfMonth', months: n } });
const years = (n: number): PointsTerms => ({ life: { kind: 'endOfYear', years: n } });
const delay = (n: number, life: PointsTerms = {}): PointsTerms => ({ activation: { kind: 'days', days: n }, ...life });
const hours = (n: number): PointsTerms => ({ activation: { kind: 'hours', hours: n } });

const iso = (ms: number | null): string => (ms === null ? 'never' : new Date(ms).toISOString().replace('.000Z', 'Z'));

// [what, zone, terms, bought, active from, expired from]
const TABLE: readonly [string, string, PointsTerms, string, string, string][] = [
  ['at once and for ever', BERLIN, {}, '2026-11-22T12:00:00Z', '2026-11-22T12:00:00Z', 'never'],
  ['to the end of the same day', BERLIN, days(0), '2026-11-22T12:00:00Z', '2026-11-22T12:00:00Z', '2026-11-22T23:00:00Z'],
  [
    'bought in the last millisecond of a day',
    BERLIN,
    days(0),
    '2026-11-22T22:59:59.999Z',
    '2026-11-22T22:59:59.999Z',
    '2026-11-22T23:00:00Z',
  ],
  ['bought in the first instant of a day', BERLIN, days(0), '2026-11-22T23:00:00Z', '2026-11-22T23:00:00Z', '2026-11-23T23:00:00Z'],
  ['90 days over the end of summer time', BERLIN, days(90), '2026-09-01T10:00:00Z', '2026-09-01T10:00:00Z', '2026-11-30T23:00:00Z'],
  ['90 days over the start of summer time', BERLIN, days(90), '2026-01-15T10:00:00Z', '2026-01-15T10:00:00Z', '2026-04-15T22:00:00Z'],
  [
    'the day the clock springs forward has 23 hours',
    BERLIN,
    days(0),
    '2026-03-28T23:00:00Z',
    '2026-03-28T23:00:00Z',
    '2026-03-29T22:00:00Z',
  ],
  ['the day the clock falls back has 25', BERLIN, days(0), '2026-10-24T22:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
  ['in the hour that comes twice, first time', BERLIN, days(1), '2026-10-25T00:30:00Z', '2026-10-25T00:30:00Z', '2026-10-26T23:00:00Z'],
  ['in the hour that comes twice, second time', BERLIN, days(1), '2026-10-25T01:30:00Z', '2026-10-25T01:30:00Z', '2026-10-26T23:00:00Z'],
  ['14 days of waiting', BERLIN, delay(14, days(90)), '2026-11-22T12:00:00Z', '2026-12-05T23:00:00Z', '2027-03-06T23:00:00Z'],
  ['waiting over the end of summer time', BERLIN, delay(1), '2026-10-24T21:30:00Z', '2026-10-24T22:00:00Z', 'never'],
  ['waiting over the start of summer time', BERLIN, delay(1), '2026-03-29T10:00:00Z', '2026-03-29T22:00:00Z', 'never'],
  ['24 hours are exact, whatever the clock does', BERLIN, hours(24), '2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z', 'never'],
  ['25 hours into the hour that comes twice', BERLIN, hours(25), '2026-10-24T00:30:00Z', '2026-10-25T01:30:00Z', 'never'],
  ['no days of waiting are none', BERLIN, delay(0, days(0)), '2026-11-22T12:00:00Z', '2026-11-22T12:00:00Z', '2026-11-22T23:00:00Z'],
  ['a leap day is a day', BERLIN, days(1), '2028-02-28T12:00:00Z', '2028-02-28T12:00:00Z', '2028-02-29T23:00:00Z'],
  ['a year of 365 days from a leap day', BERLIN, days(365), '2028-02-29T12:00:00Z', '2028-02-29T12:00:00Z', '2029-02-28T23:00:00Z'],
  ['no leap day in 2100', BERLIN, days(1), '2100-02-28T12:00:00Z', '2100-02-28T12:00:00Z', '2100-03-01T23:00:00Z'],
  ['end of this month', BERLIN, months(0), '2026-11-22T12:00:00Z', '2026-11-22T12:00:00Z', '2026-11-30T23:00:00Z'],
  ['end of February in a leap year', BERLIN, months(1), '2028-01-31T12:00:00Z', '2028-01-31T12:00:00Z', '2028-02-29T23:00:00Z'],
  ['end of February in another', BERLIN, months(1), '2027-01-31T12:00:00Z', '2027-01-31T12:00:00Z', '2027-02-28T23:00:00Z'],
  ['end of the 12th month', BERLIN, months(12), '2026-11-22T12:00:00Z', '2026-11-22T12:00:00Z', '2027-11-30T23:00:00Z'],
  ['end of the month over the year', BERLIN, months(2), '2026-12-31T22:59:59.999Z', '2026-12-31T22:59:59.999Z', '2027-02-28T23:00:00Z'],
  ['a second later it is January', BERLIN, months(2), '2026-12-31T23:00:00Z', '2026-12-31T23:00:00Z', '2027-03-31T22:00:00Z'],
  [
    'activated in the next month, to its end',
    BERLIN,
    delay(14, months(0)),
    '2026-11-22T12:00:00Z',
    '2026-12-05T23:00:00Z',
    '2026-12-31T23:00:00Z',
  ],
  ['end of this year', BERLIN, years(0), '2026-11-22T12:00:00Z', '2026-11-22T12:00:00Z', '2026-12-31T23:00:00Z'],
  ['end of the next year', BERLIN, years(1), '2028-02-29T12:00:00Z', '2028-02-29T12:00:00Z', '2029-12-31T23:00:00Z'],
  [
    'New Year in New York is five hours after London',
    NEW_YORK,
    years(0),
    '2027-01-01T04:59:59Z',
    '2027-01-01T04:59:59Z',
    '2027-01-01T05:00:00Z',
  ],
  ['a zone of 45 minutes', CHATHAM, days(0), '2026-11-22T12:00:00Z', '2026-11-22T12:00:00Z', '2026-11-23T10:15:00Z'],
  [
    'a zone whose clock changes at midnight: the day starts at one',
    BEIRUT,
    days(0),
    '2026-03-28T12:00:00Z',
    '2026-03-28T12:00:00Z',
    '2026-03-28T22:00:00Z',
  ],
  [
    'and in autumn the day has its last hour twice',
    BEIRUT,
    days(0),
    '2026-10-24T12:00:00Z',
    '2026-10-24T12:00:00Z',
    '2026-10-24T22:00:00Z',
  ],
  ['a zone without summer time', 'Asia/Tokyo', days(30), '2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z', '2026-03-31T15:00:00Z'],
];

it.each(TABLE)('%s', (_what, zone, terms, bought, active, expired) => {
  const { activatesAtMs, expiresAtMs } = termsOf(terms, Date.parse(bought), zone);
  expect([iso(activatesAtMs), iso(expiresAtMs)]).toEqual([
    iso(Date.parse(active)),
    expired === 'never' ? 'never' : iso(Date.parse(expired)),
  ]);
});

// Berlin ends summer time a week before New York, which begins it two weeks earlier. [bought, wall clock of the store, days, expired from]
const ELSEWHERE: readonly [string, string, number, string][] = [
  ['2026-11-22T22:30:00Z', 'the 22nd there, and here', 0, '2026-11-22T23:00:00Z'],
  ['2026-11-23T03:30:00Z', 'the 22nd there, the 23rd here', 0, '2026-11-23T23:00:00Z'],
  ['2026-10-25T02:30:00Z', 'the 24th there, the longest day here', 0, '2026-10-25T23:00:00Z'],
  ['2026-11-01T05:30:00Z', 'in the hour that comes twice there', 0, '2026-11-01T23:00:00Z'],
  ['2026-03-08T07:30:00Z', 'after the hour that is missing there', 21, '2026-03-29T22:00:00Z'],
  ['2028-02-29T23:30:00Z', 'the leap day there, March here', 0, '2028-03-01T23:00:00Z'],
];

it.each(ELSEWHERE)('points of a store in New York live by the zone of the programme: at %s, %s', (bought, _what, life, expired) => {
  const earn = { stage: 'earn' as const, benefit: { kind: 'earnFixed' as const, points: 5 }, points: days(life) };
  const rules = programme({ stores: [{ id: 's1', timeZone: NEW_YORK }], timeZone: BERLIN, rules: [earn] });
  const [item] = quote({
    programme: rules,
    lines: [{ price: 1000 }],
    receipt: { purchasedAtMs: Date.parse(bought) },
    member: member(),
  }).earn;
  expect(iso(item!.expiresAtMs)).toBe(expired);
});

// A rule that is live from 9 to 17 asks the clock on the wall of the store.
it.each([
  ['2026-03-08T12:59:59Z', false],
  ['2026-03-08T13:00:00Z', true],
  ['2026-03-08T20:59:59Z', true],
  ['2026-03-08T21:00:00Z', false],
  ['2026-11-01T13:59:59Z', false],
  ['2026-11-01T14:00:00Z', true],
  ['2026-11-01T21:59:59Z', true],
  ['2026-11-01T22:00:00Z', false],
])('its hours are those of the store, on the days its clock changes: %s %s', (bought, isLive) => {
  const when = { kind: 'hours' as const, from: '09:00', to: '17:00' };
  const earn = { stage: 'earn' as const, when, benefit: { kind: 'earnFixed' as const, points: 5 } };
  const rules = programme({ stores: [{ id: 's1', timeZone: NEW_YORK }], timeZone: BERLIN, rules: [earn] });
  const found = quote({
    programme: rules,
    lines: [{ price: 1000 }],
    receipt: { purchasedAtMs: Date.parse(bought) },
    member: member(),
  }).earn;
  expect(found.length > 0).toBe(isLive);
});
