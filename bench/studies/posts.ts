/** P3: what the ledger alone takes, beside the least SQL that is a durable sale. */
import { startPart } from '../child.js';
import { probeFsync } from '../measure/machine.js';
import { inTurns, ratios, sample } from '../measure/rounds.js';
import { nextCalls } from './calls.js';
import type { PostAnswer, PostRequest } from './post-part.js';
import { floorSide } from './sales.js';
import { finding, type Study } from './study.js';

const IN_FLIGHT = 512;

export const posts: Study = {
  name: 'posts',
  ids: ['P3'],
  isDurable: true,
  async run(bench) {
    const { shop, scale } = bench;
    const part = startPart<PostRequest, PostAnswer>('./studies/post-part.ts');
    bench.atEnd(() => part.stop());
    const ask = { databaseUrl: shop.databaseUrl, rules: scale.rules, sales: scale.cards, inFlight: IN_FLIGHT };
    const post = {
      name: 'ledger.post',
      what: `in process, ${scale.cards} sales made beforehand, ${IN_FLIGHT} in flight`,
      run: async () => {
        const firstCall = nextCalls(scale.cards);
        await part.ask({ ...ask, firstCall, action: 'prepare' });
        return sample({ server: [part.pid], postgres: [shop.postgresPid] }, () => part.ask({ ...ask, firstCall, action: 'post' }));
      },
    };
    const fsync = [probeFsync(shop.home)];
    const series = await inTurns([await floorSide(bench), post], scale.rounds, bench.say);
    fsync.push(probeFsync(shop.home));
    return { findings: [finding('P3', ratios(series[1]!, series[0]!), series)], series, notes: [], fsync };
  },
};
