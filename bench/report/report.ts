/** A run of the bench as it is kept: everything that was measured, so that it can be judged and compared later. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GoalId } from '../goals.js';
import type { Scale, StudyResult } from '../studies/study.js';

export const RESULTS = fileURLToPath(new URL('../results', import.meta.url));

export interface StudyReport extends Omit<StudyResult, 'verifiedRows'> {
  readonly name: string;
  readonly seconds: number;
  /** Rows that `verify` looked at after a durable study, all of them right; null where nothing was written. */
  readonly verifiedRows: number | null;
}

/** One that ended early: a wrong answer, a call refused that may not be, a ledger that is not whole. */
export interface FailedStudy {
  readonly ids: readonly GoalId[];
  readonly why: string;
}

export interface Report {
  readonly at: string;
  readonly command: string;
  readonly seconds: number;
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly scale: Scale;
  /** Processes that wanted a core in the minute before the run; whatever is above zero is not ours. */
  readonly loadBefore: number;
  readonly studies: readonly StudyReport[];
  readonly failed?: readonly FailedStudy[];
  /** Goals that nothing measures yet. */
  readonly missing: readonly GoalId[];
}

/** Writes the report as a dated pair of JSON and Markdown; answers the name of the second. */
export function writeReport(folder: string, report: Report, text: string): string {
  mkdirSync(folder, { recursive: true });
  const base = join(folder, `bench-${report.at.slice(0, 16).replace(':', '').replace('T', '-')}`);
  writeFileSync(`${base}.json`, `${JSON.stringify(report, null, 1)}\n`);
  writeFileSync(`${base}.md`, text);
  return `${base}.md`;
}
