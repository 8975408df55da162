/**
 * Memory of an export of a large book: a million sales are laid down by SQL, then each kind and format is exported by the command in a
 * process of its own, and the most memory it ever had is read from the operating system. Fails above 300 MB.
 *
 * Needs BENCH_DATABASE_URL of a server on which databases may be made. `--sales N` for another size.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { createDataSource } from '../src/ledger/datasource.js';

const RSS_MB_MAX = 300;
const MEMBERS = 50_000;
const { values } = parseArgs({ options: { sales: { type: 'string', default: '1000000' } } });
const sales = Number(values.sales);
const server = process.env['BENCH_DATABASE_URL'];
if (server === undefined) throw new Error('Set BENCH_DATABASE_URL to a Postgres on which databases may be made');

/** Sale n of member n mod MEMBERS: an entry that earns ten points, its lot, and a quote with five lines of which two have a discount. */
const LAY_DOWN = `
CREATE TEMP TABLE quote AS SELECT json_build_object('lines', (SELECT json_agg(json_build_object('lineNumber', k, 'sku', 'SKU-' || k, 'quantityMilli', 1000,
  'regularMinor', 500, 'netMinor', CASE WHEN k < 3 THEN 450 ELSE 500 END, 'discounts', CASE WHEN k < 3 THEN '[{"ruleId":"ten","stage":"line","amountMinor":50}]'::json END))
  FROM generate_series(1, 5) k)) AS quote;
INSERT INTO ledger.period (period, starts_at, ends_at) VALUES ('2026-01-01', '2026-01-01Z', '2027-01-01Z');
INSERT INTO ledger.account (bucket, member_id, version, active)
SELECT m % 1024, lpad(to_hex(m), 32, '0')::uuid, $1 / ${MEMBERS}, 10 * ($1 / ${MEMBERS}) FROM generate_series(0, ${MEMBERS} - 1) m;
INSERT INTO ledger.sale SELECT (n % ${MEMBERS}) % 1024, lpad(to_hex(n), 32, '0')::uuid, 'r' || n, NULL, decode(repeat('00', 16), 'hex'), 'sale',
  lpad(to_hex(n % ${MEMBERS}), 32, '0')::uuid, n / ${MEMBERS} + 1, 's' || n % 50, 't1', '2026-02-01', n::text, '2026-02-01Z', '2026-02-01Z', 1, 2500, 2400, 0, 2400, 0, 10,
  '{}', NULL, NULL, NULL, q.quote, '{}', '2026-01-01', 1 FROM generate_series(0, $1 - 1) n, quote q;
INSERT INTO ledger.entry SELECT (n % ${MEMBERS}) % 1024, lpad(to_hex(n % ${MEMBERS}), 32, '0')::uuid, n / ${MEMBERS} + 1, 'sale', lpad(to_hex(n), 32, '0')::uuid, 's' || n % 50, 1,
  '2026-02-01Z', '2026-02-01Z', '{earn}', '{4}', '{2}', '{10}', ARRAY[(n / ${MEMBERS} + 1)::bigint * 4096], 0, 10 * (n / ${MEMBERS} + 1), 0, NULL, NULL, '2026-01-01', 1
FROM generate_series(0, $1 - 1) n;
INSERT INTO ledger.lot SELECT (n % ${MEMBERS}) % 1024, lpad(to_hex(n % ${MEMBERS}), 32, '0')::uuid, (n / ${MEMBERS} + 1)::bigint * 4096, 10, 10, 0, false, '2026-02-01Z', NULL,
  'sale', 'earn', lpad(to_hex(n), 32, '0')::uuid, 1 FROM generate_series(0, $1 - 1) n;
UPDATE ledger.chain SET link = 1;
ANALYZE`;

const WAYS: readonly (readonly [kind: string, format: string])[] = [
  ['sales', 'csv'],
  ['sales', 'parquet'],
  ['discounts', 'ndjson'],
  ['postings', 'csv'],
  ['journal', 'parquet'],
  ['lots', 'csv'],
  ['balances', 'ndjson'],
  ['roll-forward', 'csv'],
];

const COMMAND = new URL('../src/edge/cli/export.ts', import.meta.url).pathname;
const REGISTER = new URL('../test/sim/register.mjs', import.meta.url).href;
/** Prints the most memory the process ever had when it ends. */
const REPORT = `data:text/javascript,process.on('exit',()=>console.error('MAXRSS '+process.resourceUsage().maxRSS))`;

async function exported(databaseUrl: string, folder: string, kind: string, format: string): Promise<number> {
  const args = ['--import', REGISTER, '--import', REPORT, COMMAND, kind, '--format', format, '--out', folder];
  const child = spawn(process.execPath, args, { env: { ...process.env, DATABASE_URL: databaseUrl }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(said);
  return Math.ceil(Number(/MAXRSS (\d+)/.exec(said)![1]) / 1024);
}

const database = `bench_export_${randomBytes(4).toString('hex')}`;
const folder = mkdtempSync(join(tmpdir(), 'tallystick-bench-'));
const admin = new pg.Client({ connectionString: server });
await admin.connect();
try {
  await admin.query(`CREATE DATABASE ${database}`);
  const url = Object.assign(new URL(server), { pathname: `/${database}` }).href;
  const source = await createDataSource(url).initialize();
  await source.runMigrations();
  await source.destroy();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('SET synchronous_commit = off');
  await client.query(LAY_DOWN.replaceAll('$1', String(sales)));
  await client.end();
  let most = 0;
  for (const [kind, format] of WAYS) {
    const started = performance.now();
    const rss = await exported(url, folder, kind, format);
    most = Math.max(most, rss);
    const mb = Math.ceil(statSync(join(folder, `${kind}.${format}`)).size / 1_048_576);
    console.log(
      `${kind.padEnd(13)} ${format.padEnd(8)} ${String(rss).padStart(5)} MB of memory  ${String(mb).padStart(5)} MB of file  ${Math.ceil((performance.now() - started) / 1000)} s`,
    );
  }
  console.log(`${sales} sales: ${most} MB at most, ${RSS_MB_MAX} allowed`);
  process.exitCode = most <= RSS_MB_MAX ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
  await admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  await admin.end();
}
