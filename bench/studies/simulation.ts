/** P9: stored receipts that one core simulates in a second. */
import { startPart } from '../child.js';
import { inTurns, sample } from '../measure/rounds.js';
import { median } from '../measure/statistics.js';
import { PAST_RULES } from '../past.js';
import type { SimulationAnswer, SimulationRequest } from './simulation-part.js';
import { finding, type Study } from './study.js';

const RECEIPTS = { full: 20_000, quick: 6_000, smoke: 500 } as const;
/** What the engine gives the process of a simulation. */
const YOUNG = '--max-semi-space-size=64';

export const simulation: Study = {
  name: 'simulation',
  ids: ['P9'],
  isDurable: false,
  async run(bench) {
    const { shop, scale } = bench;
    const part = startPart<SimulationRequest, SimulationAnswer>('./studies/simulation-part.ts', [YOUNG]);
    bench.atEnd(() => part.stop());
    const ask = { databaseUrl: await shop.database('past'), receipts: RECEIPTS[scale.name] };
    await part.ask({ ...ask, action: 'sell' });
    const side = {
      name: 'simulation',
      what: `${ask.receipts} stored receipts by a draft of ${PAST_RULES} rules; a second of its own processor time`,
      run: () => sample({ server: [part.pid], postgres: [shop.postgresPid] }, () => part.ask({ ...ask, action: 'simulate' })),
    };
    const series = await inTurns([side], scale.rounds, bench.say);
    await part.ask({ ...ask, action: 'assert' });
    const { samples } = series[0]!;
    const both = median(samples.map(({ micros }) => 1e6 / (micros['server']! + micros['postgres']!)));
    const values = samples.map(({ perSecond }) => perSecond);
    return {
      findings: [finding('P9', values, series, `${Math.floor(both)} with Postgres' share`)],
      series,
      notes: ['The live rules, simulated the same way, changed no receipt.'],
    };
  },
};
