/** `npm run golden -- FILE [--verbose]`: runs a file of neutral promotion cases through the engine and prints where it agrees. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { CHOICES } from './golden/choices.js';
import { runCase } from './golden/run-case.js';
import type { CaseResult } from './golden/run-case.js';

/** Classes that any engine must agree with; what is left is peculiar to one peer and is only told. */
const SCORED: readonly string[] = ['universal', 'parameter'];

/** Every case of a file, in its order. */
export function runFile(text: string): CaseResult[] {
  const document: unknown = JSON.parse(text);
  const cases = typeof document === 'object' && document !== null && 'cases' in document ? document.cases : document;
  if (!Array.isArray(cases)) throw new Error('The file holds no list of cases.');
  return cases.map(runCase);
}

/** Disagreements that are neither a documented choice nor peculiar to one peer. */
export function unexplained(results: readonly CaseResult[]): CaseResult[] {
  return results.filter(({ id, verdict, portability }) => verdict === 'disagree' && SCORED.includes(portability) && !CHOICES.has(id));
}

function table(title: string, results: readonly CaseResult[], keyOf: (result: CaseResult) => string): string[] {
  const keys = [...new Set(results.map(keyOf))].sort();
  const row = (name: string, own: readonly CaseResult[]): string => {
    const count = (verdict: CaseResult['verdict']): string =>
      String(own.filter((result) => result.verdict === verdict).length).padStart(11);
    const run = own.filter(({ verdict }) => verdict !== 'unsupported').length;
    return `${name.padEnd(16)}${String(run).padStart(6)}${count('agree')}${count('disagree')}${count('unsupported')}`;
  };
  const head = `${title.padEnd(16)}${'run'.padStart(6)}${'agree'.padStart(11)}${'disagree'.padStart(11)}${'unsupported'.padStart(11)}`;
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

function detailsOf(result: CaseResult, verbose: boolean): string[] {
  const reason = CHOICES.get(result.id);
  const lines = [
    `${result.verdict} ${result.id} (${result.peer}, ${result.portability}): ${result.name}`,
    ...result.details.map((detail) => `    ${detail}`),
  ];
  if (reason !== undefined) lines.push(`    documented choice: ${reason}`);
  if (verbose && result.verdict === 'disagree') {
    lines.push(`    rules ${JSON.stringify(result.mapped?.programme.rules)}`);
    lines.push(`    lines ${JSON.stringify(result.quote?.lines)}`);
    lines.push(`    refused ${JSON.stringify(result.quote?.refused)}`);
  }
  return lines;
}

function main(args: readonly string[]): number {
  const verbose = args.includes('--verbose');
  const file = args.find((arg) => !arg.startsWith('--'));
  if (file === undefined) {
    console.error('Name the file of cases: npm run golden -- FILE [--verbose]');
    return 2;
  }
  const results = runFile(readFileSync(file, 'utf8'));
  console.log([...table('peer', results, ({ peer }) => peer), ...table('class', results, ({ portability }) => portability)].join('\n'));
  for (const result of results) if (result.verdict !== 'agree') console.log(detailsOf(result, verbose).join('\n'));
  const open = unexplained(results);
  if (open.length > 0) console.error(`${open.length} cases disagree without a documented reason: ${open.map(({ id }) => id).join(', ')}`);
  return open.length > 0 ? 1 : 0;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = main(process.argv.slice(2));
