/** P7: sales on a ledger that is years old, beside sales on one that is nearly empty; same Postgres, same settings, an engine each. */
import pg from 'pg';
import { startPart } from '../child.js';
import { benchProgramme } from '../load/messages.js';
import { probeFsync } from '../measure/machine.js';
import { inTurns, ratios } from '../measure/rounds.js';
import { shown } from '../report/shown.js';
import { verifyShop, newTerminal, stock } from '../shop/open-shop.js';
import type { YearAnswer, YearRequest } from '../shop/year-part.js';
import { SALES_IN_FLIGHT } from './sales.js';
import { finding, type Bench, type Study } from './study.js';

const POSTINGS_PER_MEMBER = 10;

export const volume: Study = {
  name: 'volume',
  ids: ['P7'],
  isDurable: false,
  async run(bench) {
    const { scale } = bench;
    const { cards, members } = scale;
    const kept = await bench.kept();
    const empty = await kept.copy(await emptyLedger(bench));
    const full = await kept.copy(await yearOfSales(bench));
    const held = await sizeOf(full);
    const side = async (name: string, url: string, cardsThere: number) => {
      const [key, { grpc, pid }] = [await newTerminal(url), await kept.engine(url)];
      const options = { addresses: [grpc], key, call: 'sale', cards: cardsThere, loop: { inFlight: SALES_IN_FLIGHT } } as const;
      const run = () => bench.sample([pid], options, { postgresPid: kept.postgresPid });
      return { name, what: `durable, one engine, ${SALES_IN_FLIGHT} in flight`, run };
    };
    const sides = [
      await side(`sale, ${shown(cards)} members and no sale before`, empty, cards),
      await side(`sale, ${shown(members)} members and ${shown(held.postings)} postings`, full, members),
    ];
    const fsync = [probeFsync(kept.home)];
    const series = await inTurns(sides, scale.rounds, bench.say);
    fsync.push(probeFsync(kept.home));
    bench.say('verify');
    const verifiedRows = (await verifyShop(empty)) + (await verifyShop(full));
    const note = `${shown(members)} members, ${shown(held.postings)} postings`;
    const facts = `The large ledger was laid down by ledger.post: ${shown(held.sales)} sales over ${shown(held.days)} days, ${shown(held.lots)} lots, ${shown(held.gigabytes)} GB.`;
    const findings = [finding('P7', ratios(series[1]!, series[0]!), series, note)];
    return { findings, series, fsync, verifiedRows, notes: [facts, '`verify` was green over both.'] };
  },
};

async function emptyLedger({ kept, scale }: Bench): Promise<string> {
  const { rules, cards, prices } = scale;
  const facts = { programme: benchProgramme(rules), cards, prices };
  return (await kept()).database('empty', facts, async (url) => void (await stock(url, scale)));
}

async function yearOfSales({ kept, scale, say }: Bench): Promise<string> {
  const { rules, members, prices } = scale;
  const postings = members * POSTINGS_PER_MEMBER;
  const facts = { programme: benchProgramme(rules), members, postings, prices };
  return (await kept()).database('year', facts, async (url) => {
    say(`making a year of sales for ${shown(members)} members, once: it is kept for the next run`);
    const began = Date.now();
    await stock(url, { rules, cards: 0, prices });
    const part = startPart<YearRequest, YearAnswer>('./shop/year-part.ts');
    const made = await part.ask({ databaseUrl: url, rules, members, postings });
    part.stop();
    say(`${shown(made.sales)} sales, ${shown(made.postings)} postings in ${Math.ceil((Date.now() - began) / 1000)} seconds`);
  });
}

const SIZE = `
SELECT (SELECT count(*) FROM ledger.sale)::float8 AS sales, (SELECT 2 * sum(cardinality(points)) FROM ledger.entry)::float8 AS postings,
  (SELECT count(*) FROM ledger.lot)::float8 AS lots, pg_database_size(current_database()) / 1e9::float8 AS gigabytes,
  (SELECT extract(epoch FROM max(purchased_at) - min(purchased_at)) / 86400 FROM ledger.sale)::float8 AS days`;

interface Size {
  readonly sales: number;
  readonly postings: number;
  readonly lots: number;
  readonly gigabytes: number;
  readonly days: number;
}

async function sizeOf(databaseUrl: string): Promise<Size> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<Size>(SIZE);
  await client.end();
  return rows[0]!;
}
