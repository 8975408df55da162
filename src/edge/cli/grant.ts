/** `npm run grant -- FILE.csv`: bonus points for a list of members. */
import { parseArgs } from 'node:util';
import { grantRows, type GrantRow, type GrantTotals } from '../../jobs/grant-rows.js';
import type { Rejection } from '../../core/rejection.js';
import { withCheckout } from './command-checkout.js';
import { runCommand, UsageError, wholeOption } from './engine/run-command.js';
import { checkGrants, readGrants } from './grant/read-grants.js';
import { duration } from './replay/progress.js';
import { formatCount } from './till/format.js';

const HELP = `npm run grant -- FILE.csv --author NAME [options]

Gives bonus points to a list of members: CSV with the columns card_number or member_id, points, and where wanted expires_on (YYYY-MM-DD,
good to the end of that day; else by the programme's terms) and reason. The whole list is checked first. Each row is granted once: after
any stop give the same command again, and it goes on where it was.

  --author NAME     who decided it; stands in the journal
  --reason TEXT     why, for rows that do not say so themselves
  --job NAME        the name of the run (default: the content of the file); the rows of one name are granted once
  --concurrency N   grants in work at a time (default 128)
  --json            the totals as JSON`;

const OPTIONS = {
  author: { type: 'string' },
  reason: { type: 'string', default: '' },
  job: { type: 'string' },
  concurrency: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const REFUSED_SHOWN = 20;
const LINE_EVERY_MS = 2_000;
const REASON_MAX = 200;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  if (values.help) return (console.log(HELP), 0);
  const [file, ...more] = positionals;
  const { author, reason } = values;
  if (file === undefined || more.length > 0 || author === undefined || author === '') throw new UsageError(HELP);
  if (reason.length > REASON_MAX || author.length > 64) throw new UsageError('--reason may have 200 characters, --author 64');
  const concurrency = wholeOption('--concurrency', values.concurrency, 128);
  return withCheckout(async (deps) => {
    const terms = { reason, timeZone: deps.rulebook.current()?.programme.timeZone ?? 'UTC' };
    const facts = await checkGrants(file, terms);
    const job = values.job ?? facts.hash.slice(0, 16);
    console.error(`Run ${job}: ${formatCount(facts.rows)} rows, ${formatCount(facts.points)} points.`);
    const onProgress = progressOf(facts.rows);
    const totals = await grantRows(deps, readGrants(file, terms), { job, author, concurrency, onRefused: refusals(), onProgress });
    console.log(values.json ? JSON.stringify({ job, rows: facts.rows, ...totals }) : describe(totals));
    return totals.refused === 0 ? 0 : 1;
  });
}

function refusals(): (row: GrantRow, rejection: Rejection) => void {
  let shown = 0;
  return ({ row }, { rejection, message }) => {
    if (shown++ < REFUSED_SHOWN) console.error(`row ${row}: ${rejection}: ${message}`);
    else if (shown === REFUSED_SHOWN + 1) console.error('More rows were refused; their number is in the totals.');
  };
}

function progressOf(rows: number): (totals: GrantTotals) => void {
  const from = performance.now();
  let told = from;
  return ({ granted, before, refused }) => {
    const now = performance.now();
    const done = granted + before + refused;
    if (now - told < LINE_EVERY_MS && done < rows) return;
    told = now;
    const seconds = (now - from) / 1000;
    const left = done === 0 ? '–' : duration(((rows - done) * seconds) / done);
    const percent = Math.floor((100 * done) / Math.max(rows, 1));
    console.error(`${percent} % · ${formatCount(done)} rows · ${Math.floor(done / seconds)}/s · ${left} left`);
  };
}

function describe({ granted, grantedPoints, before, refused }: GrantTotals): string {
  const now = `Granted ${formatCount(grantedPoints)} points in ${formatCount(granted)} rows`;
  return `${now}; ${formatCount(before)} were granted before, ${formatCount(refused)} refused.`;
}

runCommand(import.meta.url, main);
