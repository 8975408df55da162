/** Units in complete blocks of one size, taken from runs in their order. */
import { divFloor, pieceOf, times } from '../money.js';
import type { Give } from '../rules/benefits.js';
import type { Run } from './pieces.js';

/** Which positions of a block get something: from `low` to `high`, exclusive. */
export interface Positions {
  readonly low: number;
  readonly high: number;
}

/** Marks get and use of each run for complete blocks; the units in the first `blocks` blocks are all used. */
export function markBlocks(runs: readonly Run[], size: number, blocks: number, { low, high }: Positions): void {
  const last = size * blocks;
  const before = (position: number): number => {
    const inBlock = position % size;
    return divFloor(position, size) * (high - low) + Math.min(Math.max(inBlock - low, 0), high - low);
  };
  let position = 0;
  for (const run of runs) {
    const from = Math.min(position, last);
    const to = Math.min(position + run.units, last);
    run.get = before(to) - before(from);
    run.use = to - from - run.get;
    position += run.units;
  }
}

/** What `sets` equal sets worth `value` together get, for an amount off a set or the price of a set. */
export function offSets(give: Give, value: number, sets: number): number {
  switch (give.kind) {
    case 'amount':
      return Math.min(value, times(give.amountMinor, sets));
    case 'price':
      return Math.max(0, value - times(give.priceMinor, sets));
    default:
      return 0;
  }
}

/** A row of units of one run that belong to one set, or to several equal ones. */
export interface Slice {
  readonly run: Run;
  readonly units: number;
  readonly value: number;
}

/** Takes units of a run from where earlier slices ended. */
export function slice(run: Run, units: number): Slice {
  const value = pieceOf(run.amount, run.start + run.get, units, run.units);
  run.get += units;
  return { run, units, value };
}
