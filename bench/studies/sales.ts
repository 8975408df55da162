/** P2, P6 and P13: durable sales with one and with two engines, beside the least SQL that is a durable sale. */
import { startPart } from '../child.js';
import type { BatchedAnswer, BatchedRequest } from '../floors/batched.js';
import { openFloor, type Floor } from '../floors/minimal.js';
import { probeFsync } from '../measure/machine.js';
import { inTurns, ratios, sample, type Series, type Side } from '../measure/rounds.js';
import { median } from '../measure/statistics.js';
import { finding, type Bench, type Finding, type Study } from './study.js';

export const SALES_IN_FLIGHT = 256;
/** One engine sells most with the first, two with the second; both are tried with both, as the floor is with numbers of clients. */
const TRIED_IN_FLIGHT = [SALES_IN_FLIGHT, 2 * SALES_IN_FLIGHT] as const;
const CLIENTS = { full: [8, 16, 32, 64], quick: [16, 32], smoke: [8] } as const;
const BATCH = { batch: 128, connections: 2 } as const;

let opened: Promise<{ readonly floor: Floor; readonly clients: number }> | undefined;

/** The floor with the number of clients that sells the most, found once in a run. */
export function bestFloor(bench: Bench): Promise<{ readonly floor: Floor; readonly clients: number }> {
  return (opened ??= (async () => {
    const floor = await openFloor(bench.shop.floorUrl);
    const seconds = bench.scale.name === 'full' ? 4 : 2;
    let best: { clients: number; perSecond: number } = { clients: 0, perSecond: 0 };
    for (const clients of CLIENTS[bench.scale.name]) {
      const { perSecond } = await floor.run(clients, seconds);
      bench.say(`${floor.driver} with ${clients} clients: ${Math.floor(perSecond)}/s`);
      if (perSecond > best.perSecond) best = { clients, perSecond };
    }
    return { floor, clients: best.clients };
  })());
}

/** pgbench as one side of a comparison. */
export async function floorSide(bench: Bench) {
  const { floor, clients } = await bestFloor(bench);
  const seconds = Math.max(2, bench.scale.measureMs / 1000);
  const roles = { server: [], postgres: [bench.shop.postgresPid] };
  return {
    name: 'minimal SQL',
    what: `${floor.driver}, one prepared function call a sale, ${clients} clients`,
    run: () => sample(roles, () => floor.run(clients, seconds)),
  };
}

export const sales: Study = {
  name: 'sales',
  ids: ['P2', 'P6', 'P13'],
  isDurable: true,
  async run(bench) {
    const { engine, shop, scale } = bench;
    const two = [engine, await bench.second()];
    const batched = startPart<BatchedRequest, BatchedAnswer>('./floors/batched.ts');
    bench.atEnd(() => batched.stop());
    const seconds = Math.max(1, scale.measureMs / 1000);
    const sell = (name: string, what: string, engines: typeof two): Side[] => {
      const addresses = engines.map(({ grpc }) => grpc);
      const pids = engines.map(({ pid }) => pid);
      return TRIED_IN_FLIGHT.map((inFlight) => ({
        name: inFlight === SALES_IN_FLIGHT ? name : `${name}, ${inFlight}`,
        what: `durable, ${what}, ${inFlight} in flight`,
        run: () => bench.sample(pids, { addresses, call: 'sale', loop: { inFlight } }),
      }));
    };
    const { codec } = bench.echo;
    const echoed = () => bench.sample([codec.pid], { addresses: [codec.address], call: 'sale', loop: { inFlight: SALES_IN_FLIGHT } });
    const sides = [
      await floorSide(bench),
      {
        name: 'minimal SQL in batches',
        what: `pg of Node, ${BATCH.batch} sales a call, ${BATCH.connections} connections`,
        run: () =>
          sample({ server: [batched.pid], postgres: [shop.postgresPid] }, () =>
            batched.ask({ databaseUrl: shop.floorUrl, ...BATCH, seconds }),
          ),
      },
      { name: 'echo of a sale', what: `grpc-js, the same messages and codec, ${SALES_IN_FLIGHT} in flight`, run: echoed },
      ...sell('sale', 'one engine', [engine]),
      ...sell('sale, two engines', 'two engines on one database', two),
    ];
    const fsync = [probeFsync(shop.home)];
    const series = await inTurns(sides, scale.rounds, bench.say);
    fsync.push(probeFsync(shop.home));
    return { findings: findings(series), series, notes: [generatorShare(series)], fsync };
  },
};

function findings([pgbench, batched, echo, ...sold]: readonly Series[]): Finding[] {
  const one = fastest(sold.slice(0, TRIED_IN_FLIGHT.length));
  const two = fastest(sold.slice(TRIED_IN_FLIGHT.length));
  const best = fastest([one, two]);
  const cost = one.samples.map(
    ({ micros }, k) =>
      (micros['server']! + micros['postgres']!) / (echo!.samples[k]!.micros['server']! + batched!.samples[k]!.micros['postgres']!),
  );
  return [
    finding('P2', ratios(best, pgbench!), [pgbench!, best], best.what),
    finding('P6', cost, [one, echo!, batched!], one.what),
    finding('P13', ratios(two, one), [one, two], `${one.what}; ${two.what}`),
  ];
}

function fastest(series: readonly Series[]): Series {
  const perSecond = ({ samples }: Series): number => median(samples.map((one) => one.perSecond));
  return series.reduce((best, one) => (perSecond(one) > perSecond(best) ? one : best));
}

function generatorShare(series: readonly Series[]): string {
  const share = (one: Series): string => {
    const cores = median(one.samples.map(({ micros, perSecond }) => (micros['generator'] ?? 0) * perSecond)) / 1e6;
    return `${Math.floor(cores * 100) / 100} cores beside ${one.name}`;
  };
  return `The generator used ${series.slice(2).map(share).join(', ')}.`;
}
