/** P8: card prices for listing pages, and quotes with millions of special prices in the system. */
import { benchProgramme, CARD_PRICES } from '../load/messages.js';
import { inTurns, ratios } from '../measure/rounds.js';
import { median } from '../measure/statistics.js';
import { shown } from '../report/shown.js';
import { newTerminal, stock } from '../shop/open-shop.js';
import { QUOTES_IN_FLIGHT } from './quotes.js';
import { finding, type Bench, type Study, type StudyResult } from './study.js';

const LISTS_IN_FLIGHT = 16;
const SIZES = { full: [10_000, 10_000_000], quick: [10_000, 1_000_000], smoke: [500, 5_000] } as const;

export const prices: Study = {
  name: 'special prices',
  ids: ['P8', 'P8-10m'],
  isDurable: false,
  async run(bench) {
    const [lists, quotes] = [await listed(bench), await quoted(bench)];
    return {
      findings: [...lists.findings, ...quotes.findings],
      series: [...lists.series, ...quotes.series],
      notes: [...lists.notes, ...quotes.notes],
    };
  },
};

async function listed(bench: Bench): Promise<StudyResult> {
  const { engine, echo, scale } = bench;
  const others = scale.prices / 2;
  const side = (name: string, what: string, { address, pid }: { address: string; pid: number }, otherSkus: number) => ({
    name,
    what: `${what}, ${CARD_PRICES} SKUs a call, ${LISTS_IN_FLIGHT} in flight`,
    run: () => bench.sample([pid], { addresses: [address], call: 'cardPrices', loop: { inFlight: LISTS_IN_FLIGHT }, otherSkus }),
  });
  const series = await inTurns(
    [
      side('echo of card prices', 'grpc-js, the same messages and codec', echo.codec, 0),
      side('card prices', `one engine, ${shown(scale.prices)} prices`, { address: engine.grpc, pid: engine.pid }, others),
    ],
    scale.rounds,
    bench.say,
  );
  const [echoed, one] = series;
  const values = one!.samples.map(({ perSecond }) => perSecond * CARD_PRICES);
  const note = `${shown(median(ratios(one!, echoed!)))} of an echo`;
  return { findings: [finding('P8', values, series, note)], series, notes: [] };
}

async function quoted(bench: Bench): Promise<StudyResult> {
  const { scale } = bench;
  const { rules, cards } = scale;
  const kept = await bench.kept();
  const sides = [];
  for (const [kind, size] of [['few', SIZES[scale.name][0]] as const, ['many', SIZES[scale.name][1]] as const]) {
    bench.say(`${shown(size)} prices`);
    const facts = { programme: benchProgramme(rules), cards, prices: size };
    const url = kept.url(
      await kept.database(`prices_${kind}`, facts, async (made) => void (await stock(made, { rules, cards, prices: size, named: 0 }))),
    );
    const key = await newTerminal(url);
    const { grpc, pid } = await kept.engine(url);
    sides.push({
      name: `quote, ${shown(size)} prices`,
      what: `one engine, half of the lines have a special price, ${QUOTES_IN_FLIGHT} in flight`,
      run: () =>
        bench.sample(
          [pid],
          { addresses: [grpc], key, call: 'quote', loop: { inFlight: QUOTES_IN_FLIGHT }, otherSkus: size },
          { postgresPid: kept.postgresPid },
        ),
    });
  }
  const series = await inTurns(sides, scale.rounds, bench.say);
  const note = scale.name === 'full' ? undefined : `${sides[1]!.name} ÷ ${sides[0]!.name}`;
  return { findings: [finding('P8-10m', ratios(series[1]!, series[0]!), series, note)], series, notes: [] };
}
