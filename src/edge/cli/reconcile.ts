/** `npm run reconcile`: compares a store's or till's end-of-day totals with what is booked. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { servicesForCommand } from '../../embedded/services.js';
import { createPool } from '../../ledger/pool.js';
import type { Verdict } from '../../ledger/reconcile/claim.js';
import { reconcileText } from '../reconcile/reconcile-text.js';
import { runCommand, UsageError } from './engine/run-command.js';

const HELP = `npm run reconcile -- FILE.csv [options]

The file has a header with store_id, business_date and any of terminal_id, receipt_number, kind (sale, return), receipts, payable_minor,
refund_minor, burn_points, earn_points. A row without a receipt number is a total of the terminal, or, without a terminal, of the store.

  --all    list what agrees too
  --json   the answer as JSON

Ends with 1 where anything differs or is missing.`;

const OPTIONS = { all: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' } } as const;
const STATEMENT_MS_MAX = 600_000;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [file] = positionals;
  if (values.help) return (console.log(HELP), 0);
  if (file === undefined) throw new UsageError(HELP);
  const text = readFileSync(file, 'utf8');
  const services = await servicesForCommand(console.error);
  const ignore = (): void => undefined;
  const options = { connectionsMax: 1, queryTimeoutMs: STATEMENT_MS_MAX, connectTimeoutMs: 10_000, name: 'reconcile', onIdleError: ignore };
  const pool = createPool({ databaseUrl: services.databaseUrl, ...options });
  try {
    const answer = await reconcileText(pool, text);
    const { agrees, differs, missingHere, missingThere, verdicts } = answer;
    if (values.json) console.log(JSON.stringify(answer, null, 2));
    else for (const verdict of verdicts) if (values.all === true || verdict.verdict !== 'agrees') console.log(describe(verdict));
    if (!values.json)
      console.log(`${agrees} agree, ${differs} differ, ${missingHere} are not booked here, ${missingThere} are missing there.`);
    return differs + missingHere + missingThere === 0 ? 0 : 1;
  } finally {
    await pool.end();
    await services.stop();
  }
}

function describe({ storeId, terminalId, businessDate, receiptNumber, kind, verdict, saleId, differences }: Verdict): string {
  const place = [storeId, terminalId, businessDate, receiptNumber].filter((part) => part !== '').join(' ');
  const by = differences
    .map((each) => `${each.amount} ${each.claimed} there, ${each.booked} here (${each.by > 0 ? '+' : ''}${each.by})`)
    .join('; ');
  return `${verdict.replace('_', ' ').padEnd(13)} ${kind.padEnd(6)} ${place}${by === '' ? '' : `: ${by}`}${saleId === '' ? '' : `  ${saleId}`}`;
}

runCommand(import.meta.url, main);
