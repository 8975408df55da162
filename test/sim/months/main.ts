/** `npm run months -- FILE`: replays a file of real receipts month by month, with closings, on a database of its own. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { migrate } from '../../../src/edge/cli/migrate.js';
import { servicesForCommand } from '../../../src/embedded/services.js';
import { judge } from './judge.js';
import { replayMonths, type MonthsReport } from './replay-months.js';

const OPTIONS = { months: { type: 'string' }, documents: { type: 'string' } } as const;
const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
const file = positionals[0] ?? '';
if (!existsSync(file)) {
  console.error(
    'npm run months -- FILE.ndjson.gz [--months N] [--documents N a month]: a file of receipts in the form npm run replay reads',
  );
  process.exit(2);
}

const services = await servicesForCommand(console.error);
const name = `months_${randomBytes(4).toString('hex')}`;
const url = new URL(services.databaseUrl);
url.pathname = `/${name}`;
const folder = mkdtempSync(join(tmpdir(), 'tallystick-months-'));

async function execute(sql: string): Promise<void> {
  const client = new Client({ connectionString: services.databaseUrl });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

function show({ months, viewed, answered, recomputed, verified, exports, owed }: MonthsReport): void {
  const columns = ['opening', 'issued', 'redeemed', 'expired', 'adjusted', 'closing'] as const;
  console.log(['period    ', ...columns.map((column) => column.padStart(10))].join(' '));
  for (const month of months) {
    const rows = viewed.filter(({ period }) => period === month);
    const cells = columns.map((column) => String(rows.reduce((sum, row) => sum + row[column], 0)).padStart(10));
    console.log([month, ...cells].join(' '));
  }
  console.log(`members have ${owed} points`);
  console.log(`${viewed.length} rows of the roll-forward by month, store and campaign`);
  console.log(`answered: ${JSON.stringify(answered)}`);
  console.log(`${exports} exports taken during the replay, compared byte for byte after it`);
  console.log(`${recomputed.sales} sales computed again, ${recomputed.differing} differ`);
  console.log(`verify: ${verified.checks} checks, ${verified.rows} rows`);
}

const from = performance.now();
try {
  await execute(`create database ${name}`);
  await migrate(url.href);
  const monthsMax = Number(values.months ?? Infinity);
  const documentsMax = Number(values.documents ?? Infinity);
  const report = await replayMonths({ databaseUrl: url.href, file, folder, monthsMax, documentsMax, say: console.error });
  show(report);
  const wrong = judge(report);
  for (const sentence of wrong) console.error(`WRONG ${sentence}`);
  const seconds = Math.ceil((performance.now() - from) / 1000);
  console.log(wrong.length === 0 ? `All agrees, in ${seconds} s.` : `${wrong.length} things are wrong.`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  await execute(`drop database if exists ${name} with (force)`);
  rmSync(folder, { recursive: true });
  await services.stop();
}
