/** P4: what a receipt costs among many rules, of which as many as ever concern it. */
import { startPart } from '../child.js';
import { inTurns, ratios, sample } from '../measure/rounds.js';
import type { RulesAnswer, RulesRequest } from './rules-part.js';
import { shown } from '../report/shown.js';
import { finding, type Study } from './study.js';

const COUNTS = { full: [100, 10_000, 100_000], quick: [100, 10_000, 100_000], smoke: [100, 1_000, 2_000] } as const;

export const ruleCounts: Study = {
  name: 'number of rules',
  ids: ['P4', 'P4-100k'],
  isDurable: false,
  async run(bench) {
    const { scale } = bench;
    const part = startPart<RulesRequest, RulesAnswer>('./studies/rules-part.ts');
    bench.atEnd(() => part.stop());
    const measureMs = scale.warmMs + scale.measureMs / 2;
    const relevant = new Map<number, number>();
    const sides = COUNTS[scale.name].map((rules) => ({
      name: `${shown(rules)} rules`,
      what: 'receipts of ten lines priced in process; goods, stores and segments grow with the rules',
      run: () =>
        sample({ server: [part.pid] }, async () => {
          const answer = await part.ask({ rules, measureMs });
          relevant.set(rules, answer.relevant);
          return answer;
        }),
    }));
    const series = await inTurns(sides, scale.rounds, bench.say);
    const [few, many, most] = series;
    const met = COUNTS[scale.name].map((rules) => `${shown(relevant.get(rules)!)} of ${shown(rules)}`);
    const notes = [`Rules that may concern a receipt, on average: ${met.join(', ')}.`];
    part.stop();
    // Rates of the few over rates of the many are times of the many over times of the few.
    return {
      findings: [finding('P4', ratios(few!, many!), [few!, many!]), finding('P4-100k', ratios(few!, most!), [few!, most!])],
      series,
      notes,
    };
  },
};
