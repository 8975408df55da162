/** P5: latency at half of peak, with arrivals that do not wait for answers, beside the echo at the same rate and a durable write. */
import { probeFsync } from '../measure/machine.js';
import { inTurns, type Sample, type Series } from '../measure/rounds.js';
import { finding, type Study } from './study.js';

/** On a machine so busy that hardly anything is answered, there is still something to look at. */
const RATE_MIN = 20;

const p99 = ({ latency }: Sample): number => latency!.p99Ms;

export const latency: Study = {
  name: 'latency',
  ids: ['P5-sale', 'P5-quote'],
  isDurable: true,
  async run(bench) {
    const { engine, echo, scale, shop } = bench;
    const half = (peak: number): number => Math.max(RATE_MIN, Math.floor(peak / 2));
    const rates = { sale: half(await bench.peak.sale()), quote: half(await bench.peak.quote()) };
    const side = (name: string, call: 'sale' | 'quote', { address, pid }: { address: string; pid: number }) => ({
      name,
      what: `open loop, ${rates[call]} a second`,
      run: () => bench.sample([pid], { addresses: [address], call, loop: { perSecond: rates[call] } }),
    });
    const ours = { address: engine.grpc, pid: engine.pid };
    const writes: number[] = [];
    const fsync = [probeFsync(shop.home)];
    const quoted = await inTurns([side('echo of a quote', 'quote', echo.codec), side('quote', 'quote', ours)], scale.rounds, bench.say);
    const sale = side('sale', 'sale', ours);
    const sold = await inTurns(
      [
        side('echo of a sale', 'sale', echo.codec),
        {
          ...sale,
          run: async () => {
            writes.push(probeFsync(shop.home).p99Ms);
            return sale.run();
          },
        },
      ],
      scale.rounds,
      bench.say,
    );
    fsync.push(probeFsync(shop.home));
    // The first write belongs to the round that does not count.
    const floors = (echoed: Series): number[] => echoed.samples.map((one, k) => p99(one) + writes[k + 1]!);
    const sales = sold[1]!.samples.map((one, k) => p99(one) / floors(sold[0]!)[k]!);
    const quotes = quoted[1]!.samples.map((one, k) => p99(one) / p99(quoted[0]!.samples[k]!));
    return {
      findings: [finding('P5-sale', sales, sold), finding('P5-quote', quotes, quoted)],
      series: [...quoted, ...sold],
      notes: [],
      fsync,
    };
  },
};
