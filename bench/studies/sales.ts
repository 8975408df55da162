/** P2, P6 and P13: durable sales with one and with two engines, beside the least SQL that is a durable sale. */
import { startPart } from '../child.js';
import type { BatchedAnswer, BatchedRequest } from '../floors/batched.js';
import { openFloor, type Floor } from '../floors/minimal.js';
import { probeFsync } from '../measure/machine.js';
import { inTurns, ratios, sample, type Series } from '../measure/rounds.js';
import { median } from '../measure/statistics.js';
import { finding, type Bench, type Finding, type Study } from './study.js';

export const SALES_IN_FLIGHT = 256;
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
    const loop = { inFlight: SALES_IN_FLIGHT };
    const sell = (engines: typeof two) => () => {
      const addresses = engines.map(({ grpc }) => grpc);
      const pids = engines.map(({ pid }) => pid);
      return bench.sample(pids, { addresses, call: 'sale', loop });
    };
    const echoed = () => bench.sample([bench.echo.codec.pid], { addresses: [bench.echo.codec.address], call: 'sale', loop });
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
      { name: 'sale', what: `durable, one engine, ${SALES_IN_FLIGHT} in flight`, run: sell([engine]) },
      { name: 'sale, two engines', what: `durable, two engines on one database, ${SALES_IN_FLIGHT} in flight`, run: sell(two) },
    ];
    const fsync = [probeFsync(shop.home)];
    const series = await inTurns(sides, scale.rounds, bench.say);
    fsync.push(probeFsync(shop.home));
    return { findings: findings(series), series, notes: [generatorShare(series)], fsync };
  },
};

function findings([pgbench, batched, echo, one, two]: readonly Series[]): Finding[] {
  const single = ratios(one!, pgbench!);
  const double = ratios(two!, pgbench!);
  const isDoubleBetter = median(double) > median(single);
  const cost = one!.samples.map(
    ({ micros }, k) =>
      (micros['server']! + micros['postgres']!) / (echo!.samples[k]!.micros['server']! + batched!.samples[k]!.micros['postgres']!),
  );
  const best = isDoubleBetter ? two! : one!;
  return [
    finding('P2', isDoubleBetter ? double : single, [pgbench!, best], `${isDoubleBetter ? 'two processes' : 'one process'}`),
    finding('P6', cost, [one!, echo!, batched!]),
    finding('P13', ratios(two!, one!), [one!, two!]),
  ];
}

function generatorShare(series: readonly Series[]): string {
  const share = (one: Series): string => {
    const cores = median(one.samples.map(({ micros, perSecond }) => (micros['generator'] ?? 0) * perSecond)) / 1e6;
    return `${Math.floor(cores * 100) / 100} cores beside ${one.name}`;
  };
  return `The generator used ${series.slice(2).map(share).join(', ')}.`;
}
