/** P10: three times as many sales as can be sold, beside as many as can; and that none is begun when its till no longer waits. */
import type { LoadAnswer } from '../load/load.js';
import { probeFsync } from '../measure/machine.js';
import { inTurns, ratios, type Sample } from '../measure/rounds.js';
import { shown } from '../report/shown.js';
import { checkDeadlines, type DeadlineCheck } from './deadlines.js';
import { SALES_IN_FLIGHT } from './sales.js';
import { finding, type Study } from './study.js';

const OVERLOAD = 3;
const BELOW = 0.8;
/** Tills have a connection each: with few, a client would hold back what the engine is to turn away. */
const CONNECTIONS = 64;
/** A till's patience, and one so short that many sales run out of time on their way. */
const PATIENCE_MS = 2_000;
const RATE_MIN = 20;

const p99 = ({ latency }: Sample): number => latency!.p99Ms;

export const overload: Study = {
  name: 'overload',
  ids: ['P10', 'P10-p99'],
  isDurable: true,
  async run(bench) {
    const { engine, scale, shop } = bench;
    let peak = Math.max(RATE_MIN, await bench.peak.sale());
    const checks: DeadlineCheck[] = [];
    const arriving = (name: string, share: number) => ({
      name,
      what: `open loop at ${shown(share * 100)} % of peak, ${CONNECTIONS} connections, tills wait ${PATIENCE_MS} ms`,
      run: () => arrive(share, PATIENCE_MS),
    });
    const arrive = async (share: number, timeoutMs: number): Promise<Sample> => {
      let answer: LoadAnswer | undefined;
      const options = {
        addresses: [engine.grpc],
        call: 'sale',
        loop: { perSecond: peak * share },
        connections: CONNECTIONS,
        timeoutMs,
        listsOutcomes: true,
      } as const;
      const one = await bench.sample([engine.pid], options, { mayRefuse: true, onAnswer: (given) => (answer = given) });
      checks.push(await checkDeadlines(shop.databaseUrl, answer!, timeoutMs));
      return one;
    };
    const sides = [
      {
        name: 'peak',
        what: `closed loop, ${SALES_IN_FLIGHT} in flight, ${CONNECTIONS} connections`,
        run: async () => {
          const loop = { inFlight: SALES_IN_FLIGHT };
          const one = await bench.sample([engine.pid], { addresses: [engine.grpc], call: 'sale', loop, connections: CONNECTIONS });
          peak = Math.max(RATE_MIN, one.perSecond);
          return one;
        },
      },
      arriving('80 % of peak', BELOW),
      arriving(`${OVERLOAD} times peak`, OVERLOAD),
    ];
    const fsync = [probeFsync(shop.home)];
    const series = await inTurns(sides, scale.rounds, bench.say);
    const [full, below, above] = series;
    const patient = summed(checks.splice(0));
    const impatience = Math.max(5, Math.floor(above!.samples.at(-1)!.latency!.p50Ms));
    const impatient = await arrive(OVERLOAD, impatience);
    fsync.push(probeFsync(shop.home));
    const last = { name: 'impatient tills', what: `${OVERLOAD} times peak, tills wait ${impatience} ms`, samples: [impatient] };
    return {
      findings: [finding('P10', ratios(above!, full!), [full!, above!]), finding('P10-p99', ratios(above!, below!, p99), [below!, above!])],
      series: [...series, last],
      notes: [
        `The peak seen last set the rates, ${shown(peak)} a second in the end.`,
        told('Tills that wait', patient),
        told('Impatient tills', summed(checks)),
      ],
      fsync,
    };
  },
};

function summed(checks: readonly DeadlineCheck[]): DeadlineCheck {
  const sum = (of: (one: DeadlineCheck) => number): number => checks.reduce((all, one) => all + of(one), 0);
  return {
    ...{ booked: sum((one) => one.booked), refused: sum((one) => one.refused), outOfTime: sum((one) => one.outOfTime) },
    ...{ gaveUp: sum((one) => one.gaveUp), gaveUpBooked: sum((one) => one.gaveUpBooked) },
    ...{ lost: sum((one) => one.lost), late: sum((one) => one.late), lateMsMax: Math.max(...checks.map((one) => one.lateMsMax)) },
  };
}

function told(whose: string, { booked, refused, outOfTime, gaveUp, gaveUpBooked, lost, late, lateMsMax }: DeadlineCheck): string {
  const ends = `${shown(booked)} sales booked, ${shown(refused)} turned away, ${shown(outOfTime)} told that time was up, ${shown(gaveUp)} given up by the till (${shown(gaveUpBooked)} of them booked all the same, and answered too late)`;
  const begun = late === 0 ? 'none' : `${shown(late)} (by ${shown(lateMsMax)} ms at most, unread in a socket)`;
  return `${whose}: ${ends}; begun after the deadline: ${begun}; booked, and the till was told that its time was up: ${shown(lost)}.`;
}
