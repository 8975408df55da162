/** Sides of a comparison in turns, A B B A, so that a machine that warms up or tires favours none; and how quiet the machine was meanwhile. */
import type { Latency } from '../load/load.js';
import { readClocks, usedMs } from './processors.js';
import { least, median, most } from './statistics.js';

export interface Sample {
  readonly perSecond: number;
  readonly answered: number;
  readonly latency: Latency | null;
  /** Processor time of one answered call, in microseconds, by who used it. */
  readonly micros: Readonly<Record<string, number>>;
  /** Cores that were busy with what is not ours. */
  readonly foreignCores: number;
  /** Share of a core that a hypervisor took away. */
  readonly stolenCores: number;
}

export interface Counted {
  readonly perSecond: number;
  readonly answered: number;
  readonly latency?: Latency | null;
}

/** Runs the work and reads the clocks of the processors around it. */
export async function sample(roles: Readonly<Record<string, readonly number[]>>, work: () => Promise<Counted>): Promise<Sample> {
  const before = readClocks();
  const { perSecond, answered, latency = null } = await work();
  const after = readClocks();
  const spent = (pids: readonly number[]): number => usedMs(after, pids) - usedMs(before, pids);
  const micros = Object.fromEntries(Object.entries(roles).map(([role, pids]) => [role, (spent(pids) * 1000) / Math.max(1, answered)]));
  const ours = spent([process.pid, ...Object.values(roles).flat()]);
  const elapsedMs = after.atMs - before.atMs;
  return {
    ...{ perSecond, answered, latency, micros },
    foreignCores: Math.max(0, after.busyMs - before.busyMs - ours) / elapsedMs,
    stolenCores: (after.stolenMs - before.stolenMs) / elapsedMs,
  };
}

export interface Side {
  readonly name: string;
  readonly what: string;
  readonly run: () => Promise<Sample>;
}

export interface Series {
  readonly name: string;
  readonly what: string;
  readonly samples: readonly Sample[];
}

/** One round for nothing, so that no side is measured while it is still being compiled; then `rounds` in turns. */
export async function inTurns(sides: readonly Side[], rounds: number, say: (line: string) => void): Promise<Series[]> {
  const samples = sides.map((): Sample[] => []);
  for (const side of sides) await side.run();
  for (let k = 0; k < rounds; k++) {
    const order = sides.map((_, at) => at);
    for (const at of k % 2 === 0 ? order : order.reverse()) {
      const one = await sides[at]!.run();
      const tail = one.latency === null || !Number.isFinite(one.latency.p99Ms) ? '' : `, p99 ${Math.floor(one.latency.p99Ms * 10) / 10} ms`;
      const foreign = one.foreignCores < 0.1 ? '' : `, other work took ${Math.floor(one.foreignCores * 100) / 100} cores`;
      say(`${k + 1}/${rounds} ${sides[at]!.name}: ${Math.floor(one.perSecond)}/s${tail}${foreign}`);
      samples[at]!.push(one);
    }
  }
  return sides.map(({ name, what }, at) => ({ name, what, samples: samples[at]! }));
}

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export const spreadOf = (values: readonly number[]): Spread => ({ median: median(values), min: least(values), max: most(values) });

/** One side over another, round by round, so that the mood of the machine cancels out. */
export function ratios(measured: Series, floor: Series, of: (sample: Sample) => number = (one) => one.perSecond): number[] {
  return measured.samples.map((one, k) => of(one) / of(floor.samples[k]!));
}

const FOREIGN_CORES_MAX = 0.15;
const STOLEN_CORES_MAX = 0.05;
const SPREAD_MAX = 0.3;

/** Why a figure does not count, if it does not: other work on the machine, or rounds that do not agree. */
export function noiseOf(series: readonly Series[], values: readonly number[]): string[] {
  const samples = series.flatMap((one) => one.samples);
  const foreign = median(samples.map((one) => one.foreignCores));
  const stolen = median(samples.map((one) => one.stolenCores));
  const { median: middle, min, max } = spreadOf(values);
  const spread = values.length < 2 ? 0 : (max - min) / middle;
  const hundredths = (value: number): number => Math.floor(value * 100) / 100;
  return [
    ...(foreign > FOREIGN_CORES_MAX ? [`other work took ${hundredths(foreign)} cores`] : []),
    ...(stolen > STOLEN_CORES_MAX ? [`${hundredths(stolen)} cores were stolen`] : []),
    ...(spread > SPREAD_MAX ? [`rounds differ by ${Math.floor(spread * 100)} %`] : []),
  ];
}
