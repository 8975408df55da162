import { GOALS, verdictOf } from '../../bench/goals.js';
import { compareWith } from '../../bench/report/compare.js';
import { markdown } from '../../bench/report/markdown.js';
import type { Report } from '../../bench/report/report.js';
import { shown } from '../../bench/report/shown.js';
import { inTurns, noiseOf, ratios, type Sample, type Series } from '../../bench/measure/rounds.js';
import { growth, median, quantile } from '../../bench/measure/statistics.js';

const one = (perSecond: number, more: Partial<Sample> = {}): Sample => ({
  ...{ perSecond, answered: perSecond, latency: null, micros: {}, foreignCores: 0, stolenCores: 0 },
  ...more,
});
const series = (name: string, ...samples: Sample[]): Series => ({ name, what: name, samples });

describe('figures of the bench', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[7], 7],
  ])('median of %j is %d', (values, wanted) => expect(median(values)).toBe(wanted));

  it.each([
    [[10, 10, 10], 0],
    [[10, 11, 12], 0.2],
    [[20, 15, 10], -0.5],
    // One collection of garbage less does not make it grow.
    [[10, 12, 10, 12, 10, 12, 10], 0],
  ])('growth of %j is %d', (values, wanted) =>
    expect(growth(values.map((value, k) => [k * 1_000, value] as const))).toBeCloseTo(wanted, 10),
  );

  it('takes the 99th of a hundred for p99', () =>
    expect(
      quantile(
        Array.from({ length: 100 }, (_, k) => k + 1),
        0.99,
      ),
    ).toBe(100));

  it.each([
    ['P1', 0.8, 'goal'],
    ['P1', 0.79, 'gate'],
    ['P1', 0.6, 'gate'],
    ['P1', 0.59, 'missed'],
    ['P11', 1, 'goal'],
    ['P11', 1.1, 'gate'],
    ['P11', 1.11, 'missed'],
    ['P8', 999_999, 'missed'],
  ] as const)('%s at %d: %s', (id, value, wanted) => expect(verdictOf(id, value)).toBe(wanted));

  it('turns A B, B A, A B, after one of each that does not count', async () => {
    const ran: string[] = [];
    const side = (name: string) => ({ name, what: name, run: () => Promise.resolve(one(ran.push(name))) });
    const [a, b] = await inTurns([side('a'), side('b')], 3, () => undefined);
    expect(ran.join('')).toBe('ababbaab');
    expect(a!.samples.map((sample) => sample.perSecond)).toEqual([3, 6, 7]);
    expect(b!.samples.map((sample) => sample.perSecond)).toEqual([4, 5, 8]);
  });

  it('compares round by round', () => {
    expect(ratios(series('m', one(10), one(30)), series('f', one(20), one(40)))).toEqual([0.5, 0.75]);
  });

  it('does not count what other work, a hypervisor or its own spread makes doubtful', () => {
    expect(noiseOf([series('quiet', one(1))], [1, 1.3])).toEqual([]);
    expect(noiseOf([series('busy', one(1, { foreignCores: 0.5 }))], [1])).toEqual(['other work took 0.5 cores']);
    expect(noiseOf([series('stolen', one(1, { stolenCores: 0.1 }))], [1])).toEqual(['0.1 cores were stolen']);
    expect(noiseOf([series('wide', one(1))], [1, 2, 4])).toEqual(['rounds differ by 150 %']);
  });

  it.each([
    [1234567.8, '1,234,568'],
    [12.34, '12.3'],
    [1.006, '1.01'],
    [0.0124, '0.012'],
    [NaN, '–'],
  ])('shows %d as %s', (value, wanted) => expect(shown(value)).toBe(wanted));

  it('writes each goal, and what changed since another run', () => {
    const report = (value: number, noise: string[]): Report => ({
      ...{ at: '2026-11-22T10:00:00.000Z', command: 'npm run bench', seconds: 60, machine: 'm', versions: {}, loadBefore: 0 },
      scale: { name: 'full', rounds: 5, warmMs: 1, measureMs: 1, rules: 10, cards: 10, prices: 10, members: 10 },
      studies: [
        {
          ...{ name: 'quotes', seconds: 1, verifiedRows: null, notes: [] },
          findings: [{ id: 'P1', values: [value], noise }],
          series: [series('quote', one(100))],
        },
      ],
      missing: ['P9'],
    });
    const comparison = compareWith(report(0.5, ['other work']), report(0.75, []));
    expect(comparison.changes).toEqual([{ id: 'P1', before: 0.5, now: 0.75, isNoisy: true }]);
    const text = markdown(report(0.75, []), comparison);
    expect(text).toContain(`| P1 | ${GOALS.P1.what} | **0.75** | 0.75 – 0.75 | 0.6 | 0.8 | gate | yes |`);
    expect(text).toContain('| P9 |');
    expect(text).toContain('nothing measures it yet');
    expect(text).toContain('| P1 | 0.5 | 0.75 | +50 % | too noisy to say |');
  });
});
