/** `npm run period`: lists and closes accounting periods. */
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import type { CheckoutDeps } from '../../checkout/deps.js';
import { beginClosing, closePeriod } from '../../jobs/periods/close-period.js';
import { periodName, readPeriods } from '../../jobs/periods/read-periods.js';
import { setCalendar } from '../../jobs/periods/set-calendar.js';
import { withCheckout } from './command-checkout.js';
import { runCommand, UsageError, wholeOption } from './engine/run-command.js';

const HELP = `npm run period -- list                 all periods and where they stand
npm run period -- closing 2026-10      late items of October go to November from now on
npm run period -- close 2026-10        October never changes again
npm run period -- calendar ZONE        in which zone periods begin; before the first booking only

  --by NAME     who closes; default: the user of this machine
  --months N    length of a period for calendar: 1, 2, 3, 4, 6 or 12`;

const OPTIONS = { by: { type: 'string' }, months: { type: 'string' }, help: { type: 'boolean' } } as const;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [verb, subject] = positionals;
  if (values.help || verb === undefined) return (console.log(HELP), values.help ? 0 : 2);
  const by = values.by ?? userInfo().username;
  const months = values.months === undefined ? null : wholeOption('--months', values.months, 1);
  return withCheckout((deps) => run(deps, verb, subject, by, months));
}

async function run(deps: CheckoutDeps, verb: string, subject: string | undefined, by: string, months: number | null): Promise<number> {
  switch (verb) {
    case 'list':
      return list(deps);
    case 'closing':
      await beginClosing(deps, named(subject));
      break;
    case 'close':
      await closePeriod(deps, named(subject), { by });
      break;
    case 'calendar':
      if (subject === undefined) throw new UsageError('Which zone? For example: npm run period -- calendar Europe/Vienna');
      if (await setCalendar(deps.ledger.pool, subject, months)) console.log(`Periods begin by the clock of ${subject}.`);
      else console.log('Nothing changed: the calendar is like that already, or something is booked.');
      return 0;
    default:
      throw new UsageError(`There is no verb ${verb}.\n\n${HELP}`);
  }
  return list(deps);
}

function named(subject: string | undefined): string {
  const period = periodName(subject ?? '');
  if (period === null) throw new UsageError(`A period is named by its month, such as 2026-10, not ${subject ?? 'by nothing'}`);
  return period;
}

async function list(deps: CheckoutDeps): Promise<number> {
  for (const { period, startsAt, endsAt, state, closedAt, closedBy } of await readPeriods(deps.ledger.pool)) {
    const closed = closedAt === null ? '' : `  ${closedAt.toISOString()} by ${closedBy}`;
    console.log(`${period}  ${state.padEnd(7)}  ${startsAt.toISOString()} to ${endsAt.toISOString()}${closed}`);
  }
  return 0;
}

runCommand(import.meta.url, main);
