/** P12: what one engine with the full set holds, idle and under load. Growth over a long time is `npm run soak`, whose latest result is shown. */
import { setTimeout as sleep } from 'node:timers/promises';
import { inTurns, type Sample } from '../measure/rounds.js';
import { residentMb } from '../measure/processors.js';
import { latestSoak } from '../report/soak-report.js';
import { shown } from '../report/shown.js';
import { QUOTES_IN_FLIGHT } from './quotes.js';
import { SALES_IN_FLIGHT } from './sales.js';
import { finding, type Study, type StudyResult } from './study.js';

const SETTLE_MS = { full: 10_000, quick: 3_000, smoke: 500 } as const;
const LOOK_EVERY_MS = 100;

export const memory: Study = {
  name: 'memory',
  ids: ['P12', 'P12-soak'],
  isDurable: true,
  async run(bench) {
    const { scale, shop } = bench;
    const { pid, grpc } = await shop.engine();
    await sleep(SETTLE_MS[scale.name]);
    const idle = residentMb(pid);
    const most: number[] = [];
    const side = (call: 'quote' | 'sale', inFlight: number) => ({
      name: call,
      what: `one engine that began idle, ${inFlight} in flight`,
      run: async (): Promise<Sample> => {
        let held = 0;
        const look = setInterval(() => (held = Math.max(held, residentMb(pid))), LOOK_EVERY_MS);
        const one = await bench.sample([pid], { addresses: [grpc], call, loop: { inFlight } });
        clearInterval(look);
        most.push(held);
        return one;
      },
    });
    const series = await inTurns([side('quote', QUOTES_IN_FLIGHT), side('sale', SALES_IN_FLIGHT)], scale.rounds, bench.say);
    // Two runs a round; those of the first do not count.
    const values = Array.from({ length: scale.rounds }, (_, k) => Math.max(most[2 * k + 2]!, most[2 * k + 3]!));
    const note = `${shown(idle)} idle; ${shown(scale.rules)} rules, ${shown(scale.prices)} prices`;
    return { findings: [finding('P12', values, series, note), ...soaked().findings], series, notes: [], ...missing() };
  },
};

function soaked(): Pick<StudyResult, 'findings'> {
  const last = latestSoak();
  if (last === null) return { findings: [] };
  const note = `npm run soak of ${last.at.slice(0, 10)}, ${shown(last.minutes)} minutes`;
  return { findings: [{ id: 'P12-soak', values: [last.growth.rss], noise: [], note }] };
}

function missing(): Pick<StudyResult, 'notMeasured'> {
  if (latestSoak() !== null) return {};
  return { notMeasured: [{ id: 'P12-soak', why: '`npm run soak` measures it, by itself' }] };
}
