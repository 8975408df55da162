/** P1: quotes a second beside an echo of the same messages. */
import { inTurns, ratios } from '../measure/rounds.js';
import { median } from '../measure/statistics.js';
import { finding, type Study } from './study.js';

export const QUOTES_IN_FLIGHT = 64;

export const quotes: Study = {
  name: 'quotes',
  ids: ['P1'],
  isDurable: false,
  async run(bench) {
    const { codec, bytes } = bench.echo;
    const side = (name: string, what: string, { address, pid }: { address: string; pid: number }) => ({
      name,
      what: `${what}, ${QUOTES_IN_FLIGHT} in flight`,
      run: () => bench.sample([pid], { addresses: [address], call: 'quote', loop: { inFlight: QUOTES_IN_FLIGHT } }),
    });
    const sides = [
      side('echo', 'grpc-js, the same messages and codec', codec),
      side('echo, bytes', 'grpc-js, the same messages, bytes untouched', bytes),
      side('quote', 'one engine', { address: bench.engine.grpc, pid: bench.engine.pid }),
    ];
    const [echo, untouched, quote] = await inTurns(sides, bench.scale.rounds, bench.say);
    const series = [echo!, untouched!, quote!];
    const ofBytes = Math.floor(median(ratios(quote!, untouched!)) * 100) / 100;
    return {
      findings: [finding('P1', ratios(quote!, echo!), [echo!, quote!], `${ofBytes} of an echo with bytes untouched`)],
      series,
      notes: [],
    };
  },
};
