/**
 * `npm run bench:ab -- quote|sale [OTHER TREE]`: what a call costs in this tree and in another one, in processor time, side by side in one run.
 * For judging one change: processor time says more on a busy machine than calls a second. Each side has a Postgres and an engine of its own;
 * the other tree is compiled where it lies, its node_modules too. Without another tree both sides are this one, for comparing flags of Node.
 *
 *   --rounds N, --seconds N    default 24 rounds of 0.5 s a side, A B B A, after some that do not count: the moods of a shared
 *                              machine last longer than that, so that they meet both sides
 *   --rules N                  live rules; default 1,000, of which a receipt meets as many as of 10,000
 *   --flags=F --other-flags=F  more flags of Node for each side, as one word with spaces
 *   --set K=V, --other-set K=V a setting of the engine for each side; may be repeated
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { startPart } from './child.js';
import type { LoadAnswer, LoadRequest } from './load/load.js';
import { inTurns, ratios, sample, spreadOf, type Sample, type Series, type Side } from './measure/rounds.js';
import { buildEngine, ROOT } from './shop/engine.js';
import { openShop, type Shop } from './shop/open-shop.js';
import { nextCalls } from './studies/calls.js';
import { QUOTES_IN_FLIGHT } from './studies/quotes.js';
import { SALES_IN_FLIGHT } from './studies/sales.js';

const CARDS = 20_000;
const WARM_MS = 100;
const WARM_ROUNDS = 4;
const CALLS_MAX = 1_000_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '24' },
    seconds: { type: 'string', default: '0.5' },
    rules: { type: 'string', default: '1000' },
    flags: { type: 'string', default: '' },
    'other-flags': { type: 'string', default: '' },
    set: { type: 'string', multiple: true, default: [] },
    'other-set': { type: 'string', multiple: true, default: [] },
  },
});
const [call, tree] = positionals;
const [rounds, seconds, rules] = [Number(values.rounds), Number(values.seconds), Number(values.rules)];
if ((call !== 'quote' && call !== 'sale') || !(rounds > 0) || !(seconds > 0) || !(rules > 0)) {
  console.error('usage: npm run bench:ab -- quote|sale [OTHER TREE] [--rounds N] [--seconds N] [--rules N] [--flags F] [--other-flags F]');
  process.exit(2);
}

interface Opened {
  readonly shop: Shop;
  readonly side: Side;
}

const generator = startPart<LoadRequest, LoadAnswer>('./load/load.ts');

async function open(name: string, root: URL, flags: string, settings: readonly string[], call: 'quote' | 'sale'): Promise<Opened> {
  const shop = await openShop({ rules, cards: CARDS, root });
  const engine = await shop.engine(Object.fromEntries(settings.map((each) => each.split('=', 2))), flags.split(' ').filter(Boolean));
  const inFlight = call === 'quote' ? QUOTES_IN_FLIGHT : SALES_IN_FLIGHT;
  const load = async (): Promise<LoadAnswer> => {
    const answer = await generator.ask({
      ...{ addresses: [engine.grpc], connections: 8, key: shop.key, call, rules, cards: CARDS, loop: { inFlight } },
      ...{ warmMs: WARM_MS, measureMs: seconds * 1_000, firstCall: nextCalls(CALLS_MAX), timeoutMs: null },
    });
    if (answer.wrong.length > 0) throw new Error(`wrong answers: ${answer.wrong.join('; ')}`);
    return answer;
  };
  const run = (): Promise<Sample> => sample({ engine: [engine.pid], postgres: [shop.postgresPid] }, load);
  return { shop, side: { name, what: '', run } };
}

const thousandths = (value: number): string => String(Math.floor(value * 1000) / 1000);

/** Processor time of all rounds over all their calls. */
function microsOf({ samples }: Series, role: 'engine' | 'postgres'): number {
  const calls = samples.reduce((sum, { answered }) => sum + answered, 0);
  return samples.reduce((sum, { micros, answered }) => sum + micros[role]! * answered, 0) / calls;
}

function compare(mine: Series, other: Series, role: 'engine' | 'postgres'): string {
  const [a, b] = [microsOf(mine, role), microsOf(other, role)];
  const { median, min, max } = spreadOf(ratios(mine, other, ({ micros }) => micros[role]!));
  const rounds = `by round ${thousandths(median)} (${thousandths(min)} to ${thousandths(max)})`;
  return `${role}: ${Math.floor(a)} µs a call, other ${Math.floor(b)}: ${thousandths(a / b)}; ${rounds}`;
}

buildEngine();
const other = tree === undefined ? ROOT : pathToFileURL(`${resolve(tree)}/`);
if (tree !== undefined) buildEngine(other);
const opened: Opened[] = [];
try {
  opened.push(await open('this', ROOT, values.flags, values.set, call));
  opened.push(await open('other', other, values['other-flags'], values['other-set'], call));
  const sides = opened.map(({ side }) => side);
  // Both engines are to be compiled before anything counts.
  for (let k = 0; k < WARM_ROUNDS; k++) for (const side of sides) await side.run();
  const [mine, theirs] = await inTurns(sides, rounds, () => undefined);
  if (call === 'sale') for (const { shop } of opened) await shop.verify();
  for (const role of ['engine', 'postgres'] as const) console.log(compare(mine!, theirs!, role));
  console.log(`calls a second, this ÷ other: ${thousandths(spreadOf(ratios(mine!, theirs!)).median)}`);
} finally {
  generator.stop();
  for (const { shop } of opened) await shop.close();
}
