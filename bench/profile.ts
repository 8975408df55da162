/**
 * `npm run profile -- quote|sale`: where the processor time of an engine goes. An engine with the rules of the bench, in a process of its
 * own, is sampled under the bench's generator; a flame graph (SVG) and a table by stage are written to bench/results.
 *
 *   --seconds N   how long it is sampled; default 10
 *   --rules N     live rules; default 10,000
 *   --per-second N  calls that arrive so often, whatever the answers do; default: as many in flight as the bench has
 *   --out FOLDER  default: bench/results
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startPart } from './child.js';
import type { LoadAnswer, LoadRequest } from './load/load.js';
import { costTable } from './profile/cost-table.js';
import { readProfile, type CpuProfile } from './profile/cpu-profile.js';
import { flameGraph } from './profile/flame-graph.js';
import { RESULTS } from './report/report.js';
import { buildEngine } from './shop/engine.js';
import { openShop } from './shop/open-shop.js';
import { nextCalls } from './studies/calls.js';

const SAMPLER = new URL('./profile/sampler.mjs', import.meta.url).href;
const IN_FLIGHT = { quote: 64, sale: 256 } as const;
const WARM_MS = 4_000;
const CARDS = 20_000;
const PRICES = 1_000_000;
const CALLS_MAX = 10_000_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '10' },
    rules: { type: 'string', default: '10000' },
    'per-second': { type: 'string' },
    out: { type: 'string', default: RESULTS },
  },
});
const [call] = positionals;
const [seconds, rules] = [Number(values.seconds), Number(values.rules)];
const perSecond = values['per-second'] === undefined ? null : Number(values['per-second']);
if ((call !== 'quote' && call !== 'sale') || !(seconds > 0) || !(rules > 0) || !(perSecond === null || perSecond > 0)) {
  console.error('usage: npm run profile -- quote|sale [--seconds N] [--rules N] [--per-second N] [--out FOLDER]');
  process.exit(2);
}

async function profiled(call: 'quote' | 'sale'): Promise<{ profile: CpuProfile; load: LoadAnswer }> {
  const scratch = mkdtempSync(join(tmpdir(), 'tallystick-profile-'));
  const file = join(scratch, 'engine.cpuprofile');
  const loop = perSecond === null ? { inFlight: IN_FLIGHT[call] } : { perSecond };
  const shop = await openShop({ rules, cards: CARDS, prices: PRICES });
  const generator = startPart<LoadRequest, LoadAnswer>('./load/load.ts');
  try {
    const engine = await shop.engine({ PROFILE_FILE: file }, ['--import', SAMPLER]);
    const ask = (warmMs: number, measureMs: number): LoadRequest => ({
      ...{ addresses: [engine.grpc], connections: 8, key: shop.key, call, rules, cards: CARDS, loop },
      ...{ warmMs, measureMs, firstCall: nextCalls(CALLS_MAX), timeoutMs: null },
    });
    // At its full pace, so that what is sampled has been compiled.
    await generator.ask({ ...ask(0, WARM_MS), loop: { inFlight: IN_FLIGHT[call] } });
    process.kill(engine.pid, 'SIGUSR2');
    const load = await generator.ask(ask(0, seconds * 1_000));
    process.kill(engine.pid, 'SIGUSR2');
    if (load.wrong.length > 0) throw new Error(`wrong answers: ${load.wrong.join('; ')}`);
    while (!existsSync(file)) await sleep(50);
    const profile = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
    if (call === 'sale') await shop.verify();
    return { profile, load };
  } finally {
    generator.stop();
    await shop.close();
    rmSync(scratch, { recursive: true });
  }
}

buildEngine();
const { profile, load } = await profiled(call);
const root = readProfile(profile);
const day = new Date().toISOString().slice(0, 10);
const pace = perSecond === null ? `${IN_FLIGHT[call]} in flight` : `${perSecond} a second`;
const title = `${call}, ${rules} rules, ${pace}`;
const text = [
  `# Profile of a ${call}`,
  '',
  `${title}, ${seconds} s, ${Math.floor(load.perSecond)} calls a second while it was sampled, which slows an engine down: read shares, not rates.`,
  'Threads of Node beside the main one are not in it, nor is the time of Postgres.',
  '',
  costTable(root, load.answered),
].join('\n');
mkdirSync(values.out, { recursive: true });
const base = join(values.out, `profile-${call}${perSecond === null ? '' : `-${perSecond}-a-second`}-${day}`);
writeFileSync(`${base}.md`, text);
writeFileSync(`${base}.svg`, flameGraph(root, title));
console.log(text);
console.error(`written to ${base}.md and ${base}.svg`);
