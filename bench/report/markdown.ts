import { GOALS, verdictOf, type GoalId } from '../goals.js';
import { spreadOf, type Sample, type Series } from '../measure/rounds.js';
import { median } from '../measure/statistics.js';
import type { Finding } from '../studies/study.js';
import type { Comparison } from './compare.js';
import type { Report, StudyReport } from './report.js';
import { shown } from './shown.js';

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

export function markdown(report: Report, comparison: Comparison | null): string {
  const fsync = report.studies.flatMap((study) => study.fsync ?? []);
  return [
    `# Bench, ${report.at.slice(0, 10)}`,
    '',
    `\`${report.command}\` in ${shown(report.seconds / 60)} minutes on ${report.machine}; the generator runs on the same machine.`,
    `${Object.entries(report.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}.`,
    `${shown(report.scale.rules)} rules are live; receipts have ten lines and a card. ${report.scale.rounds} rounds in the order A B B A, after one that does not count.`,
    `Other work had a load of ${shown(report.loadBefore)} before the run.`,
    ...(fsync.length === 0
      ? []
      : [
          `One fdatasync of 4 KB took ${shown(median(fsync.map((one) => one.p50Ms)))} ms at p50, ${shown(median(fsync.map((one) => one.p99Ms)))} ms at p99 (median of ${fsync.length} probes).`,
        ]),
    ...verified(report.studies),
    '',
    ...goalTable(report),
    ...report.studies.flatMap(studyTable),
    ...(comparison === null || comparison.changes.length === 0 ? [] : compareTable(comparison)),
    '',
  ].join('\n');
}

function verified(studies: readonly StudyReport[]): string[] {
  const rows = studies.map((study) => study.verifiedRows).filter((count) => count !== null);
  return rows.length === 0
    ? []
    : [
        `\`verify\` was green after all durable studies, over ${shown([...new Set(rows)].reduce((sum, count) => sum + count, 0))} rows of their ledgers.`,
      ];
}

function goalTable(report: Report): string[] {
  const order = Object.keys(GOALS);
  const found = report.studies.flatMap((study) => study.findings).sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  const failed = (report.failed ?? []).flatMap(({ ids, why }) => ids.map((id) => ({ id, why: `FAILED: ${why}` })));
  const without = [...report.studies.flatMap((study) => study.notMeasured ?? []), ...failed];
  const missing = report.missing
    .filter((id) => !without.some((one) => one.id === id))
    .map((id) => ({ id, why: 'nothing measures it yet' }));
  return [
    '| id | what | median | min – max | gate | goal | reached | counts |',
    '| --- | --- | ---: | ---: | ---: | ---: | --- | --- |',
    ...found.map(goalRow),
    ...[...without, ...missing].map(({ id, why }) => row([id, GOALS[id].what, 'not measured', '', ...aims(id), '', why])),
    '',
  ];
}

const aims = (id: GoalId): string[] => [GOALS[id].gate, GOALS[id].goal].map((aim) => (aim === null ? '–' : shown(aim)));

function goalRow({ id, values, noise, note }: Finding): string {
  const { median: middle, min, max } = spreadOf(values);
  const verdict = { goal: 'goal', gate: 'gate', missed: 'no' }[verdictOf(id, middle)];
  const counts = noise.length === 0 ? 'yes' : `TOO NOISY: ${noise.join(', ')}`;
  const what = note === undefined ? GOALS[id].what : `${GOALS[id].what} (${note})`;
  return row([id, what, `**${shown(middle)}**`, `${shown(min)} – ${shown(max)}`, ...aims(id), verdict, counts]);
}

function studyTable({ name, seconds, series, notes }: StudyReport): string[] {
  return [
    `## ${name[0]!.toUpperCase()}${name.slice(1)}`,
    '',
    '| what | per s, median | min – max | p50 ms | p99 ms | server µs | Postgres µs | generator µs |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...series.map(seriesRow),
    '',
    [`${seconds} seconds.`, ...notes].join(' '),
    '',
  ];
}

function seriesRow({ name, what, samples }: Series): string {
  const of = (pick: (one: Sample) => number | undefined): string => shown(median(samples.map((one) => pick(one) ?? NaN)));
  const rates = spreadOf(samples.map((one) => one.perSecond));
  const micros = ['server', 'postgres', 'generator'].map((role) => of((one) => one.micros[role] || undefined));
  const latency = [of((one) => one.latency?.p50Ms), of((one) => one.latency?.p99Ms)];
  return row([`${name}: ${what}`, shown(rates.median), `${shown(rates.min)} – ${shown(rates.max)}`, ...latency, ...micros]);
}

function compareTable({ at, changes }: Comparison): string[] {
  return [
    `## Beside ${at.slice(0, 16).replace('T', ' ')}`,
    '',
    '| id | before | now | change | |',
    '| --- | ---: | ---: | ---: | --- |',
    ...changes.map(({ id, before, now, isNoisy }) =>
      row([
        id,
        shown(before),
        shown(now),
        `${now >= before ? '+' : ''}${shown((now / before - 1) * 100)} %`,
        isNoisy ? 'too noisy to say' : '',
      ]),
    ),
    '',
  ];
}
