/** `npm run replay -- FILE`: sends a file of receipts, sales and returns, to a running engine. */
import { parseArgs } from 'node:util';
import { connectEngine, type Engine } from './engine/client.js';
import { ENGINE_HELP, ENGINE_OPTIONS, locateEngine } from './engine/locate.js';
import { runCommand, UsageError, wholeOption } from './engine/run-command.js';
import { enrolFile } from './replay/enrol.js';
import { demoFile } from './engine/demo-file.js';
import { formatCount } from './till/format.js';
import { replayFile } from './replay/replay-file.js';
import { newTally } from './replay/tally.js';
import { describeSummary, summarise } from './replay/summary.js';

const HELP = `npm run replay -- [FILE.ndjson[.gz]] [options]

Sends the sales and returns of a file through gRPC; without a file, a day of the demo shop. A second run changes nothing: every answer is
a replayed one.

  --enrol               make the cards and products of the file known first
  --products FILE       names for those products: NDJSON of {sku, name}
  --concurrency N       calls in flight (default 64)
  --limit N             only the first N documents
  --zone ZONE           time zone of the file's times (default Europe/London)
  --json                the summary as JSON
${ENGINE_HELP}`;

const OPTIONS = {
  ...ENGINE_OPTIONS,
  enrol: { type: 'boolean', default: false },
  products: { type: 'string' },
  concurrency: { type: 'string' },
  limit: { type: 'string' },
  zone: { type: 'string', default: 'Europe/London' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const DEADLINE_MS = 10_000;
/** Long enough for an engine or a database to be started again. */
const PATIENCE_MS = 120_000;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  if (values.help) return (console.log(HELP), 0);
  const [file = demoFile('day.ndjson'), ...more] = positionals;
  if (more.length > 0) throw new UsageError(HELP);
  const tally = newTally();
  const patience = { deadlineMs: DEADLINE_MS, patienceMs: PATIENCE_MS, onRepeat: () => void tally.repeats++ };
  const engine = connectEngine(locateEngine({ ...values, certKey: values['cert-key'] }), patience);
  try {
    const limit = wholeOption('--limit', values.limit, Infinity);
    if (values.enrol) await enrol(engine, file, limit, values.products ?? null);
    const from = performance.now();
    const concurrency = wholeOption('--concurrency', values.concurrency, 64);
    await replayFile(engine, file, { tally, limit, zone: values.zone, concurrency });
    const summary = summarise(tally, performance.now() - from);
    console.log(values.json ? JSON.stringify(summary, null, 2) : describeSummary(summary));
    return 0;
  } finally {
    engine.close();
  }
}

async function enrol(engine: Engine, file: string, limit: number, products: string | null): Promise<void> {
  const { members, membersCreated, products: skus, productsCreated } = await enrolFile(engine, file, limit, products);
  const cards = `${formatCount(members)} cards (${formatCount(membersCreated)} new)`;
  console.error(`Enrolled ${cards}, ${formatCount(skus)} products (${formatCount(productsCreated)} new)`);
}

runCommand(import.meta.url, main);
