/** The figures of a run, as a dated pair of JSON and Markdown. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Sample {
  readonly perSecond: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** Processor time of a call in the server's process, and in Postgres; null where it could not be read. */
  readonly serverMicros: number | null;
  readonly postgresMicros: number | null;
}

export interface Series {
  readonly name: string;
  readonly what: string;
  readonly samples: readonly Sample[];
}

export interface Comparison {
  readonly measured: Series;
  readonly floor: Series;
}

export interface Report {
  readonly at: string;
  readonly command: string;
  readonly machine: string;
  /** Processes that wanted a core in the minute before the run; whatever is above zero is not ours. */
  readonly loadBefore: number;
  readonly fsyncMs: readonly number[];
  readonly comparisons: readonly Comparison[];
}

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
export const median = (values: readonly number[]): number => sorted(values)[values.length >> 1] ?? 0;
const whole = (value: number): string => String(Math.floor(value + 0.5)).replace(/\B(?=(\d{3})+$)/g, ',');
const tenths = (value: number): string => String(Math.floor(value * 10 + 0.5) / 10);

/** Measured over floor, pair by pair of one run, so that the mood of the machine cancels out. */
export function ratio({ measured, floor }: Comparison): number {
  return median(measured.samples.map((sample, k) => sample.perSecond / (floor.samples[k]?.perSecond ?? NaN)));
}

function row({ name, what, samples }: Series, share: string): string {
  const rates = sorted(samples.map((sample) => sample.perSecond));
  const of = (pick: (sample: Sample) => number | null, print: (value: number) => string): string => {
    const values = samples.map(pick).filter((value) => value !== null);
    return values.length === 0 ? '–' : print(median(values));
  };
  const cells = [
    ...[`${name}: ${what}`, whole(median(rates)), `${whole(rates[0]!)} – ${whole(rates.at(-1)!)}`, share],
    ...[of((sample) => sample.p50Ms, tenths), of((sample) => sample.p99Ms, tenths)],
    ...[of((sample) => sample.serverMicros, whole), of((sample) => sample.postgresMicros, whole)],
  ];
  return `| ${cells.join(' | ')} |`;
}

export function markdown(report: Report): string {
  const percent = (comparison: Comparison): string => `${Math.floor(ratio(comparison) * 100)} %`;
  return [
    `# Throughput, ${report.at.slice(0, 10)}`,
    '',
    `\`${report.command}\` on ${report.machine}; the generator runs on the same machine.`,
    `One fdatasync of 4 KB took ${report.fsyncMs.map((ms) => `${Math.floor(ms * 100) / 100} ms`).join(' before, ')} after the run (median of 200).`,
    `Other work had a load of ${tenths(report.loadBefore)} before the run: above zero, trust the shares and not the rates.`,
    '',
    '| what | per s, median | min – max | of its floor | p50 ms | p99 ms | server µs | Postgres µs |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...report.comparisons.flatMap((comparison) => [row(comparison.floor, '100 %'), row(comparison.measured, percent(comparison))]),
    '',
    'Rounds run in the order floor, engine, engine, floor. The share is the median of the pairs of one run. Microseconds are processor',
    'time of a call in the server process and in all processes of Postgres. Receipts have ten lines and a card; 300 rules are live.',
    '',
  ].join('\n');
}

export function writeReport(report: Report): string {
  const folder = fileURLToPath(new URL('../results', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const base = join(folder, `throughput-${report.at.slice(0, 16).replace(':', '').replace('T', '-')}`);
  writeFileSync(`${base}.json`, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(`${base}.md`, markdown(report));
  return `${base}.md`;
}
