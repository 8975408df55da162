/** Starts what the studies share: shop, engine, echo servers and generator. */
import { startPart } from './child.js';
import type { EchoRequest } from './floors/echo.js';
import type { LoadAnswer, LoadRequest } from './load/load.js';
import { sample } from './measure/rounds.js';
import { openKept, type Kept } from './shop/kept.js';
import { openShop } from './shop/open-shop.js';
import type { EngineUnderTest } from './shop/engine.js';
import { nextCalls } from './studies/calls.js';
import { QUOTES_IN_FLIGHT } from './studies/quotes.js';
import { SALES_IN_FLIGHT } from './studies/sales.js';
import type { Bench, EchoServer, LoadOptions, Scale } from './studies/study.js';

const CONNECTIONS = 8;
/** More calls than any machine of this size answers in a second: room for the numbers of a round. */
const CALLS_PER_SECOND_MAX = 100_000;

export interface OpenBench extends Bench {
  close(): Promise<void>;
}

/** `keptIn` is the folder of the large databases; null: they go when the bench ends. */
export async function openBench(scale: Scale, keptIn: string | null, say: (line: string) => void): Promise<OpenBench> {
  const closers: (() => void)[] = [];
  let kept: Promise<Kept> | undefined;
  const shop = await openShop(scale);
  const close = async (): Promise<void> => {
    for (const each of closers) each();
    await (await kept?.catch(() => undefined))?.close();
    await shop.close();
  };
  try {
    const engine = await shop.engine();
    const generator = startPart<LoadRequest, LoadAnswer>('./load/load.ts');
    closers.push(() => generator.stop());
    const echo = async (codec: boolean): Promise<EchoServer> => {
      const part = startPart<EchoRequest, string>('./floors/echo.ts');
      closers.push(() => part.stop());
      return { pid: part.pid, address: await part.ask({ codec, databaseUrl: shop.databaseUrl, rules: scale.rules }) };
    };
    const load: Bench['load'] = async (options, mayRefuse = false) => {
      const request = { ...defaults(scale, options), key: shop.key, ...options };
      const answer = await generator.ask(request);
      if (answer.wrong.length > 0) throw new Error(`wrong answers: ${answer.wrong.join('; ')}`);
      const refused = Object.keys(answer.statuses).filter((status) => status !== '0');
      if (refused.length > 0 && !mayRefuse) throw new Error(`calls ended with other statuses: ${JSON.stringify(answer.statuses)}`);
      return answer;
    };
    let second: Promise<EngineUnderTest> | undefined;
    let quotePeak: Promise<number> | undefined;
    let salePeak: Promise<number> | undefined;
    const peakOf = async (call: 'quote' | 'sale', inFlight: number): Promise<number> => {
      const ask = { addresses: [engine.grpc], call, loop: { inFlight } };
      await load(ask);
      return (await load(ask)).perSecond;
    };
    return {
      ...{ scale, shop, engine, load, say, close },
      second: () => (second ??= shop.engine()),
      kept: () => (kept ??= openKept(keptIn)),
      echo: { codec: await echo(true), bytes: await echo(false) },
      sample: (servers, options, { postgresPid = shop.postgresPid, mayRefuse = false, onAnswer } = {}) =>
        sample({ server: servers, postgres: [postgresPid], generator: [generator.pid] }, async () => {
          const answer = await load(options, mayRefuse);
          onAnswer?.(answer);
          return answer;
        }),
      peak: {
        quote: () => (quotePeak ??= peakOf('quote', QUOTES_IN_FLIGHT)),
        sale: () => (salePeak ??= peakOf('sale', SALES_IN_FLIGHT)),
      },
      atEnd: (each) => void closers.push(each),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function defaults({ warmMs, measureMs, rules, cards }: Scale, options: LoadOptions) {
  const lengthMs = (options.warmMs ?? warmMs) + (options.measureMs ?? measureMs);
  const firstCall = nextCalls(Math.ceil((lengthMs * CALLS_PER_SECOND_MAX) / 1000));
  return { connections: CONNECTIONS, warmMs, measureMs, rules, cards, timeoutMs: null, firstCall };
}
