/** `npm run simulate`: prices past receipts by a draft, a version or a file, here and now, and compares with what they cost. */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { compile } from '../../core/rules/compile.js';
import { validateProgramme } from '../../core/rules/validate.js';
import type { SimulationReport } from '../../core/simulation/report.js';
import { isDay } from '../../core/time.js';
import { simulate } from '../../jobs/simulate/simulate.js';
import { isRefusal } from '../../rulebook/access/refusal.js';
import { parseSource, readSource, SOURCE_PATTERN } from '../../rulebook/drafts/source.js';
import { runCommand, UsageError, wholeOption } from './engine/run-command.js';
import { formatMinor, formatCount } from './till/format.js';
import { withRulebook } from './with-rulebook.js';

const HELP = `npm run simulate -- WHAT --from DAY --to DAY [options]

Prices past receipts again by WHAT and compares with what they really cost. Nothing is written.

  WHAT               a programme file, a draft (draft:drf_... or drf_...), a version (version:3) or live
  --from, --to       purchased from DAY (included) to DAY (not included), e.g. 2026-10-01
  --store ID         only this store; may be given several times
  --sample BPS       the part of all members that is looked at, in hundredths of a percent (default 10000: all)
  --seed N           which sample (default 1)
  --json             the whole report as JSON`;

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  store: { type: 'string', multiple: true },
  sample: { type: 'string' },
  seed: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const RECEIPTS_MAX = 100_000_000;
const ROWS = 20;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [what] = positionals;
  if (values.help || what === undefined || positionals.length > 1) return (console.log(HELP), values.help ? 0 : 2);
  const sampleBps = wholeOption('--sample', values.sample, 10_000);
  if (sampleBps > 10_000) throw new UsageError('--sample is at most 10000, which is all');
  const [from, to] = [day('--from', values.from), day('--to', values.to)];
  const seed = wholeOption('--seed', values.seed, 1);
  return withRulebook(async (pool, databaseUrl) => {
    const { programme, errors } = validateProgramme(await documentOf(pool, what));
    if (programme === null) throw new UsageError(`${what} is wrong:\n${errors.map((e) => `  ${e.pointer}: ${e.sentence}`).join('\n')}`);
    const db = new pg.Client({ connectionString: databaseUrl, application_name: 'tallystick-simulation-command' });
    await db.connect();
    try {
      const wanted = { from, to, storeIds: values.store ?? null, sampleBps, seed, bookedBefore: new Date() };
      const onProgress = (done: number, total: number): void => {
        if (process.stderr.isTTY) process.stderr.write(`\r${formatCount(done)} of ${formatCount(total)} receipts `);
      };
      const options = { receiptsMax: RECEIPTS_MAX, examplesMax: ROWS, cpuPercent: 100, onProgress, isCancelled: () => false };
      const report = await simulate(db, compile(programme, 0, ''), wanted, options);
      if (process.stderr.isTTY) process.stderr.write('\n');
      if (report !== null) console.log(values.json ? JSON.stringify(report, null, 2) : describe(report));
      return 0;
    } finally {
      await db.end();
    }
  });
}

async function documentOf(pool: pg.Pool, what: string): Promise<unknown> {
  const source = /^drf_/.test(what) ? `draft:${what}` : what;
  if (SOURCE_PATTERN.test(source)) {
    const read = await readSource(pool, parseSource(source));
    if (isRefusal(read)) throw new UsageError(read.message);
    return read.document;
  }
  if (!existsSync(what)) throw new UsageError(`${what} is neither a file, a draft (drf_...), a version (version:3) nor live`);
  try {
    return JSON.parse(readFileSync(what, 'utf8'));
  } catch (error) {
    throw new UsageError(`${what} is not JSON: ${(error as Error).message}`);
  }
}

function day(name: string, text: string | undefined): Date {
  const date = new Date(text ?? '');
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}/.test(text) || !isDay(text) || Number.isNaN(date.getTime()))
    throw new UsageError(`${name} is a day such as 2026-10-01`);
  return date;
}

function describe({ receipts, totals, rules, neverFired, budgets, minorDigits, currency }: SimulationReport): string {
  const money = (minor: number | null): string => (minor === null ? '-' : formatMinor(minor, minorDigits));
  const row = (name: string, ...cells: string[]): string => name.slice(0, 40).padEnd(42) + cells.map((cell) => cell.padStart(16)).join('');
  const { looked, changed, better, worse, notPriced } = receipts;
  return [
    `${formatCount(looked)} receipts, ${formatCount(changed)} change: ${formatCount(better)} for the better of the customer, ${formatCount(worse)} for the worse; ${formatCount(notPriced)} could not be priced`,
    '',
    row(`all, in ${currency}`, 'live', 'simulated'),
    row('discount', money(totals.live.discountMinor), money(totals.simulated.discountMinor)),
    row('points at their worth', money(totals.live.pointsCostMinor), money(totals.simulated.pointsCostMinor)),
    row('paid', money(totals.live.netMinor), money(totals.simulated.netMinor)),
    '',
    row('rule', 'live', 'simulated', 'receipts'),
    ...rules
      .slice(0, ROWS)
      .map(({ ruleId, live, simulated }) => row(ruleId, money(cost(live)), money(cost(simulated)), formatCount(simulated.receipts))),
    ...(rules.length > ROWS ? [`and ${rules.length - ROWS} more: --json has them`] : []),
    `${formatCount(neverFired.count)} rules gave nothing${
      neverFired.count === 0
        ? ''
        : `: ${neverFired.rules
            .slice(0, ROWS)
            .map(({ ruleId }) => ruleId)
            .join(', ')}`
    }`,
    ...budgets
      .filter(({ usedUpAt }) => usedUpAt !== null)
      .slice(0, ROWS)
      .map(({ key, usedUpAt }) => `budget ${key} is used up at ${usedUpAt}`),
  ].join('\n');
}

const cost = ({ discountMinor, pointsCostMinor }: SimulationReport['rules'][number]['live']): number =>
  discountMinor + (pointsCostMinor ?? 0);

runCommand(import.meta.url, main);
