/** A run of the soak as it is kept. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fsync } from '../measure/machine.js';
import { RESULTS } from './report.js';

export interface SoakReport {
  readonly at: string;
  readonly command: string;
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly rules: number;
  readonly cards: number;
  readonly prices: number;
  readonly minutes: number;
  /** Of these, how many do not count. */
  readonly warmMinutes: number;
  readonly fsync: readonly Fsync[];
  readonly verifiedRows: number;
  readonly load: { readonly [call in 'quote' | 'sale']: SoakLoad };
  /** Share by which memory grew from the end of the warm-up to the end, by regression over the samples. */
  readonly growth: { readonly rss: number; readonly heap: number };
  readonly samples: readonly SoakSample[];
}

export interface SoakLoad {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Calls by gRPC status. */
  readonly statuses: Readonly<Record<string, number>>;
}

/** What was seen at one moment; counts are since the start of the engine. */
export interface SoakSample {
  readonly atMs: number;
  readonly rssMb: number;
  readonly heapMb: number;
  readonly loopDelayMs: number;
  readonly strain: number;
  readonly queued: number;
  readonly connectionsWaiting: number;
  readonly faults: number;
}

/** The newest, or null where there is none. */
export function latestSoak(folder = RESULTS): SoakReport | null {
  const newest = readdirSync(folder)
    .filter((name) => /^soak-.*\.json$/.test(name))
    .sort()
    .at(-1);
  return newest === undefined ? null : (JSON.parse(readFileSync(join(folder, newest), 'utf8')) as SoakReport);
}

/** Writes the report as a dated pair of JSON and Markdown; answers the name of the second. */
export function writeSoak(folder: string, report: SoakReport, text: string): string {
  mkdirSync(folder, { recursive: true });
  const base = join(folder, `soak-${report.at.slice(0, 16).replace(':', '').replace('T', '-')}`);
  writeFileSync(`${base}.json`, `${JSON.stringify(report)}\n`);
  writeFileSync(`${base}.md`, text);
  return `${base}.md`;
}
