/** `npm run golden:ledger -- FILE`: runs a file of neutral ledger cases on the real ledger and prints where it agrees. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { servicesForCommand } from '../../embedded/services.js';
import { runCommand, UsageError } from './engine/run-command.js';
import { CHOICES } from './golden-ledger/choices.js';
import { openEngine } from './golden-ledger/engine.js';
import { runCase, type CaseResult } from './golden-ledger/run-case.js';
import { migrate } from './migrate.js';

const SCORED: readonly string[] = ['universal', 'parameter'];

/** Every case of a file, in its order, on a migrated database that is the caller's to drop. */
export async function runLedgerFile(text: string, databaseUrl: string): Promise<CaseResult[]> {
  const document = JSON.parse(text) as { cases?: unknown };
  const cases = Array.isArray(document) ? (document as unknown[]) : document.cases;
  if (!Array.isArray(cases)) throw new Error('The file holds no list of cases.');
  const engine = openEngine(databaseUrl);
  try {
    const results: CaseResult[] = [];
    for (const each of cases as unknown[]) results.push(await runCase(engine, each));
    return results;
  } finally {
    await engine.close();
  }
}

/** Disagreements that are neither a documented choice nor peculiar to one peer. */
export function unexplained(results: readonly CaseResult[]): CaseResult[] {
  return results.filter(({ id, verdict, portability }) => verdict === 'disagree' && SCORED.includes(portability) && !CHOICES.has(id));
}

function table(title: string, results: readonly CaseResult[], keyOf: (result: CaseResult) => string): string[] {
  const keys = [...new Set(results.map(keyOf))].sort();
  const columns = (cells: readonly (string | number)[]): string => cells.map((cell) => String(cell).padStart(12)).join('');
  const row = (name: string, own: readonly CaseResult[]): string => {
    const count = (verdict: CaseResult['verdict']): number => own.filter((result) => result.verdict === verdict).length;
    const run = own.length - count('unsupported');
    return name.padEnd(20) + columns([run, count('agree'), count('disagree'), count('unsupported')]);
  };
  const head = title.padEnd(20) + columns(['run', 'agree', 'disagree', 'unsupported']);
  return [
    head,
    ...keys.map((key) =>
      row(
        key,
        results.filter((result) => keyOf(result) === key),
      ),
    ),
    row('all', results),
    '',
  ];
}

function detailsOf({ id, peer, portability, name, verdict, details }: CaseResult): string {
  const reason = CHOICES.get(id);
  const lines = [`${verdict} ${id} (${peer}, ${portability}): ${name}`, ...details.map((detail) => `    ${detail}`)];
  return [...lines, ...(reason === undefined ? [] : [`    documented choice: ${reason}`])].join('\n');
}

async function main(args: string[]): Promise<number> {
  const [file, ...more] = args;
  if (file === undefined || more.length > 0) throw new UsageError('Name the file of cases: npm run golden:ledger -- FILE');
  const text = readFileSync(file, 'utf8');
  const services = await servicesForCommand((line) => console.error(line));
  const name = `golden_${randomBytes(4).toString('hex')}`;
  const url = new URL(services.databaseUrl);
  url.pathname = `/${name}`;
  try {
    await execute(services.databaseUrl, `create database ${name}`);
    await migrate(url.href);
    const results = await runLedgerFile(text, url.href);
    console.log([...table('peer', results, ({ peer }) => peer), ...table('class', results, ({ portability }) => portability)].join('\n'));
    for (const result of results) if (result.verdict !== 'agree') console.log(detailsOf(result));
    const open = unexplained(results);
    if (open.length > 0) console.error(`${open.length} cases disagree without a documented reason: ${open.map(({ id }) => id).join(', ')}`);
    return open.length > 0 ? 1 : 0;
  } finally {
    await execute(services.databaseUrl, `drop database if exists ${name} with (force)`);
    await services.stop();
  }
}

async function execute(databaseUrl: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

runCommand(import.meta.url, main);
