import { median, most } from '../measure/statistics.js';
import { shown } from './shown.js';
import type { SoakReport, SoakSample } from './soak-report.js';

const ROWS = 10;
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const percent = (share: number): string => `${shown(share * 100)} %`;

export function soakMarkdown(report: SoakReport): string {
  const { samples, load, fsync } = report;
  const every = Math.max(1, Math.floor(samples.length / ROWS));
  const p50Ms = median(fsync.map((one) => one.p50Ms));
  return [
    `# Soak, ${report.at.slice(0, 10)}`,
    '',
    `\`${report.command}\`: ${shown(report.minutes)} minutes on ${report.machine}; the generator runs on the same machine.`,
    `${Object.entries(report.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}.`,
    `${shown(report.rules)} rules and ${shown(report.prices)} special prices are live. One fdatasync of 4 KB took ${shown(p50Ms)} ms at p50.`,
    `\`verify\` was green at the end, over ${shown(report.verifiedRows)} rows.`,
    '',
    `Growth after ${shown(report.warmMinutes)} minutes of warming up: resident memory **${percent(report.growth.rss)}**, heap ${percent(report.growth.heap)}.`,
    '',
    '| call | a second | p50 ms | p99 ms | calls by status |',
    '| --- | ---: | ---: | ---: | --- |',
    ...Object.entries(load).map(([call, one]) =>
      row([call, shown(one.perSecond), shown(one.p50Ms), shown(one.p99Ms), JSON.stringify(one.statuses)]),
    ),
    '',
    '| minute | RSS MB | heap MB | loop delay ms, most | strain, most | queued, most | waiting for a connection, most | faults |',
    '| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...Array.from({ length: Math.ceil(samples.length / every) }, (_, k) => stretch(samples.slice(k * every, (k + 1) * every))),
    '',
  ].join('\n');
}

/** Some samples in a row: memory in the middle, the most of everything else. */
function stretch(samples: readonly SoakSample[]): string {
  const of = (pick: (one: SoakSample) => number): number[] => samples.map(pick);
  return row(
    [
      samples[0]!.atMs / 60_000,
      median(of((one) => one.rssMb)),
      median(of((one) => one.heapMb)),
      most(of((one) => one.loopDelayMs)),
      most(of((one) => one.strain)),
      most(of((one) => one.queued)),
      most(of((one) => one.connectionsWaiting)),
      most(of((one) => one.faults)),
    ].map(shown),
  );
}
