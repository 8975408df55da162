/**
 * `npm run soak`: an engine with the full set under half of what it can do, quotes and sales, for half an hour; does it grow? The share is by
 * regression over samples after a warm-up, so one collection of garbage more or less does not decide it. `verify` at the end.
 *
 *   --minutes N      of load; default 30
 *   --smoke          half a minute of it with few rules: it works, and every answer is right; never a judgement on memory
 *   --out FOLDER     where the results go; default: bench/results, and nowhere for --smoke
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startPart, type Part } from './child.js';
import type { LoadAnswer, LoadRequest } from './load/load.js';
import { machine, probeFsync } from './measure/machine.js';
import { residentMb } from './measure/processors.js';
import { growth } from './measure/statistics.js';
import { soakMarkdown } from './report/soak-markdown.js';
import { RESULTS } from './report/report.js';
import { writeSoak, type SoakReport, type SoakSample } from './report/soak-report.js';
import { versions } from './report/versions.js';
import { buildEngine, type EngineUnderTest } from './shop/engine.js';
import { openShop } from './shop/open-shop.js';
import { nextCalls } from './studies/calls.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    smoke: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});
const minutes = Number(values.minutes ?? (values.smoke ? 0.5 : 30));
if (!(minutes > 0)) throw new Error('--minutes wants a number above zero');
const SET = values.smoke ? { rules: 300, cards: 1_000, prices: 2_000 } : { rules: 10_000, cards: 20_000, prices: 1_000_000 };
const LOAD_MS = minutes * 60_000;
const WARM_MS = Math.min(600_000, LOAD_MS / 3);
const SAMPLES = 240;
/** Of what either call alone can do at most, so both together are half of what the machine can. */
const SHARE = 0.25;
const PEAK_MS = values.smoke ? 2_000 : 10_000;
const CALLS = ['quote', 'sale'] as const;
const IN_FLIGHT = { quote: 64, sale: 256 } as const;
const say = (line: string): void => console.error(line);

type Generator = Part<LoadRequest, LoadAnswer>;

const shop = await (buildEngine(), openShop(SET));
const generators: Record<'quote' | 'sale', Generator> = { quote: startPart('./load/load.ts'), sale: startPart('./load/load.ts') };
const began = Date.now();
try {
  const engine = await shop.engine();
  const fsync = [probeFsync(shop.home)];
  const rates: Record<string, number> = {};
  for (const call of CALLS) {
    const { perSecond } = await run(engine, call, { inFlight: IN_FLIGHT[call] }, PEAK_MS);
    rates[call] = Math.max(5, Math.floor(perSecond * SHARE));
  }
  say(`${rates['quote']} quotes and ${rates['sale']} sales a second for ${minutes} minutes`);
  const loads = CALLS.map((call) => run(engine, call, { perSecond: rates[call]! }, LOAD_MS));
  const samples = await watch(engine, Promise.all(loads));
  const [quotes, sales] = await Promise.all(loads);
  fsync.push(probeFsync(shop.home));
  const verifiedRows = await shop.verify();
  const faults = samples.at(-1)!.faults;
  if (faults > 0) throw new Error(`${faults} faults in the engine`);
  const steady = samples.filter(({ atMs }) => atMs >= WARM_MS);
  const report: SoakReport = {
    at: new Date(began).toISOString(),
    command: ['npm run soak', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' '),
    ...{ machine: machine(), versions: versions(), ...SET, minutes, warmMinutes: WARM_MS / 60_000, fsync, verifiedRows },
    load: { quote: { perSecond: rates['quote']!, ...shownOf(quotes!) }, sale: { perSecond: rates['sale']!, ...shownOf(sales!) } },
    growth: { rss: growth(steady.map(point('rssMb'))), heap: growth(steady.map(point('heapMb'))) },
    samples,
  };
  const text = soakMarkdown(report);
  console.log(text);
  const folder = values.out ?? (values.smoke ? null : RESULTS);
  if (folder !== null) say(`written to ${writeSoak(folder, report, text)}`);
} finally {
  for (const call of CALLS) generators[call].stop();
  await shop.close();
}

function point(name: 'rssMb' | 'heapMb') {
  return (sample: SoakSample): readonly [number, number] => [sample.atMs, sample[name]];
}

function shownOf({ statuses, latency }: LoadAnswer) {
  return { statuses, p50Ms: latency.p50Ms, p99Ms: latency.p99Ms };
}

async function run(engine: EngineUnderTest, call: 'quote' | 'sale', loop: LoadRequest['loop'], measureMs: number): Promise<LoadAnswer> {
  const firstCall = nextCalls(Math.ceil(measureMs * 20));
  const { rules, cards } = SET;
  const ask = { addresses: [engine.grpc], connections: 8, key: shop.key, call, rules, cards, loop, warmMs: 0, measureMs, firstCall };
  const answer = await generators[call].ask({ ...ask, timeoutMs: null });
  if (answer.wrong.length > 0) throw new Error(`wrong answers: ${answer.wrong.join('; ')}`);
  return answer;
}

/** Looks at the engine until the load is done. */
async function watch(engine: EngineUnderTest, load: Promise<unknown>): Promise<SoakSample[]> {
  const samples: SoakSample[] = [];
  const from = performance.now();
  let isDone = false;
  const done = load.finally(() => (isDone = true));
  while (!isDone) {
    samples.push(await look(engine, performance.now() - from));
    await Promise.race([done, sleep(LOAD_MS / SAMPLES)]);
  }
  return samples;
}

async function look({ pid, http }: EngineUnderTest, atMs: number): Promise<SoakSample> {
  const text = await (await fetch(`http://${http}/metrics`)).text();
  const sum = (name: string): number =>
    [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))].reduce((all, found) => all + Number(found[1]), 0);
  return {
    ...{ atMs: Math.floor(atMs), rssMb: residentMb(pid), heapMb: sum('nodejs_heap_size_used_bytes') / 2 ** 20 },
    ...{ loopDelayMs: sum('tallystick_loop_delay_seconds') * 1_000, strain: sum('tallystick_strain') },
    ...{ queued: sum('tallystick_queue_depth'), connectionsWaiting: sum('tallystick_postgres_connections\\{state="waiting"\\}') },
    faults: sum('tallystick_faults_total'),
  };
}
