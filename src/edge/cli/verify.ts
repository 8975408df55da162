/** `npm run verify`: proves the ledger over the whole database, and says what was looked at. */
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { ensureServices, servicesFromEnvironment } from '../../embedded/services.js';
import type { Anchor } from '../../jobs/anchor/anchor-document.js';
import { verifyLedger, type CheckResult } from '../../jobs/verify/verify-ledger.js';
import { runCommand, wholeOption } from './engine/run-command.js';
import { formatCount } from './till/format.js';

const HELP = `npm run verify -- [options]

Proves the ledger, in one snapshot, also beside a working engine. Reads only. Ends with 1 and the first offending ids where anything is off.

  --parts N           parts the buckets are cut into; more parts take less memory (default 8)
  --connections N     parts looked at at once, all in one snapshot (default 1, which leaves most of Postgres to the tills)
  --anchor FILE       an anchor that was kept elsewhere (npm run anchor); may be given several times
  --anchor-key FILE   the public key that anchors must be signed with, in PEM; default: the one each names
  --json              the report as JSON`;

const OPTIONS = {
  parts: { type: 'string' },
  connections: { type: 'string' },
  anchor: { type: 'string', multiple: true },
  'anchor-key': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.help) return (console.log(HELP), 0);
  const parts = wholeOption('--parts', values.parts, 8);
  const connections = wholeOption('--connections', values.connections, 1);
  const anchors = (values.anchor ?? []).map((file) => JSON.parse(readFileSync(file, 'utf8')) as Anchor);
  const trusted = values['anchor-key'] === undefined ? null : createPublicKey(readFileSync(values['anchor-key'], 'utf8'));
  const services = await ensureServices({ ...servicesFromEnvironment(), log: (line) => console.error(line) });
  const pool = new pg.Pool({ connectionString: services.databaseUrl, max: connections });
  try {
    const onCheck = values.json ? () => undefined : (check: CheckResult) => console.log(describeCheck(check));
    if (!values.json) console.log(describeCheck(null));
    const report = await verifyLedger(pool, { parts, connections, onCheck, anchors, trusted });
    const rows = report.checks.reduce((sum, check) => sum + check.rows, 0);
    if (values.json) console.log(JSON.stringify(report, null, 2));
    else
      console.log(report.ok ? `The ledger is whole: ${report.checks.length} checks, ${formatCount(rows)} rows.` : 'THE LEDGER IS DAMAGED.');
    return report.ok ? 0 : 1;
  } finally {
    await pool.end();
    await services.stop();
  }
}

/** A row of the table, with the offenders below it; the head where there is no check. */
function describeCheck(check: CheckResult | null): string {
  if (check === null) return row('check', 'rows', 'ok', 'what holds');
  const head = row(check.name, formatCount(check.rows), check.wrong === 0 ? 'ok' : `${formatCount(check.wrong)} WRONG`, check.proves);
  return [head, ...check.first.map(({ id, wrong }) => `  ${id}: ${wrong}`)].join('\n');
}

function row(name: string, rows: string, ok: string, proves: string): string {
  return `${name.padEnd(18)} ${rows.padStart(11)}  ${ok.padEnd(8)} ${proves}`;
}

runCommand(import.meta.url, main);
