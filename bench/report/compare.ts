/** This run beside an earlier one, goal by goal. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GoalId } from '../goals.js';
import { median } from '../measure/statistics.js';
import type { Report } from './report.js';

export interface Change {
  readonly id: GoalId;
  readonly before: number;
  readonly now: number;
  /** Either run was too noisy for this figure to count. */
  readonly isNoisy: boolean;
}

export interface Comparison {
  readonly at: string;
  readonly machine: string;
  readonly changes: readonly Change[];
}

export function readReport(file: string): Report {
  const report = JSON.parse(readFileSync(file, 'utf8')) as Partial<Report>;
  if (!Array.isArray(report.studies) || report.at === undefined) throw new Error(`${file} is no result of this bench`);
  return report as Report;
}

/** The newest run in the folder, or null where there is none, also where the folder is yet to be made. */
export function latestReport(folder: string): Report | null {
  if (!existsSync(folder)) return null;
  const names = readdirSync(folder).filter((name) => /^bench-.*\.json$/.test(name));
  const newest = names.sort().at(-1);
  return newest === undefined ? null : readReport(join(folder, newest));
}

export function compareWith(earlier: Report, now: Report): Comparison {
  const findings = (report: Report) => new Map(report.studies.flatMap((study) => study.findings).map((one) => [one.id, one]));
  const before = findings(earlier);
  const changes = [...findings(now).values()].flatMap((one): Change[] => {
    const old = before.get(one.id);
    if (old === undefined) return [];
    const isNoisy = one.noise.length > 0 || old.noise.length > 0;
    return [{ id: one.id, before: median(old.values), now: median(one.values), isNoisy }];
  });
  return { at: earlier.at, machine: earlier.machine, changes };
}
