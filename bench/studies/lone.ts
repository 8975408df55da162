/** P11: what batching costs a till that is alone. */
import { startPart } from '../child.js';
import { probeFsync } from '../measure/machine.js';
import { inTurns, sample, type Sample } from '../measure/rounds.js';
import type { LoneAnswer, LoneRequest } from './lone-part.js';
import { nextCalls } from './calls.js';
import { finding, type Study } from './study.js';

export const lone: Study = {
  name: 'lone till',
  ids: ['P11'],
  isDurable: true,
  async run(bench) {
    const { shop, scale } = bench;
    const { rules, cards } = scale;
    const part = startPart<LoneRequest, LoneAnswer>('./studies/lone-part.ts');
    bench.atEnd(() => part.stop());
    const sales = scale.name === 'full' ? 600 : 100;
    const side = (path: 'batched' | 'direct', what: string) => ({
      name: `lone sale, ${path}`,
      what,
      run: (): Promise<Sample> =>
        sample({ server: [part.pid], postgres: [shop.postgresPid] }, async () => {
          const firstCall = nextCalls(sales);
          const { p50Ms, ...rest } = await part.ask({ databaseUrl: shop.databaseUrl, rules, cards, path, sales, firstCall });
          return { ...rest, latency: { p50Ms, p90Ms: NaN, p99Ms: NaN, p999Ms: NaN, maxMs: NaN } };
        }),
    });
    const fsync = [probeFsync(shop.home)];
    const sides = [
      side('direct', 'in process, each statement sent by itself'),
      side('batched', 'in process, through the batches of the ledger'),
    ];
    const series = await inTurns(sides, scale.rounds, bench.say);
    fsync.push(probeFsync(shop.home));
    const values = series[1]!.samples.map((one, k) => one.latency!.p50Ms / series[0]!.samples[k]!.latency!.p50Ms);
    return { findings: [finding('P11', values, series)], series, notes: [], fsync };
  },
};
