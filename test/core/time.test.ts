import fc from 'fast-check';
import { civil, dateText, dayNumber, dayOf, instantOf, localTime, startOfDay, utcText } from '../../src/core/time.js';

describe('local time', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29T00:59:59Z', '2026-03-29', 119],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', '2026-03-29', 180],
    ['Europe/Berlin', '2026-10-25T00:59:59Z', '2026-10-25', 179],
    ['Europe/Berlin', '2026-10-25T01:00:00Z', '2026-10-25', 120],
    ['Asia/Kathmandu', '2026-11-22T18:14:00Z', '2026-11-22', 1439],
    ['Asia/Kathmandu', '2026-11-22T18:15:00Z', '2026-11-23', 0],
    ['America/New_York', '2026-01-01T04:59:00Z', '2025-12-31', 1439],
    ['UTC', '1969-12-31T23:59:00Z', '1969-12-31', 1439],
  ])('%s at %s', (zone, instant, date, minute) => {
    const local = localTime(zone, Date.parse(instant));
    expect([dateText(local.day), local.minuteOfDay]).toEqual([date, minute]);
  });

  it('agrees with Intl at any instant', () => {
    const zones = ['Europe/Berlin', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Pacific/Apia'];
    const instant = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2040, 0, 1) });
    fc.assert(
      fc.property(fc.constantFrom(...zones), instant, (zone, at) => {
        const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' }).format(
          at,
        );
        const { day, minuteOfDay, weekday } = localTime(zone, at);
        const clock = `${String((minuteOfDay - (minuteOfDay % 60)) / 60).padStart(2, '0')}:${String(minuteOfDay % 60).padStart(2, '0')}`;
        expect(`${dateText(day)}, ${clock}`).toBe(parts);
        expect(weekday).toBe((new Date(day * 86_400_000).getUTCDay() + 6) % 7);
      }),
      { numRuns: 300 },
    );
  });

  it('days count both ways', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (day) => {
        const { year, month, dayOfMonth } = civil(day);
        expect(dayNumber(year, month, dayOfMonth)).toBe(day);
        expect(dayOf(dateText(day)) === day || year < 1000).toBe(true);
        expect(Date.UTC(year, month - 1, dayOfMonth)).toBe(day * 86_400_000);
      }),
    );
  });

  it('a day starts where the wall clock says so, also when the clocks change', () => {
    expect(startOfDay('Europe/Berlin', dayOf('2026-03-29'))).toBe(Date.parse('2026-03-28T23:00:00Z'));
    expect(startOfDay('Europe/Berlin', dayOf('2026-03-30'))).toBe(Date.parse('2026-03-29T22:00:00Z'));
    expect(startOfDay('Europe/Berlin', dayOf('2026-10-26'))).toBe(Date.parse('2026-10-25T23:00:00Z'));
    expect(startOfDay('America/Sao_Paulo', dayOf('2018-11-04'))).toBe(Date.parse('2018-11-04T03:00:00Z'));
  });

  it('instants: exact with an offset, else local', () => {
    expect(instantOf('2026-11-22T12:00:00Z', 'Europe/Berlin')).toBe(Date.parse('2026-11-22T12:00:00Z'));
    expect(instantOf('2026-11-22T12:00:00+02:00', 'Europe/Berlin')).toBe(Date.parse('2026-11-22T10:00:00Z'));
    expect(instantOf('2026-11-22T12:00', 'Europe/Berlin')).toBe(Date.parse('2026-11-22T11:00:00Z'));
    expect(instantOf('2026-11-22', 'Europe/Berlin')).toBe(Date.parse('2026-11-21T23:00:00Z'));
    expect(() => instantOf('tomorrow', 'Europe/Berlin')).toThrow(RangeError);
  });

  it('texts of instants are told in UTC, whatever their offset, and only those that exist', () => {
    expect(utcText('3713-11-06T08:06:36-17:26')).toBe('3713-11-07T01:32:36.000Z');
    expect(utcText('2026-11-22T12:00+23:59')).toBe('2026-11-21T12:01:00.000Z');
    expect(utcText('2028-02-29T00:00:00.123456Z')).toBe('2028-02-29T00:00:00.123Z');
    expect(utcText('0001-01-01T00:00:00Z')).toBe('0001-01-01T00:00:00.000Z');
    const none = ['2026-02-29T00:00:00Z', '2026-04-31T00:00:00Z', '2026-00-10T00:00:00Z', '2026-13-10T00:00:00Z', '2026-01-00T00:00:00Z'];
    const beyond = ['0001-01-01T00:00:00+00:01', '9999-12-31T23:59:59-00:01', '0000-06-01T00:00:00Z'];
    const shape = [
      '2026-01-01',
      '2026-01-01T00:00:00',
      '2026-01-01T24:00:00Z',
      '2026-01-01T00:00:60Z',
      '2026-01-01T00:00:00+24:00',
      'tomorrow',
    ];
    for (const text of [...none, ...beyond, ...shape]) expect([text, utcText(text)]).toEqual([text, null]);
  });
});
