import { setTimeout as pause } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import type { RuleSet } from '../../core/rules/rule-set.js';
import type { SimulationReport } from '../../core/simulation/report.js';
import { Simulation } from '../../core/simulation/simulation.js';
import { OwnLists } from './own-lists.js';
import { readKeys, readPast, type PastWanted } from './read-past.js';

export interface SimulateOptions {
  readonly receiptsMax: number;
  readonly examplesMax: number;
  /** Of one processor: after each page the rest of the time is slept. */
  readonly cpuPercent: number;
  readonly onProgress: (done: number, total: number) => void;
  /** Looked at between pages. */
  readonly isCancelled: () => boolean;
}

/**
 * Prices the past sales that are wanted by a rule set and compares with what they really cost. Reads through this one connection, a page
 * ahead; memory goes by the keys of the sales and by the members whose use of limits became another one. Null where it was cancelled.
 */
export async function simulate(
  db: ClientBase,
  ruleSet: RuleSet,
  wanted: PastWanted,
  { receiptsMax, examplesMax, cpuPercent, onProgress, isCancelled }: SimulateOptions,
): Promise<SimulationReport | null> {
  const keys = await readKeys(db, wanted, receiptsMax);
  const simulation = new Simulation(ruleSet, { sampleBps: wanted.sampleBps, examplesMax });
  const lists = new OwnLists(db, ruleSet);
  let done = 0;
  onProgress(done, keys.count);
  let busy = process.cpuUsage();
  for await (const page of readPast(db, keys)) {
    if (isCancelled()) return null;
    await lists.learn(page);
    for (const past of page) simulation.take(lists.apply(past));
    onProgress((done += page.length), keys.count);
    const { user, system } = process.cpuUsage(busy);
    await rest(((user + system) / 1_000) * (100 / cpuPercent - 1), isCancelled);
    busy = process.cpuUsage();
  }
  return isCancelled() ? null : simulation.report();
}

const REST_MS_MAX = 200;

/** Sleeps, and looks up now and then whether it is still wanted. */
async function rest(ms: number, isCancelled: () => boolean): Promise<void> {
  for (let left = ms; left > 0 && !isCancelled(); left -= REST_MS_MAX) await pause(Math.min(left, REST_MS_MAX));
}
