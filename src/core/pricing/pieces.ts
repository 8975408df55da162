/**
 * What a rule would take off, before anything is changed. A piece is some units of a line, or the whole line; a draft is the pieces
 * of one rule. A unit run is a row of like units that a mechanic picks from.
 */
import { divFloor, pieceOf } from '../money.js';
import type { Pick } from '../rules/benefits.js';
import type { WorkLine } from './work.js';

/** Stands for the whole line instead of a portion. */
export const WHOLE_LINE = -1;

export interface Piece {
  readonly line: WorkLine;
  /** Position among the portions of the line, or WHOLE_LINE. */
  readonly portion: number;
  /** Units that get something, and units that are used up for it, in that order from the start of the portion. */
  readonly get: number;
  readonly use: number;
  /** The amount the rule worked on. */
  readonly base: number;
  /** Money off, or points. */
  amount: number;
}

export interface Draft {
  readonly pieces: readonly Piece[];
  /** Blocks completed, or 1. */
  readonly times: number;
  readonly units: number;
  /** The units of the pieces are used up for this stage. */
  readonly consumes: boolean;
}

export interface Run {
  readonly line: WorkLine;
  readonly portion: number;
  readonly units: number;
  readonly amount: number;
  /** Price of a unit, rounded down; runs are sorted by it. */
  readonly each: number;
  /** Units of the portion that earlier pieces of the same rule took. */
  start: number;
  get: number;
  use: number;
}

/** The units of lines as runs; for a unit-consuming mechanic without those that are used up. */
export function runsOf(lines: readonly WorkLine[], free: boolean): Run[] {
  const runs: Run[] = [];
  for (const line of lines) {
    const { portions } = line;
    if (portions === null) {
      runs.push(makeRun(line, 0, line.units, line.runningMinor));
      continue;
    }
    for (let i = 0; i < portions.length; i++) {
      const { units, amountMinor, consumed } = portions[i]!;
      if (!consumed || !free) runs.push(makeRun(line, i, units, amountMinor));
    }
  }
  return runs;
}

function makeRun(line: WorkLine, portion: number, units: number, amount: number): Run {
  return { line, portion, units, amount, each: divFloor(amount, units), start: 0, get: 0, use: 0 };
}

/** In place; ties stay in line order. */
export function sortRuns(runs: Run[], first: Pick): Run[] {
  return runs.sort(
    (a, b) => (first === 'cheapest' ? a.each - b.each : b.each - a.each) || a.line.index - b.line.index || a.portion - b.portion,
  );
}

/** The value of the units of a run that get something. */
export function valueOfGet(run: Run): number {
  return run.get === 0 ? 0 : pieceOf(run.amount, run.start, run.get, run.units);
}

export function unitsOf(runs: readonly Run[]): number {
  let units = 0;
  for (const run of runs) units += run.units;
  return units;
}

/** Takes up to `most` units of the runs in their order; returns how many. */
export function takeUnits(runs: readonly Run[], most: number): number {
  let left = most;
  for (const run of runs) {
    run.get = Math.min(run.units, left);
    left -= run.get;
    if (left === 0) break;
  }
  return most - left;
}

export function sumOf<T>(items: readonly T[], amount: (item: T) => number): number {
  let sum = 0;
  // By place: lists of every kind come here, and the iterator of such a mix costs memory at each step.
  for (let i = 0; i < items.length; i++) sum += amount(items[i]!);
  return sum;
}
