import { comparison } from '../../src/core/rules/explain.js';
import type { Comparison } from '../../src/core/rules/explain.js';
import { COMPARISON_CODES } from '../../src/core/rules/explain.js';
import { sentenceOf } from '../../src/core/rules/sentence.js';
import { NOON } from './support.js';

const style = { minorDigits: 2, pointScale: 0, timeZone: 'Europe/Berlin' };

describe('sentences made from codes', () => {
  it.each([
    [comparison('amount_running', 'below', 9450, 10000, 'minor'), 'The running amount 94.50 is below 100.00.'],
    [comparison('amount_regular', 'above', 5, 4, 'minor'), 'The regular amount 0.05 is above 0.04.'],
    [comparison('quantity', 'below', 2500, 3000, 'milli'), 'The quantity 2.5 is below 3.'],
    [comparison('limit', 'used_up', 2, 2, 'count', 'month'), 'The limit (month) 2 would be used up: at most 2.'],
    [comparison('store', 'not_in', 's1', ['s2', 's3']), 'The store s1 is not one of s2, s3.'],
    [comparison('member_needed', 'missing', null, 'member'), 'The member is missing: member.'],
    [comparison('no_eligible_line', 'missing', null, null), 'An eligible line is missing.'],
    [comparison('code_unknown', 'missing', null, null), 'The code is unknown.'],
    [comparison('exclusive', 'in', 'r2', 'r1', 'text', 'r2'), 'An exclusive rule applied (r2).'],
    [comparison('outside_window', 'below', NOON, NOON + 86_400_000), 'The time of purchase 2026-11-22 12:00 is below 2026-11-23 12:00.'],
    [comparison('counter', 'below', 1200, 2000, 'points', 'points'), 'The counter (points) 1200 points is below 2000 points.'],
  ] as const)('%j', (given, expected) => {
    expect(sentenceOf(given as Comparison, style)).toBe(expected);
  });

  it('amounts without digits, points with two', () => {
    expect(sentenceOf(comparison('tender', 'below', 500, 1000, 'minor', 'cash'), { ...style, minorDigits: 0 })).toBe(
      'The amount paid with (cash) 500 is below 1000.',
    );
    expect(sentenceOf(comparison('counter', 'below', 5, 1000, 'points'), { ...style, pointScale: 2 })).toBe(
      'The counter 0.05 points is below 10.00 points.',
    );
  });

  it('every code has a sentence', () => {
    for (const code of COMPARISON_CODES) expect(sentenceOf(comparison(code, 'below', 1, 2, 'count'), style)).toMatch(/^[A-Z].*\.$/);
  });
});
